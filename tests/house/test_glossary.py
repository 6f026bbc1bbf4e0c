"""The glossary is the vocabulary of the files: every key, every quantity, with its unit."""

from __future__ import annotations

import re
from typing import Any, get_args

import pytest
from house.tree import read
from pydantic import BaseModel

from tensplan.patient.model import Patient
from tensplan.protocol.device_program import DeviceProgram
from tensplan.protocol.field import unit_of_field
from tensplan.protocol.model import Protocol
from tensplan.safety.exposure import QUANTITIES
from tensplan.safety.limits import own_limits
from tensplan.units import unit_of

GLOSSARY = read("docs/glossary.md")
FILES = {"protocol": Protocol, "device program": DeviceProgram, "patient": Patient}
CELL = re.compile(r"(?<!\\)\|")
NO_UNIT = {"", "-"}


def rows() -> dict[str, list[list[str]]]:
    """Return the rows of all tables by each name that their second column gives in code type."""
    found: dict[str, list[list[str]]] = {}
    for line in GLOSSARY.splitlines():
        cells = [cell.strip() for cell in CELL.split(line)[1:-1]]
        if len(cells) < 5:
            continue
        for name in re.findall(r"`([^`]+)`", cells[1]):
            found.setdefault(name, []).append(cells)
    return found


ROWS = rows()


def parts_of(annotation: Any) -> list[type[BaseModel]]:
    """Return the models inside a type, at any depth."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        inner = [part for f in annotation.model_fields.values() for part in parts_of(f.annotation)]
        return [annotation, *inner]
    return [part for argument in get_args(annotation) for part in parts_of(argument)]


def keys(model: type[BaseModel]) -> dict[str, str]:
    """Return every key of a file format with its unit."""
    return {
        info.alias or name: unit_of_field(name, info)
        for part in parts_of(model)
        for name, info in part.model_fields.items()
    }


KEYS = sorted({(key, unit) for model in FILES.values() for key, unit in keys(model).items()})


def test_the_formats_have_keys() -> None:
    """The walk over the models finds nested keys, so that the next test means something."""
    assert {"recharge_ratio", "skin_check_every_min", "unstated", "code"} <= {k for k, _ in KEYS}


@pytest.mark.parametrize(("key", "unit"), KEYS, ids=[key for key, _ in KEYS])
def test_every_file_key_is_in_the_glossary_with_its_unit(key: str, unit: str) -> None:
    """A protocol, device program or patient key has a row, and the row has the reader's unit."""
    assert key in ROWS
    units = {row[2] for row in ROWS[key]}
    assert unit in units or (unit == "" and units & NO_UNIT)


@pytest.mark.parametrize("quantity", QUANTITIES)
def test_every_exposure_quantity_is_in_the_glossary(quantity: str) -> None:
    """Each of the ten quantities has a row with its unit."""
    assert {row[2] for row in ROWS.get(quantity, [])} == {unit_of(quantity)}


@pytest.mark.parametrize("quantity", sorted({limit.quantity for limit in own_limits()}))
def test_every_limited_quantity_is_in_the_glossary(quantity: str) -> None:
    """What a limit bounds has a row."""
    assert quantity in ROWS


def test_no_row_names_a_key_that_is_gone() -> None:
    """A key in the tables of file keys exists in a file format."""
    section = GLOSSARY.split("## File keys")[1].split("\n## ")[0]
    named = {
        name
        for line in section.splitlines()
        if line.startswith("|")
        for name in re.findall(r"`([^`]+)`", [*CELL.split(line), "", ""][2])
    }
    assert named - {key for key, _ in KEYS} == set()


def test_rows_are_whole() -> None:
    """Every row of a glossary table has its term, names, unit, meaning and source."""
    thin = [
        line
        for line in GLOSSARY.splitlines()
        if line.startswith("|") and not line.startswith("|--")
        if len(CELL.split(line)) != 7 or not all(CELL.split(line)[i].strip() for i in (1, 2, 4, 5))
    ]
    assert thin == []


def test_terms_stand_once() -> None:
    """A term of the field has one row; a key that several parts share has one row too."""
    assert len(ROWS) > 100
    assert {name: len(found) for name, found in ROWS.items() if len(found) > 1} == {}
