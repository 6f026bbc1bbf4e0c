"""The JSON Schemas: current, draft-07, complete, and as strict as the reader."""

import copy
import json
import re
from pathlib import Path

import jsonschema
import pytest

import tensplan
from tensplan.placement.sites import sites
from tensplan.protocol.document import read_document
from tensplan.protocol.schema import KINDS, file_name, schema_of, schema_text
from tensplan.resources import protocols_folder

SHIPPED = sorted(protocols_folder().glob("*/*.yaml"))
PROTOCOL = protocols_folder() / "sciatic-path" / "sciatic-path-conventional.yaml"


def kind_of(content: dict) -> str:
    """Return the kind that a file's schema key names."""
    return content["schema"].split("/")[1]


def faults(kind: str, content: object) -> list[str]:
    """Return what the schema finds wrong."""
    return [
        fault.message for fault in jsonschema.Draft7Validator(schema_of(kind)).iter_errors(content)
    ]


def changed(content: dict, path: tuple, value: object = ...) -> dict:
    """Return a copy with one value replaced, or removed."""
    copied = copy.deepcopy(content)
    here = copied
    for part in path[:-1]:
        here = here[part]
    if value is ...:
        del here[path[-1]]
    else:
        here[path[-1]] = value
    return copied


def nodes(node: object, path: tuple = ()):
    """Yield every mapping of a schema that is itself a schema, with its place."""
    if isinstance(node, dict):
        yield path, node
        for key, value in node.items():
            yield from nodes(value, (*path, key))
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from nodes(value, (*path, index))


@pytest.mark.parametrize("kind", KINDS)
def test_committed_copy_is_current(kind):
    """The copy that editors read is what the program prints."""
    committed = (protocols_folder() / "schema" / file_name(kind)).read_text(encoding="utf-8")
    assert committed == schema_text(kind)


@pytest.mark.parametrize("kind", KINDS)
def test_is_draft_07(kind):
    """Each schema is a sound draft-07 schema and says so."""
    schema = schema_of(kind)
    jsonschema.Draft7Validator.check_schema(schema)
    assert schema["$schema"] == "http://json-schema.org/draft-07/schema#"
    assert schema["$id"] == f"urn:x-tensplan:{kind}:1"


@pytest.mark.parametrize("kind", KINDS)
def test_uses_no_newer_words(kind):
    """No word of a later draft is used, and no $ref stands beside keys that it would hide."""
    newer = {
        "$defs",
        "prefixItems",
        "unevaluatedProperties",
        "unevaluatedItems",
        "dependentRequired",
    }
    for path, node in nodes(schema_of(kind)):
        if path and path[-1] == "properties":
            continue
        assert not newer & set(node), path
        assert "$ref" not in node or set(node) == {"$ref"}, path


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_has_title_and_description(kind):
    """An editor can show a title and a sentence for every key."""
    fields = {
        (*path, name): field
        for path, node in nodes(schema_of(kind))
        if path and path[-1] == "properties" and "oneOf" not in path and "anyOf" not in path
        for name, field in node.items()
    }
    bare = [
        path
        for path, field in fields.items()
        if not (field.get("title") and field.get("description"))
    ]
    assert len(fields) > 2
    assert bare == []


@pytest.mark.parametrize(
    ("definition", "field", "unit"),
    [
        ("Ramp", "up_s", "s"),
        ("Waveform", "pulse_width_us", "us"),
        ("Program", "amplitude_cap_ma", "mA"),
    ],
    ids=["second", "microsecond", "milliampere"],
)
def test_fields_carry_their_unit(definition, field, unit):
    """The unit of a number is data of its own."""
    assert schema_of("protocol")["definitions"][definition]["properties"][field]["x-unit"] == unit


def test_fields_carry_their_source():
    """The source of a term is data of its own."""
    field = schema_of("protocol")["definitions"]["Waveform"]["properties"]["pulse_width_us"]
    assert "FDA" in field["x-source"]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_file_is_valid(path):
    """Every shipped file is valid by the schema of its kind."""
    content = read_document(path).value
    assert faults(kind_of(content), content) == []


