"""The tables of `docs/faults.md` are those of the campaign."""

from __future__ import annotations

import pytest
from fault_table import lines
from house.tree import read

KINDS = ("bridge-stuck-on", "lead-off", "host-loss", "wrong-channel")


@pytest.mark.parametrize("protocol", ["sciatic-path-conventional", "foot-bracket-sole"])
def test_the_page_shows_what_the_campaign_gives(protocol: str) -> None:
    """Four rows of each table are made again."""
    section = read("docs/faults.md").split(f"### `{protocol}`")[1].split("\n#")[0]
    for line in lines(protocol, *KINDS):
        assert line in section
