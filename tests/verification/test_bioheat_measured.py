"""Predicted beside measured, with the misses left in; the page on heat prints this table."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from simulator.bioheat import Cover, Person, pack, simulate

HERE = Path(__file__).parent
CASES = json.loads((HERE / "published/bioheat_measured.json").read_text(encoding="utf-8"))
PAGE = HERE.parents[1] / "docs/heat.md"
SKIN_MM = 1.4
"""Epidermis and dermis of the calf."""


@cache
def predicted(id: str) -> float:  # noqa: A002 - as the file has it
    """Return what the model says for a case: skin [degC], or change at a depth [K]."""
    case = next(case for case in CASES if case["id"] == id)
    thing = pack(case["pack"])
    if "contact" in case:
        contact = replace(thing.contact_conductance, value=case["contact"], low=None, high=None)
        thing = replace(thing, contact_conductance=contact)
    fat = case.get("fat_mm")
    found = simulate(
        case["site"],
        pack=thing,
        pack_temperature=case.get("pack_c"),
        cover=Cover(dry_towels=case.get("dry", 0), damp_towels=case.get("damp", 0)),
        minutes=case["minutes"],
        person=Person(fat_thickness=None if fat is None else fat * 1e-3),
    )
    depth = depth_mm(case)
    if depth is None:
        return float(found.skin[-1])
    trace = found.at(depth * 1e-3)
    return float(trace[-1] - trace[0])


def depth_mm(case: dict[str, Any]) -> float | None:
    """Return where a case was measured below the skin; None for the skin itself."""
    if "below_fat_mm" in case:
        return float(SKIN_MM + case["fat_mm"] + case["below_fat_mm"])
    return case.get("depth_mm")


def table() -> str:
    """Return the table of the page: ``python tests/verification/test_bioheat_measured.py``."""
    head = "| id | what | measured | predicted | miss [K] | role | source |\n|---|---|---|---|---|---|---|"
    rows = []
    for case in CASES:
        sd = f" (SD {case['sd']:g})" if "sd" in case else ""
        found = predicted(case["id"])
        where = f"{case['site']}: {case['what']}, {case['minutes']:g} min"
        rows.append(
            f"| {case['id']} | {where} | {case['measured']:g}{sd} | {found:.1f} "
            f"| {found - case['measured']:+.1f} | {case['role']} | {case['source']} |"
        )
    return "\n".join([head, *rows])


def test_page_prints_the_table_with_its_misses():
    """What the page says of predicted and measured is what the model gives today."""
    assert table() in PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["C4a", "C5a", "C5b", "C6"])
def test_fitted_contacts_give_back_their_skin(name):
    """Contacts that were fitted to a skin temperature give it back within the stated band."""
    case = next(case for case in CASES if case["id"] == name)
    assert predicted(name) == pytest.approx(case["measured"], abs=2.5)  # K: band of the fit


def test_fat_keeps_cold_from_muscle():
    """One centimetre below fat cools less under more fat, as it was measured."""
    drops = [predicted(name) for name in ("C1a", "C1b", "C1c")]
    assert drops == sorted(drops)
    assert drops[2] - drops[0] > 2  # K: measured 9.4


if __name__ == "__main__":
    print(table())
