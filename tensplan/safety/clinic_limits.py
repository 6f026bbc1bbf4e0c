"""A clinic's limits: they tighten the project's own, and never loosen them."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError

from tensplan.errors import FindingsError, TensplanError, one_line
from tensplan.finding import Finding
from tensplan.protocol.document import Document, did_you_mean, read_document
from tensplan.protocol.field import Model, key
from tensplan.protocol.wording import as_finding
from tensplan.safety.limit import Limit
from tensplan.safety.limits import Limits, own_limits

Bound = float | Annotated[tuple[float, ...], Field(strict=False, min_length=2, max_length=2)]

LIMITS_SCHEMA = "tensplan/limits/1"

_BRANCHES = ("float", "tuple[float, ...]")
"""How pydantic names the two kinds of a bound in the place of a fault."""


class Tightening(Model):
    """One stricter bound of a clinic."""

    id: str = key("id", "Id of the limit to tighten.")
    warning: Bound | None = key("warning", "Stricter warning value.", default=None)
    error: Bound | None = key("error", "Stricter error value.", default=None)
    rationale: str | None = key("rationale", "Why.", default=None)


class ClinicFile(Model):
    """The file in which a clinic names its stricter bounds."""

    schema_id: Literal["tensplan/limits/1"] = key("schema", "Format.", alias="schema")
    clinic: str | None = key("clinic", "Whose limits these are.", default=None)
    limits: Annotated[tuple[Tightening, ...], Field(strict=False, min_length=1)] = key(
        "limits", "Stricter bounds by id."
    )


class LimitsError(FindingsError):
    """A limits file that cannot be used."""

    ref = "limits"


def load_limits(path: str | os.PathLike[str] | None) -> Limits:
    """Return the project's limits, tightened by a clinic's file.

    Raises
    ------
    LimitsError
        If the file loosens a limit, names an unknown one, or is malformed.
    """
    if path is None:
        return own_limits()
    document = read_document(path)
    clinic = _read_clinic(document)
    entries = {limit.id: limit for limit in own_limits()}
    faults: list[Finding] = []
    given: set[str] = set()
    for index, tightening in enumerate(clinic.limits):
        here = ("limits", index, "id")
        old = entries.get(tightening.id)
        if old is None:
            faults.append(
                _fault(
                    f"there is no limit {tightening.id}", here, did_you_mean(tightening.id, entries)
                )
            )
            continue
        if old.id in given:
            faults.append(_fault(f"{old.id} is given twice", here, "keep one of the two"))
            continue
        given.add(old.id)
        new = _tightened(old, tightening)
        if new is None:
            message = f"{old.id} is {old.bound_text()}; its new bounds have another form"
            faults.append(_fault(message, here, "give one number, or [low, high] for a range"))
            continue
        if not (new.is_at_least_as_strict_as(old) and new.is_ordered()):
            message = f"{tightening.id} would be loosened; it is {old.bound_text()} and may only become stricter"
            faults.append(_fault(message, here, "tighten it or leave it out"))
        entries[tightening.id] = new
    _stop_on(faults, document)
    return Limits(tuple(entries.values()), tightened_by=clinic.clinic or Path(document.name).name)


def _read_clinic(document: Document) -> ClinicFile:
    try:
        clinic = ClinicFile.model_validate(document.value)
    except ValidationError as error:
        entries = error.errors(include_url=False)
        _stop_on(_form_faults(entries), document)
        raise
    _stop_on(list(document.findings), document)
    return clinic


def _form_faults(entries: list[Any]) -> list[Finding]:
    """Say each fault once: a bound is a number or a range, and both kinds complain of it."""
    found = []
    for entry in entries:
        place, value = entry["loc"], entry["input"]
        if (
            place[-1:]
            and place[-1] in _BRANCHES
            and isinstance(value, list) != (place[-1] != "float")
        ):
            continue  # the other kind was meant
        if entry["type"] == "too_short" and len(value) >= entry["ctx"]["min_length"]:
            continue  # called too short only because one of its entries is at fault
        meant = tuple(part for part in place if part not in _BRANCHES)
        found.append(as_finding({**entry, "loc": meant}, ClinicFile))
    return found


def _tightened(old: Limit, new: Tightening) -> Limit | None:
    """Return the stricter limit; None when a number stands for a range, or a range for a number."""
    changes: dict[str, Any] = {}
    if new.error is not None:
        changes["error"] = new.error
    if new.warning is not None:
        changes["warning"] = new.warning
    if new.rationale is not None:
        changes["rationale"] = f"{old.rationale} Tightened by the clinic: {new.rationale}"
    try:
        return replace(old, **changes)
    except ValueError:
        return None


def _fault(message: str, path: tuple[str | int, ...], hint: str) -> Finding:
    return Finding(rule="limits/loosened", severity="error", message=message, hint=hint, path=path)


def _stop_on(faults: list[Finding], document: Document) -> None:
    if not faults:
        return
    placed = [fault if fault.line else document.locate(fault) for fault in faults]
    lines = [f"{f.file}:{f.line}:{f.column}: {f.message}" for f in placed]
    first: TensplanError = LimitsError("\n".join(map(one_line, lines)), hint=placed[0].hint)
    raise first
