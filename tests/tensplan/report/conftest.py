"""Plans to render, and a reader of what was rendered."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from html.parser import HTMLParser

import pytest

import tensplan

VOID = {"meta", "br", "img", "input", "link", "hr", "col"}


@dataclass
class Page(HTMLParser):
    """One page, read by the standard library's own parser."""

    source: str
    tags: list = field(default_factory=list)
    headings: list = field(default_factory=list)
    ids: list = field(default_factory=list)
    text: str = ""
    unclosed: list = field(default_factory=list)

    def __post_init__(self):
        super().__init__(convert_charrefs=True)
        self.feed(self.source)
        self.close()

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        self.tags.append((tag, attributes))
        if "id" in attributes:
            self.ids.append(attributes["id"])
        if tag not in VOID:
            self.unclosed.append(tag)
        if tag in ("h1", "h2", "h3"):
            self.headings.append([tag, ""])

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.unclosed.pop() == tag

    def handle_data(self, data):
        if "style" in self.unclosed:
            return
        self.text += data
        if self.unclosed and self.unclosed[-1] in ("h1", "h2", "h3"):
            self.headings[-1][1] += data

    def all(self, tag):
        """Return the attributes of every element of one kind."""
        return [attributes for name, attributes in self.tags if name == tag]

    @property
    def words(self):
        """Return the text with single spaces."""
        return " ".join(self.text.split())


@pytest.fixture(scope="session")
def read_page():
    return Page


@pytest.fixture(scope="session")
def _plans():
    return {}


@pytest.fixture
def plan_of(_plans):
    """Return the content of a catalogue protocol's plan.json, free to be changed."""

    def make(name):
        if name not in _plans:
            plan = tensplan.plan(tensplan.load_protocol(name), on="2026-11-22")
            _plans[name] = plan.as_json()
        return copy.deepcopy(_plans[name])

    return make


@pytest.fixture
def plan(plan_of):
    return plan_of("sciatic-path-conventional")


@pytest.fixture(scope="session")
def _intact():
    person = tensplan.load_patient("example-intact")
    protocol = tensplan.load_protocol("sciatic-path-conventional")
    return tensplan.plan(protocol, patient=person, on="2026-11-22").as_json()


@pytest.fixture
def intact(_intact):
    """Return the content of a plan for the invented person whose feeling is whole."""
    return copy.deepcopy(_intact)


@pytest.fixture
def blocked(plan):
    """Return a refused plan: two errors, worst first, with hints."""
    finding = {
        **plan["findings"][0],
        "severity": "error",
        "rule": "project/current-density",
        "message": "current density is 3.9 mA/cm2; limit at most 2 mA/cm2",
        "hint": "use larger pads",
    }
    other = {**finding, "rule": "project/pad-area", "message": "pad A1 is 4 cm2", "hint": ""}
    plan["findings"] = [finding, other, *plan["findings"]]
    plan["verdict"] = "blocked"
    plan["modalities"]["tens"] = {"verdict": "blocked", "reasons": [finding["message"]]}
    return plan
