"""The sources of the placement tables."""

import pytest

from tensplan.nerve_response.anatomy import load as nerve_table
from tensplan.placement.citations import citation
from tensplan.placement.records import load


@pytest.mark.parametrize("key", load("sources"))
def test_source_has_text_and_kind(key):
    """Each source says what it is and where it appeared."""
    found = citation(key)
    assert len(found.text) > 20
    assert found.kind in {
        "paper", "abstract", "standard", "guidance", "manual", "web page", "recalled", "project",
    }  # fmt: skip


def test_doi_is_shown_with_the_text():
    """A source with a DOI prints it."""
    assert str(citation("bowness-2019")).endswith("doi:10.1002/ca.23323")


def test_unlisted_source_is_refused():
    """A key that no source has raises, naming the key."""
    with pytest.raises(ValueError, match="source 'nobody-1900' is not listed"):
        citation("nobody-1900")


def _keys(node):
    """Every source key in a table."""
    if isinstance(node, dict):
        own = [node[name] for name in ("source", "sd_source") if name in node]
        own += node.get("sources", [])
        return own + [key for value in node.values() for key in _keys(value)]
    if isinstance(node, list):
        return [key for value in node for key in _keys(value)]
    return []


def test_every_source_is_used_and_every_key_is_listed():
    """Tables and sources match both ways."""
    tables = [load(name) for name in ("sites", "layouts", "regions")]
    tables += [nerve_table(name) for name in ("nerves", "crossings")]
    used = {key for table in tables for key in _keys(table)}
    assert used == set(load("sources"))
