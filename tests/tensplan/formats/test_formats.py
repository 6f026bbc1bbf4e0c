"""The forms that the command line offers."""

from __future__ import annotations

import json
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable

import pytest

from tensplan.checking import CheckResult
from tensplan.finding import Finding
from tensplan.formats import FORMATS

SLOWEST_S = 10.0
"""Far above what it takes (about 1 s); splitting the file once for each finding takes longer."""


def test_forms_and_their_order_are_the_promised_ones() -> None:
    """The names are the choices of the option, text first."""
    assert list(FORMATS) == ["text", "json", "github", "sarif", "junit"]


@pytest.mark.parametrize("form", list(FORMATS))
def test_no_form_ends_with_a_line_break(
    form: str, finding: Callable[..., Finding], result: Callable[..., CheckResult]
) -> None:
    """The command line ends the output, so the forms do not."""
    text = FORMATS[form](result(finding()))
    assert text == text.rstrip()


@pytest.mark.parametrize("form", list(FORMATS))
def test_many_findings_in_one_long_line_are_written_in_time(
    form: str, finding: Callable[..., Finding], result: Callable[..., CheckResult]
) -> None:
    """The largest file with a finding at every fiftieth character costs what its output costs."""
    text = "a: [" + "x" * 256_000 + "]\n" + "\n" * 5_000
    found = result(*(finding(line=1, column=n) for n in range(1, 256_000, 50)), text=text)
    start = time.process_time()
    written = FORMATS[form](found)
    assert time.process_time() - start < SLOWEST_S
    assert written.count("the outline of pad A1") >= 10


def test_parsers_of_the_outside_read_the_machine_forms(
    finding: Callable[..., Finding], result: Callable[..., CheckResult]
) -> None:
    """JSON, SARIF and JUnit of one result tell of the same number of findings."""
    found = result(finding(), finding(line=3), finding(severity="note", line=1))
    records = json.loads(FORMATS["json"](found))["findings"]
    results = json.loads(FORMATS["sarif"](found))["runs"][0]["results"]
    text = "".join(ET.fromstring(FORMATS["junit"](found)).itertext())
    assert len(records) == len(results) == text.count("[project/pad-area]: ") == 3
