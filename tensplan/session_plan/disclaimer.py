"""The sentence that every output carries."""

from __future__ import annotations

from typing import Final

DISCLAIMER: Final = (
    "Investigational. Not a medical device. "
    "Not for use on people without a clinician's own judgement."
)
