"""Screening a person for a protocol: what stops it, what limits it, whom to ask."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from tensplan.finding import Finding
from tensplan.patient.case import Case, Setting
from tensplan.patient.clearance import idle_clearances, role_words
from tensplan.patient.evidence import red_flag_codes
from tensplan.patient.model import Patient
from tensplan.patient.rule import Modality, Rule, red_flags
from tensplan.patient.verdict import Hit, hits
from tensplan.placement.sites import find_site
from tensplan.protocol.model import Protocol

T = TypeVar("T")

Path = tuple[str | int, ...]

MANY_QUESTIONS = 5
"""From how many conditions that nobody asked about they are named in one finding."""

PROJECT = "project default, needs clinical sign-off"
MODALITY_WORDS = {"tens": "TENS", "heat": "heat", "cold": "cold"}
URGENCY_WORDS = {
    "emergency": "an emergency, at once",
    "same-day": "the same day",
    "urgent": "urgent, today",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Cleared:
    """One rule that a clearance opened, by whom, and until when."""

    code: str
    by_role: str
    until: date


@dataclass(frozen=True, kw_only=True, slots=True)
class Screening:
    """What screening came to.

    Parameters
    ----------
    red_flags : tuple of Rule
        What stops everything; nothing overrides it.
    findings : tuple of Finding
        Everything that stops or limits; heat and cold by the path of their entry.
    ask : tuple of str
        Roles whose clearance is missing.
    still : tuple of str
        What may still be done.
    cleared : tuple of Cleared
        What clearances opened.
    """

    red_flags: tuple[Rule, ...]
    findings: tuple[Finding, ...]
    ask: tuple[str, ...] = ()
    still: tuple[str, ...] = ()
    cleared: tuple[Cleared, ...] = ()

    @property
    def stops(self) -> bool:
        """Whether a red flag stops everything."""
        return bool(self.red_flags)


def screen(patient: Patient, protocol: Protocol, *, on: date, setting: Setting) -> Screening:
    """Screen a person for every pad and pack of a protocol.

    Parameters
    ----------
    patient : Patient
        The person.
    protocol : Protocol
        What is asked.
    on : date
        Day of the plan; tests and clearances are counted from it.
    setting : {"home", "supervised"}
        Where the sessions take place.

    Examples
    --------
    >>> import tensplan
    >>> found = screen(
    ...     tensplan.load_patient("example-numb-sole"),
    ...     tensplan.load_protocol("foot-bracket-sole"),
    ...     on=date(2026, 11, 22),
    ...     setting="home",
    ... )
    >>> [f.rule for f in found.findings if f.severity == "error"]
    ['screening/P_SENS', 'screening/P_SENS', 'screening/P_HOTCOLD', 'screening/P_FOOT']
    """
    codes = red_flag_codes(patient)
    flags = tuple(red_flags()[code] for code in codes or ())
    if flags:
        return Screening(red_flags=flags, findings=tuple(map(_stop, flags)))
    asked = [] if codes is not None else list(_flags_unknown(protocol))
    spots = list(_spots(patient, protocol, on, setting))
    found = [(hit, path) for case, path in spots for hit in hits(case)]
    return Screening(
        red_flags=(),
        findings=(
            *asked,
            *_side(patient),
            *_grouped(found, patient),
            *idle_clearances(patient, on),
        ),
        ask=_distinct(role for hit, _ in found if _waits(hit) for role in hit.clause.by),
        still=_distinct(hit.rule.still for hit, _ in found if hit.severity == "error"),
        cleared=_distinct(map(_cleared, (hit for hit, _ in found if hit.clearance is not None))),
    )


def _spots(
    patient: Patient, protocol: Protocol, on: date, setting: Setting
) -> Iterator[tuple[Case, Path]]:
    """Yield every pad and every pack as a question, with its place in the protocol."""
    for index, channel in enumerate(protocol.placement.channels):
        names = protocol.planned_programs[channel.id]
        programs = [protocol.programs[name] for name in names if name in protocol.programs]
        for number, pad in enumerate(channel.pads):
            site = find_site(pad.site)
            if site is not None:
                case = Case(
                    patient=patient,
                    modality="tens",
                    place=site.id,
                    on=on,
                    setting=setting,
                    limb=pad.side,
                    motor=any(program.target == "motor-twitch" for program in programs),
                )
                yield case, ("placement", "channels", index, "pads", number, "site")
    for index, entry in enumerate(protocol.thermal or ()):
        modality: Modality = entry.modality
        case = Case(patient=patient, modality=modality, place=entry.area, on=on, setting=setting)
        yield case, ("thermal", index)


def _grouped(found: list[tuple[Hit, Path]], patient: Patient) -> Iterator[Finding]:
    """Yield one finding for each rule, clause and modality, over all its places."""
    groups: dict[object, list[tuple[Hit, Path]]] = {}
    for hit, path in found:
        entry = path[1] if path[0] == "thermal" else ""
        together = _is_bulk(hit, patient)
        says = "" if hit.state == "unknown" else (hit.clause.says, hit.clause.level)
        what = "unknown" if together else (hit.rule.id, says)
        key = (hit.case.modality, entry, what, hit.severity, hit.state)
        groups.setdefault(key, []).append((hit, path))
    for members in groups.values():
        together = _is_bulk(members[0][0], patient)
        yield _ask_all(members) if together else _finding(members)


def _is_bulk(hit: Hit, patient: Patient) -> bool:
    """Say whether a hit is one of many questions that nobody asked."""
    if hit.state != "unknown":
        return False
    missing = patient.conditions_not_asked or ()
    many = patient.conditions is None or len(missing) > MANY_QUESTIONS
    return hit.severity == "warning" or (hit.declared and many)


def _ask_all(members: list[tuple[Hit, Path]]) -> Finding:
    """Return one finding for all that nobody asked."""
    hit, path = members[0]
    asked = _distinct(f"{h.rule.title} ({h.rule.id})" for h, _ in members)
    return Finding(
        rule="screening/unknown",
        severity=hit.severity,
        message=f"{MODALITY_WORDS[hit.case.modality]}: unknown, ask first: {', '.join(asked)}",
        hint="ask, and write what was found; a list of conditions says that all others are absent",
        path=path if path[0] == "thermal" else (),
        source=PROJECT,
    )


def _finding(members: list[tuple[Hit, Path]]) -> Finding:
    """Return one finding for one clause in all its places."""
    hit, path = members[0]
    bound = bool(hit.clause.where or hit.clause.located) or not hit.declared
    return Finding(
        rule=hit.rule.finding_id,
        severity=hit.severity,
        message=_message(hit, _distinct(h.case.place for h, _ in members)),
        hint=_hint(hit),
        path=path if path[0] == "thermal" or bound else (),
        source=hit.rule.source_text,
    )


def _message(hit: Hit, places: tuple[str, ...]) -> str:
    """Return what a rule does, to what, where, and why."""
    where = ", ".join(place.replace("-", " ") for place in places)
    what = f"{MODALITY_WORDS[hit.case.modality]} at {where}"
    if hit.clearance is not None:
        role = role_words(hit.clearance.by_role)
        return f"{what}: {hit.rule.title}, cleared by the {role} on {hit.clearance.on}"
    if hit.state == "unknown":
        return f"{what}: unknown, ask first: {hit.rule.untested or hit.rule.title}"
    level = {
        "block": "blocked",
        "site": "blocked",
        "clearance": f"waits for clearance by the {_roles(hit)}",
        "warning": "with care",
    }[hit.clause.level]
    return f"{what} {level}: {hit.rule.title}; {hit.clause.says}"


def _hint(hit: Hit) -> str:
    """Return what to do about a hit, beginning with a verb."""
    if hit.state == "unknown":
        return f"ask: {hit.rule.ask} {hit.rule.help}"
    if _waits(hit):
        return f"ask the {_roles(hit)}, and record it under clearances with its day"
    if hit.severity != "error":
        return ""
    return "choose another place or leave it out; tensplan explain " + hit.rule.id


def _roles(hit: Hit) -> str:
    return " or ".join(map(role_words, hit.clause.by))


def _waits(hit: Hit) -> bool:
    return hit.clause.level == "clearance" and hit.clearance is None


def _cleared(hit: Hit) -> Cleared:
    """Return who opened a rule, and until when."""
    clearance, days = hit.clearance, hit.clause.valid_days
    if clearance is None or days is None:
        raise ValueError(f"{hit.rule.id} was not cleared")
    until = clearance.on + timedelta(days=days)
    return Cleared(code=hit.rule.id, by_role=clearance.by_role, until=until)


def _stop(flag: Rule) -> Finding:
    """Return a red flag as a finding."""
    return Finding(
        rule=flag.finding_id,
        severity="error",
        message=f"red flag: {flag.title}; {URGENCY_WORDS[flag.urgency]}: {flag.act}",
        hint=f"call {flag.call}",
        source=flag.source_text,
    )


def _flags_unknown(protocol: Protocol) -> Iterator[Finding]:
    """Yield what stops TENS and each pack while nobody asked about red flags."""
    paths: list[Path] = [(), *(("thermal", i) for i in range(len(protocol.thermal or ())))]
    for path in paths:
        yield Finding(
            rule="screening/red-flags-unknown",
            severity="error",
            message="unknown, ask first: nobody asked about the red flags",
            hint="ask each of them (docs/screening.md), and write red_flags: [] when none is there",
            path=path,
            source=PROJECT,
        )


def _side(patient: Patient) -> Iterator[Finding]:
    if patient.side is None:
        yield Finding(
            rule="screening/side-unknown",
            severity="warning",
            message="the painful side is not known; the pads are drawn on the right",
            hint="write side: left or side: right",
            source=PROJECT,
        )


def _distinct(items: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(item for item in items if item != ""))
