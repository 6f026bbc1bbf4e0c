"""Composing a session plan, its canonical form, and what changed."""
