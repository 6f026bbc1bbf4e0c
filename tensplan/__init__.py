"""Plan a TENS and heat/cold session, judge it, and say what leaves the building."""

__version__ = "0.1.0"
