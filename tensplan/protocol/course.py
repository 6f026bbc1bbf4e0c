"""The keys of days and weeks, and of what is known."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from tensplan.protocol.field import Model, ShortText, key


class Course(Model):
    """Sessions over days and weeks."""

    sessions_per_day: int = key("sessions per day", "Number of sessions.", ge=1, le=24)
    days_per_week: int = key("days per week", "Days with sessions.", ge=1, le=7)
    weeks: int = key("weeks", "Length of the course.", unit="weeks", ge=1, le=104)
    minimum_gap_h: float = key(
        "gap", "Shortest time between two sessions of a day.", unit="h", ge=0, le=24
    )
    rotation: (
        Annotated[tuple[str, ...], Field(strict=False, min_length=1, max_length=14)] | None
    ) = key("rotation", "Programs that take turns, one per treatment day.", default=None)


class Evidence(Model):
    """What a source supports, for whom, and how certain it is."""

    citation: ShortText = key("citation", "Authors or body, year, journal.")
    doi: str | None = key("doi", "Digital object identifier.", default=None)
    supports: ShortText = key("supports", "What the source found.")
    applies: Literal["direct", "indirect"] = key(
        "applies", "Whether the people studied are those this protocol is for."
    )
    population: ShortText = key("population", "Who was studied.")
    certainty: Literal["high", "moderate", "low", "very-low", "not-graded"] = key(
        "certainty", "As the source grades it."
    )


class CounterEvidence(Model):
    """What speaks against."""

    citation: ShortText = key("citation", "Authors or body, year.")
    doi: str | None = key("doi", "Digital object identifier.", default=None)
    says: ShortText = key("says", "What it says.")