PROGRAM = ("programs", "conventional")
PAD = ("placement", "channels", 0, "pads", 0)
BURST = {"bursts_per_s": 2, "pulses_per_burst": 5}
RANDOM = {"parameter": "pulse_rate", "form": "random", "low_hz": 1, "high_hz": 2, "period_s": 8}


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("colour",), "blue"),
        (("evidence_against",), []),
        (("version",), "1.0"),
        ((*PAD, "site"), "head"),
        ((*PAD, "diameter_mm"), 50),
        ((*PAD, "size_mm"), [50, 50, 50]),
        ((*PROGRAM, "waveform", "pulse_width_us"), 100.5),
        ((*PROGRAM, "waveform", "pulse_width_us"), "100 us"),
        ((*PROGRAM, "waveform", "interphase_interval_us"), ...),
        ((*PROGRAM, "waveform", "cathode"), 1),
        ((*PROGRAM, "waveform", "shape"), "asymmetric-biphasic"),
        ((*PROGRAM, "waveform", "shape"), "monophasic"),
        ((*PROGRAM, "pulse_rate_hz"), 100),
        ((*PROGRAM, "steps"), [{"pulse_rate_hz": 5, "duration_s": 3}]),
        ((*PROGRAM, "modulation"), ...),
        ((*PROGRAM, "modulation", 0, "low_us"), 50),
        ((*PROGRAM, "modulation", 0, "high_hz"), ...),
        ((*PROGRAM, "modulation", 0, "period_s"), ...),
        ((*PROGRAM, "modulation", 0, "seed"), 1),
        ((*PROGRAM, "modulation", 0), RANDOM),
        ((*PROGRAM, "burst"), {"bursts_per_s": 2}),
        ((*PROGRAM, "burst"), {**BURST, "on_s": 1}),
        ((*PROGRAM, "amplitude_cap_ma"), 0),
        ((*PROGRAM, "target"), "as-strong-as-possible"),
        (("course", "weeks"), 0),
    ],
    ids=lambda part: str(part[-1]) if isinstance(part, tuple) else "",
)
def test_planted_fault_is_found(path, value):
    """What the reader refuses, an editor underlines."""
    content = changed(read_document(PROTOCOL).value, path, value)
    assert faults("protocol", content) != []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ((*PROGRAM, "burst"), BURST),
        ((*PROGRAM, "burst"), {"on_s": 1, "off_s": 2}),
        ((*PROGRAM, "modulation", 0), {**RANDOM, "seed": 1}),
        ((*PROGRAM, "waveform"), {"shape": "monophasic", "pulse_width_us": 100, "cathode": 1}),
        (PAD, {"site": "POP", "diameter_mm": 50}),
    ],
    ids=["counted burst", "windowed burst", "random", "monophasic", "disc by short code"],
)
def test_alternative_is_allowed(path, value):
    """Every alternative of the format is open to an author."""
    assert faults("protocol", changed(read_document(PROTOCOL).value, path, value)) == []


def test_sites_are_those_that_may_be_used():
    """The schema offers each usable site by word and by code, and no other."""
    field = schema_of("protocol")["definitions"]["Pad"]["properties"]["site"]
    used = [site for site in sites() if site.used]
    assert field["enum"] == [site.id for site in used] + [site.code for site in used]
    assert "plantar-heel" not in field["enum"]


def test_device_program_may_leave_open_but_not_mix():
    """A maker may leave the period unstated, but a width bound never bounds a rate."""
    entry = {"parameter": "pulse_rate", "form": "triangle", "low_hz": 2, "high_hz": 80}
    program = {
        "schema": "tensplan/device-program/1",
        "id": "x",
        "device": "x",
        "title": "x",
        "source": "x",
        "confidence": "quoted",
        "waveform": {},
        "modulation": [entry],
        "unstated": ["modulation.period_s"],
    }
    assert faults("device-program", program) == []
    assert faults("device-program", changed(program, ("modulation", 0, "low_us"), 50)) != []


@pytest.fixture(scope="module")
def plan():
    """Return a real plan."""
    protocol = tensplan.load_protocol("sciatic-path-conventional")
    return json.loads(json.dumps(tensplan.plan(protocol, on="2026-11-22").as_json()))


def test_real_plan_is_valid(plan):
    """A plan that the program makes is valid."""
    assert faults("plan", plan) == []


def test_every_key_of_a_real_plan_is_described(plan):
    """No key of plan.json is missing from its schema."""
    assert set(schema_of("plan")["properties"]) == set(plan)


