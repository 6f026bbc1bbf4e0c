"""Exposure in closed form, the limits as data, and the judge."""
