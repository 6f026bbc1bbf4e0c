"""Made again before it is signed: whether a plan says what its own protocol, person and limits give."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import isclose
from typing import TYPE_CHECKING, Any, Final

from tensplan.approval.subject import Subject
from tensplan.finding import Finding
from tensplan.protocol.model import Protocol
from tensplan.session_plan.canonical import canonical_bytes

if TYPE_CHECKING:
    from tensplan.patient.model import Patient
    from tensplan.safety.limits import Limits
    from tensplan.session_plan.history import History

AGREEMENT: Final = 1e-6
"""Relative difference of two numbers that count as the same; machines differ in the last digit."""

PROGRAMS: Final = ("tensplan", "numpy")
"""Names of the programs that made a plan; they may be others, as the digest then is."""

IN_ANY_ORDER: Final = ("findings", "reasons")
"""Lists that are sorted by the place in a protocol's file, which a plan does not carry."""


def remade(
    plan: Subject, *, person: Patient, history: History, limits: Limits
) -> tuple[Finding, ...]:
    """Return what a plan says that its own content does not give; nothing when it is sound.

    It is made again for the same day, device and setting, and compared in every part.

    Parameters
    ----------
    plan : Subject
        A plan for a person.
    person : Patient
        Whose file has the digest that the plan names.
    history : History
        The logged sessions of that person up to the day of the plan.
    limits : Limits
        In force.
    """
    try:
        made = _compared(_made_again(plan.content, person, history, limits))
    except ValueError as error:
        return (_differs("protocol", f"nothing can be made of it: {str(error).splitlines()[0]}"),)
    content = _compared(plan.content)
    found = (
        (key, next(_differences(content.get(key), made.get(key), key), ""))
        for key in {**made, **content}
    )
    return tuple(_differs(key, how) for key, how in found if how)


def _compared(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return a plan without what may differ from program to program, its titration by name.

    In a protocol's file the programs have an order, which a plan does not carry.
    """
    origin = {k: v for k, v in content["provenance"].items() if k not in PROGRAMS}
    titration = sorted(content["titration"], key=lambda one: str(one["program"]))
    kept = {k: v for k, v in content.items() if k != "digest"}
    return {**kept, "provenance": origin, "titration": titration}


def _made_again(
    content: Mapping[str, Any], person: Patient, history: History, limits: Limits
) -> dict[str, Any]:
    """Return what plan.json would hold if it were made now."""
    from tensplan.session_plan.compose import compose

    return compose(
        Protocol.model_validate(content["protocol"]["content"]),
        on=content["provenance"]["on"],
        patient=person,
        history=history,
        device_id=content["device"],
        setting="supervised" if content["setting"] == "supervised" else "home",
        limits=limits,
    ).as_json()


def _differences(stated: Any, made: Any, place: str) -> Iterator[str]:
    """Yield in words where two pieces of data differ, in the order of what is made."""
    if isinstance(stated, Mapping) and isinstance(made, Mapping):
        for key in (*made, *(key for key in stated if key not in made)):
            yield from _differences(stated.get(key), made.get(key), f"{place}.{key}")
    elif isinstance(stated, list) and isinstance(made, list):
        yield from _of_lists(stated, made, place)
    elif not _is_same(stated, made):
        yield f"{place} is {_short(stated)}, but it comes to {_short(made)}"


def _of_lists(stated: list[Any], made: list[Any], place: str) -> Iterator[str]:
    """Yield where two lists differ, by place or, where the order says nothing, by what is in them."""
    if place.rpartition(".")[2] in IN_ANY_ORDER:
        yield from (f"{place} lacks: {_said(one)}" for one in _missing(made, stated))
        yield from (
            f"{place} has, without a ground: {_said(one)}" for one in _missing(stated, made)
        )
    elif len(stated) != len(made):
        yield f"{place} has {len(stated)} entries, but {len(made)} are made"
    else:
        for number, (one, other) in enumerate(zip(stated, made, strict=True)):
            yield from _differences(one, other, f"{place}[{number}]")


def _missing(some: list[Any], others: list[Any]) -> Iterator[Any]:
    """Yield what is in one list and not in another."""
    for one in some:
        if all(any(_differences(one, other, "")) for other in others):
            yield one


def _is_same(stated: Any, made: Any) -> bool:
    numbers = all(isinstance(v, int | float) and not isinstance(v, bool) for v in (stated, made))
    if numbers:
        return isclose(stated, made, rel_tol=AGREEMENT, abs_tol=1e-12)
    return type(stated) is type(made) and bool(stated == made)


def _said(finding: Any) -> str:
    """Return a finding, or a reason, as people read it."""
    if isinstance(finding, Mapping):
        return f"{finding['severity']}: {finding['message']}"
    return str(finding)


def _short(value: Any) -> str:
    """Return a value in at most 60 characters."""
    text = canonical_bytes(value).decode() if value is not None else "missing"
    return text if len(text) <= 60 else f"{text[:57]}..."


def _differs(part: str, how: str) -> Finding:
    return Finding(
        rule="approval/not-what-it-gives",
        severity="error",
        message=f"the plan does not say what its own content gives: {how}",
        hint="make the plan again with tensplan plan and read that one",
        path=(part,),
    )