KEYS = [
    "schema",
    "digest",
    "verdict",
    "modalities",
    "findings",
    "exposure",
    "protocol",
    "patient",
    "screening",
    "device",
    "setting",
    "channels",
    "contact",
    "output",
    "nerve",
    "heat",
    "course",
    "reviews",
    "sequence",
    "guidance",
    "titration",
    "stop",
    "evidence",
    "sources",
    "provenance",
]


@pytest.mark.parametrize("name", KEYS)
def test_plan_without_a_key_fails(plan, name):
    """Each key of plan.json is required."""
    assert faults("plan", changed(plan, (name,))) == [f"{name!r} is a required property"]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("exposure", 0, "worst_case"), ...),
        (("exposure", 0, "worst_case"), None),
        (("exposure", 0, "quantity"), "charge"),
        (("verdict",), "blocked"),
        (("digest",), "sha256:0"),
        (("modalities", "cold"), ...),
        (("channels", 0, "pads", 0, "conductive_cm2"), 0),
        (("protocol", "content", "title"), ...),
    ],
    ids=[
        "no worst case",
        "null worst case",
        "quantity",
        "blocked",
        "digest",
        "cold",
        "area",
        "title",
    ],
)
def test_faulty_plan_fails(plan, path, value):
    """A plan with a missing or impossible value is not valid."""
    assert faults("plan", changed(plan, path, value)) != []


def test_limits_of_a_clinic():
    """A clinic's file names a known limit and a stricter bound."""
    entry = {"id": "project/current-density", "error": 1.5}
    content = {"schema": "tensplan/limits/1", "clinic": "Example", "limits": [entry]}
    assert faults("limits", content) == []
    assert faults("limits", changed(content, ("limits", 0, "id"), "project/x")) != []
    assert faults("limits", changed(content, ("limits", 0, "error"))) != []


def test_unknown_kind_is_refused():
    """A format that does not exist has no schema."""
    with pytest.raises(ValueError, match="kind must be one of protocol, patient"):
        schema_of("foot")


def test_modeline_names_the_committed_copy():
    """The first line of a shipped protocol leads to the schema."""
    for path in SHIPPED:
        first = path.read_text(encoding="utf-8").splitlines()[0]
        target = first.split("$schema=")[1]
        assert (Path(path).parent / target).resolve().is_file(), path


FILES = Path(__file__).parents[2] / "protocols"
SOUND = sorted([*(FILES / "accept").glob("*.yaml"), *(FILES / "warn").glob("*.yaml")])
EXPECT = re.compile(r"^# expect: (\S+) at", re.MULTILINE)
GROUPS = {"schema", "pulse", "timing"}
NEEDS_ARITHMETIC = {
    "pulse/second-phase",
    "timing/burst-longer-than-interval",
    "timing/modulated-twice",
    "timing/not-whole-microseconds",
    "timing/overlap",
    "timing/pulse-longer-than-period",
    "timing/ramps-longer-than-session",
    "timing/recharge-overlap",
    "timing/step-overlap",
    "timing/too-much-work",
    "timing/too-fine",
    "schema/not-finite",  # JSON has no such number, so JSON Schema has no word for it
}
SWAPPED = {"bounds-swapped", "width-decreases-upwards"}
"""Low above high: draft-07 cannot compare two numbers of a file."""


def faulty_in_form() -> list[Path]:
    """Return the files whose faults can be said in JSON Schema."""
    found = []
    for path in sorted((FILES / "reject").glob("*.yaml")):
        rules = set(EXPECT.findall(path.read_text(encoding="utf-8", errors="replace")))
        if path.stem not in SWAPPED and {
            rule for rule in rules - NEEDS_ARITHMETIC if rule.split("/")[0] in GROUPS
        }:
            found.append(path)
    return found


@pytest.mark.parametrize("path", SOUND, ids=lambda path: path.stem)
def test_sound_file_is_valid(path):
    """The schema refuses nothing that the reader takes."""
    content = read_document(path).value
    assert faults(kind_of(content), content) == []


@pytest.mark.parametrize("path", faulty_in_form(), ids=lambda path: path.stem)
def test_faulty_file_is_not_valid(path):
    """Each fault of form that the reader finds, an editor finds, too."""
    content = read_document(path).value
    name = content.get("schema") if isinstance(content, dict) else None
    kind = str(name).removeprefix("tensplan/").split("/")[0]
    assert faults(kind if kind in KINDS else "protocol", content) != []
