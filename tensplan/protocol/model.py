"""A placement protocol: pads, programs, heat and cold, and the course."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from tensplan.protocol.course import CounterEvidence, Course, Evidence
from tensplan.protocol.field import Identifier, Model, ShortText, key
from tensplan.protocol.placement import Placement
from tensplan.protocol.program import Program
from tensplan.protocol.thermal import Thermal

PROTOCOL_SCHEMA = "tensplan/protocol/1"


class Protocol(Model):
    """A TENS protocol with optional heat and cold: where, what, how long, and why.

    Examples
    --------
    >>> import tensplan
    >>> tensplan.load_protocol("sciatic-path-conventional").placement.strategy
    'sciatic-path'
    """

    schema_id: Literal["tensplan/protocol/1"] = key(
        "schema", "Name and version of this file format.", alias="schema"
    )
    id: Identifier = key("id", "Name of the protocol; also the file's name.")
    title: ShortText = key("title", "One line for people.")
    version: Annotated[str, StringConstraints(pattern=r"^\d+\.\d+\.\d+$")] = key(
        "version", "Semantic version of the content, such as 1.0.0."
    )
    status: Literal["draft", "active", "retired"] = key("status", "Draft, active or retired.")
    summary: ShortText = key("summary", "What it does and for whom, in a sentence or two.")
    evidence: Annotated[tuple[Evidence, ...], Field(strict=False)] = key(
        "evidence", "What supports it."
    )
    evidence_against: Annotated[tuple[CounterEvidence, ...], Field(strict=False, min_length=1)] = (
        key("evidence against", "What speaks against it; never empty.")
    )
    placement: Placement = key("placement", "Where the pads go.")
    programs: Annotated[dict[Identifier, Program], Field(min_length=1, max_length=20)] = key(
        "programs", "Programs by name."
    )
    thermal: Annotated[tuple[Thermal, ...], Field(strict=False)] | None = key(
        "heat and cold", "Packs before or after the stimulation.", default=None
    )
    course: Course = key("course", "Days and weeks.")

    @property
    def planned_programs(self) -> dict[str, tuple[str, ...]]:
        """Names of the programs that each channel plays over the days of the course."""
        rotation = self.course.rotation or ()
        return {
            channel.id: tuple(dict.fromkeys(rotation))
            if channel.program in rotation
            else (channel.program,)
            for channel in self.placement.channels
        }
