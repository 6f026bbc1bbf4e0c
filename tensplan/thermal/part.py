"""Heat and cold of a whole protocol: rows for the plan, findings, and what a page shows."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Literal

from tensplan.finding import Finding, has_errors
from tensplan.protocol.model import Protocol
from tensplan.protocol.thermal import Thermal
from tensplan.safety.limits import Limits
from tensplan.thermal.alternative import Alternative, Bar, alternative_words, alternatives
from tensplan.thermal.direction import wrong_way
from tensplan.thermal.judgement import Standing, findings_of
from tensplan.thermal.person import ThermalPerson
from tensplan.thermal.reached import Reached
from tensplan.thermal.refusal import judge_minutes, over_pads, refusals
from tensplan.thermal.rows import described, row, session_row
from tensplan.thermal.session import companions


@dataclass(frozen=True, kw_only=True, slots=True)
class ThermalPart:
    """What a plan says of heat and cold.

    Parameters
    ----------
    rows : tuple of dict
        One for each entry and person: temperatures, dose, injury and verdict.
    entries : tuple of dict
        One for each entry: traces, what would pass, guidance, and where the model is wrong.
    findings : tuple of Finding
        Everything that stops or limits a pack, without places in a file.
    """

    rows: tuple[dict[str, Any], ...] = ()
    entries: tuple[dict[str, Any], ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def content(self) -> dict[str, Any]:
        """Return the two keys of plan.json."""
        return {"heat": list(self.rows), "thermal": list(self.entries)}


@dataclass(frozen=True, kw_only=True, slots=True)
class _Judged:
    """One entry, simulated and judged."""

    people: tuple[Reached, ...] = ()
    standings: tuple[Standing, ...] = ()
    others: tuple[Alternative, ...] = ()
    findings: list[Finding] = field(default_factory=list)


def thermal_part(
    protocol: Protocol,
    *,
    setting: Literal["home", "supervised"],
    limits: Limits,
    person: ThermalPerson | None = None,
) -> ThermalPart:
    """Simulate and judge every use of heat or cold of a protocol.

    Parameters
    ----------
    protocol : Protocol
        Its pads matter too: no pack is laid over them.
    setting : {"home", "supervised"}
        Where the sessions take place.
    limits : Limits
        What to judge by.
    person : ThermalPerson or None
        Whom it is for. Without a person two people are simulated, one of normal circulation and
        the worst case, on intact skin, and nothing is allowed.

    Examples
    --------
    >>> import tensplan
    >>> from tensplan.safety.limits import own_limits
    >>> part = thermal_part(tensplan.load_protocol("foot-bracket-heel"), setting="home",
    ...     limits=own_limits())
    >>> [(row["entry"], row["person"], row["verdict"]) for row in part.rows]
    [(0, 'normal', 'pass'), (0, 'worst', 'pass')]
    """
    rows, entries, findings = [], [], []
    for index, entry in enumerate(protocol.thermal or ()):
        bar = Bar(limits=limits, setting=setting, person=person, protocol=protocol, index=index)
        judged = _judged(index, entry, bar)
        findings += [*refusals(index, entry, person), *over_pads(index, entry, protocol)]
        findings += judged.findings
        if person is not None:
            findings += judge_minutes(index, entry, person, limits)
        rows += [row(index, entry, one, judged.standings) for one in judged.people]
        together = _session(index, entry, bar, judged)
        findings += together.findings
        entries.append(
            described(
                index,
                entry,
                judged.people,
                judged.others,
                found=judged.standings,
                session=session_row(together.people, together.standings),
                protocol=protocol,
            )
        )
    return ThermalPart(rows=tuple(rows), entries=tuple(entries), findings=tuple(findings))


def _judged(index: int, entry: Thermal, bar: Bar) -> _Judged:
    """Simulate one entry for everybody, judge it, and look for what would pass."""
    try:
        people = bar.people(entry)
    except ValueError as error:
        return _Judged(findings=[_not_simulated(index, entry, error)])
    found = bar.standings(entry.area, people)
    findings = [*wrong_way(index, entry)]
    broken = any(one.level == "error" for one in found)
    others = alternatives(entry, bar) if broken and not has_errors(findings) else ()
    hint = alternative_words(others) if broken else ""
    findings += findings_of(index, entry, found, hint)
    findings += _outside(index, people)
    return _Judged(people=people, standings=found, others=others, findings=findings)


def _session(index: int, entry: Thermal, bar: Bar, alone: _Judged) -> _Judged:
    """Judge the whole session on the area of an entry once, at the first pack that shares it."""
    packs = () if bar.protocol is None else companions(bar.protocol, entry.area)
    if not alone.people or not packs or packs[0][0] != index:
        return _Judged()
    try:
        people = bar.in_session(entry)
    except ValueError as error:
        return _Judged(findings=[_not_simulated(index, entry, error)])
    found = bar.standings(entry.area, people)
    known = {one.limit.id for one in alone.standings if one.level != "none"}
    new = [one for one in found if one.limit.id not in known]
    hint = "leave one pack of the session out, or keep more time between"
    findings = [
        replace(finding, message=f"whole session, {finding.message}")
        for finding in findings_of(index, entry, new, hint)
    ]
    return _Judged(people=people, standings=found, findings=findings)


def _not_simulated(index: int, entry: Thermal, error: ValueError) -> Finding:
    return Finding(
        rule="thermal/not-simulated",
        severity="error",
        message=f"{entry.modality} on the {entry.area_words} cannot be simulated: {error}",
        hint="change it; what was not simulated is never taken as kept",
        path=("thermal", index),
    )


def _outside(index: int, people: tuple[Reached, ...]) -> list[Finding]:
    """Say once what of an entry lies outside what the model knows."""
    sentences = dict.fromkeys(text for one in people for text in one.temperatures.outside)
    return [
        Finding(
            rule="thermal/outside-model",
            severity="note",
            message=text,
            hint="take the temperatures as less certain than elsewhere",
            path=("thermal", index),
        )
        for text in sentences
    ]
