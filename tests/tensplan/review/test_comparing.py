"""Two plans side by side, and every change in words."""

from __future__ import annotations

import pytest
from builders import plan_for

from tensplan.review.comparing import grouped, side_by_side
from tensplan.session_plan.change import Change, Effect


def change(effect: Effect, relative: float | None = None) -> Change:
    """Return a change of a cap."""
    return Change(
        effect=effect, where="program a", what="cap", before="4 mA", after="5 mA", relative=relative
    )


def test_rows_stand_beside_each_other() -> None:
    """Each thing of either plan has one row, and only what differs is marked."""
    rows = side_by_side(plan_for("P-014"), plan_for("P-014", amplitude_cap_ma=45))
    assert [row.name for row in rows if row.is_changed] == ["Program main"]
    assert {"Protocol", "Setting", "Pad A1", "Pad A2", "Course"} < {row.name for row in rows}


def test_groups_are_the_worst_first_and_hold_every_change() -> None:
    """Raised before changed before lowered before words, whatever order they come in."""
    changes = [change("wording"), change("lowers"), change("raises"), change("raises")]
    assert [(group.effect, len(group.rows)) for group in grouped(changes)] == [
        ("raises", 2),
        ("lowers", 1),
        ("wording", 1),
    ]


@pytest.mark.parametrize(
    ("relative", "words"),
    [
        (None, "5 mA"),
        (0.25, "5 mA (+25 %)"),
        (-0.438, "5 mA (-43.8 %)"),
        (8.9, "5 mA (+890 %)"),
        (43.4, "5 mA (44.4 times)"),
    ],
)
def test_how_much(relative: float | None, words: str) -> None:
    """A share of the old number, and multiples where a share is hard to read."""
    assert grouped([change("raises", relative)])[0].rows[0][2] == words
