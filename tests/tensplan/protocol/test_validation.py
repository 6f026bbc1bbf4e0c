"""From documents to models: every fault, its place and its words."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from builders import program_data, protocol_data, waveform

from tensplan.finding import Finding
from tensplan.protocol.document import parse_document
from tensplan.protocol.validation import Validated, validate


def check(data: Any) -> Validated:
    """Validate data as if it had been read from a file."""
    return validate(parse_document(yaml.safe_dump(data, sort_keys=False).encode(), name="f.yaml"))


def only(data: Any) -> Finding:
    """Return the one finding of some data."""
    findings = check(data).findings
    assert len(findings) == 1, findings
    return findings[0]


def test_a_sound_protocol_has_no_findings() -> None:
    """The factory's protocol is sound."""
    validated = check(protocol_data())
    assert validated.findings == ()
    assert validated.draft is not None
    assert validated.draft.protocol == validated.model


def test_all_faults_come_at_once_in_file_order() -> None:
    """Three faults in three places give three findings."""
    data = protocol_data(program_data(amplitude_cap_ma=-1, ramp=None), titel="x")
    found = [(f.rule, f.dotted_path) for f in check(data).findings]
    assert sorted(found) == [
        ("schema/missing-key", "programs.main.ramp"),
        ("schema/range", "programs.main.amplitude_cap_ma"),
        ("schema/unknown-key", "titel"),
    ]


@pytest.mark.parametrize(
    ("change", "rule", "message", "hint"),
    [
        (
            {"titel": "x"},
            "schema/unknown-key",
            "titel is not a key here",
            "did you mean title?",
        ),
        (
            {"version": 1.0},
            "schema/type",
            "version is 1.0; it must be text",
            "put it in quotation marks",
        ),
        (
            {"version": "1.0"},
            "schema/form",
            'version is "1.0"; it must have the form ^\\d+\\.\\d+\\.\\d+$',
            "write three numbers, such as 1.0.0",
        ),
        (
            {"status": "activ"},
            "schema/choice",
            'status is "activ"; it must be one of draft, active, retired',
            "did you mean active?",
        ),
        (
            {"evidence_against": []},
            "schema/count",
            "evidence_against has 0 entries; it must have at least 1",
            "give at least 1",
        ),
    ],
)
def test_words_of_the_top_level(change: dict[str, Any], rule: str, message: str, hint: str) -> None:
    """The message says what was found and what is allowed; the hint what to do."""
    finding = only(protocol_data(**change))
    assert (finding.rule, finding.message, finding.hint) == (rule, message, hint)


@pytest.mark.parametrize(
    ("width", "message", "hint"),
    [
        (
            "100 us",
            'pulse_width_us is "100 us"; it must be a plain number',
            "write 100; the unit us is part of the key",
        ),
        (100.5, "pulse_width_us is 100.5; it must be a whole number of microseconds", "round it"),
        (-5, "pulse_width_us is -5 us; it must be above 0 us", "write a number above 0"),
        (True, "pulse_width_us is true; it must be a whole number of microseconds", "round it"),
    ],
)
def test_words_of_a_pulse_width(width: object, message: str, hint: str) -> None:
    """Units written out, fractions and signs are each said plainly."""
    finding = only(protocol_data(program_data(waveform=waveform(pulse_width_us=width))))
    assert (finding.message, finding.hint) == (message, hint)


@pytest.mark.parametrize("text", [".nan", ".inf"])
def test_numbers_must_be_finite(text: str) -> None:
    """NaN and infinity are errors, never skipped checks."""
    data = yaml.safe_dump(protocol_data(), sort_keys=False).replace(
        "amplitude_cap_ma: 40", f"amplitude_cap_ma: {text}"
    )
    findings = validate(parse_document(data.encode(), name="f")).findings
    assert [f.rule for f in findings] == ["schema/not-finite"]


def test_the_sound_parts_of_a_faulty_file_are_kept() -> None:
    """A fault in one program leaves the other to be judged."""
    data = protocol_data()
    data["programs"]["broken"] = {"waveform": 3}
    draft = check(data).draft
    assert draft is not None
    assert list(draft.programs) == ["main"]
    assert draft.program_names == ("main", "broken")
    assert draft.course is not None


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        ([1], "schema/type"),
        ({"id": "x"}, "schema/missing-key"),
        ({"schema": "tensplan/protocl/1"}, "schema/choice"),
        ({"schema": 3}, "schema/choice"),
    ],
)
def test_files_of_unknown_kind_are_one_finding(data: Any, rule: str) -> None:
    """Without a known schema nothing else is judged."""
    assert only(data).rule == rule


def test_frozen() -> None:
    """A protocol cannot be changed after reading."""
    protocol = check(protocol_data()).model
    with pytest.raises(Exception, match="frozen"):
        protocol.title = "x"  # type: ignore[union-attr]
