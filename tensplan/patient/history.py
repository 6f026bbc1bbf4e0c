"""What happened to the person: surgery, pain, implants, creams, injections, clearances."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from tensplan.patient.codes import Agent, Obstacle, PainRegion, Role
from tensplan.patient.places import Day, Place, SiteOrArea
from tensplan.protocol.field import Model, key

Level = Annotated[str, StringConstraints(pattern=r"^(T1[0-2]|L[1-5])-(T1[0-2]|L[1-5]|S1)$")]


class Surgery(Model):
    """The operation on the back."""

    procedure: (
        Literal[
            "none",
            "microdiscectomy",
            "decompression",
            "fusion",
            "disc-replacement",
            "revision",
            "other",
        ]
        | None
    ) = key("procedure", "What was done; none for somebody who had no operation.", default=None)
    fused: bool | None = key(
        "fused", "Whether segments were fused, with or without hardware.", default=None
    )
    levels: Annotated[tuple[Level, ...], Field(strict=False, max_length=8)] | None = key(
        "levels", "Segments, such as L4-L5.", default=None
    )
    wound: Literal["healed", "closed", "sutures", "open"] | None = key(
        "wound", "State of the skin over the operation.", default=None
    )


class Pain(Model):
    """Where it hurts, how much, and how it feels."""

    regions: Annotated[tuple[PainRegion, ...], Field(strict=False, max_length=16)] | None = key(
        "pain regions", "The most painful one first.", default=None
    )
    nprs: float | None = key(
        "NPRS", "Numeric pain rating, 0 to 10, average of the last week.", default=None, ge=0, le=10
    )
    dn4: int | None = key("DN4", "Score of the DN4 questionnaire.", default=None, ge=0, le=10)
    bilateral: bool | None = key("both sides", "Whether both legs hurt.", default=None)


class Implants(Model):
    """Details of implants that the codes alone do not tell."""

    pacemaker: Literal["demand", "not-demand"] | None = key(
        "pacemaker", "Kind, from its card; unknown counts as demand.", default=None
    )


class Topical(Model):
    """A cream or patch on the skin."""

    agent: Agent = key("agent", "What is applied.")
    places: Annotated[tuple[SiteOrArea, ...], Field(strict=False, min_length=1)] = key(
        "places", "Where it is applied."
    )
    applied_on: Day | None = key(
        "applied on", "Day of the last use; unknown counts as today.", default=None
    )


class NearPad(Model):
    """Something that lies near a site."""

    what: Obstacle = key("what", "A scar, drug patch, wound, hardware, graft or implant.")
    site: SiteOrArea = key("site", "The site beside which it lies.")
    gap_mm: float = key("gap to the pad", "From the edge of the pad to the thing.", ge=0, le=1000)


class Clearance(Model):
    """Somebody's recorded leave for one rule."""

    code: Annotated[str, StringConstraints(pattern=r"^[A-Z]+_[A-Z0-9_]+$")] = key(
        "code", "The rule that it is about."
    )
    by_role: Role = key("by role", "Who gave it; a role, never a name.")
    on: Day = key("on", "Day on which it was given.")
    places: Annotated[tuple[Place, ...], Field(strict=False)] | None = key(
        "places", "Where it holds; everywhere that the rule allows when left out.", default=None
    )
