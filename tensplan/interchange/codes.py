"""The codes of a FHIR bundle: an editable table in which unconfirmed codes are marked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

CONFIRMED: Final = "quoted"
"""The confidence with which a code is written; any other is shown as text alone."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Code:
    """What a bundle calls one thing.

    Parameters
    ----------
    text : str
        For people; always written.
    confidence : str
        How sure the code is; only a quoted one is written.
    source : str
        Where the code was read.
    system, code, display : str
        Of the terminology; empty where none was found.
    """

    text: str
    confidence: str
    source: str
    system: str = ""
    code: str = ""
    display: str = ""

    def __post_init__(self) -> None:
        if not self.text or not self.source:
            raise ValueError(
                f"a code needs a text and a source, got {self.text!r}, {self.source!r}"
            )
        if self.is_confirmed and not (self.system and self.code and self.display):
            raise ValueError(f'the code of "{self.text}" is quoted, but not whole')

    @property
    def is_confirmed(self) -> bool:
        """Whether the code was read where its keepers wrote it."""
        return self.confidence == CONFIRMED

    def as_coding(self) -> dict[str, str]:
        """Return a FHIR Coding.

        Raises
        ------
        ValueError
            If the code is not confirmed.
        """
        if not self.is_confirmed:
            raise ValueError(f'the code of "{self.text}" is {self.confidence}: it is not written')
        return {"system": self.system, "code": self.code, "display": self.display}

    def as_concept(self, text: str = "") -> dict[str, Any]:
        """Return a FHIR CodeableConcept: the text, and the code where it is confirmed."""
        coding = {"coding": [self.as_coding()]} if self.is_confirmed else {}
        return {**coding, "text": text or self.text}


@cache
def own_codes() -> Mapping[str, Code]:
    """Return the project's table.

    Examples
    --------
    >>> own_codes()["pain"].code, own_codes()["tens"].is_confirmed
    ('72514-3', False)
    >>> own_codes()["tens"].as_concept()
    {'text': 'Transcutaneous electrical nerve stimulation (TENS)'}
    """
    import yaml

    text = Path(__file__).with_name("fhir_codes.yaml").read_text(encoding="utf-8")
    return {name: Code(**entry) for name, entry in yaml.safe_load(text).items()}
