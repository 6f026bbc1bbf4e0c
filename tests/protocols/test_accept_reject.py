"""Files that must pass, files that must not, and exactly what is said about each.

A new file in ``accept``, ``reject`` or ``warn`` is a new test. Each finding that a file must bring
stands in its first lines: ``# expect: <rule> at <line>:<column>``.
"""

import re
from functools import cache
from pathlib import Path

import pytest

from tensplan.checking import CheckedFile, check_files

HERE = Path(__file__).parent
EXPECT = re.compile(r"^# expect: (\S+) at (\d+):(\d+)$", re.MULTILINE)

ACCEPT, REJECT, WARN = (
    {path.stem: path for path in sorted((HERE / name).glob("*.yaml"))}
    for name in ("accept", "reject", "warn")
)
FAULTY = REJECT | WARN

NO_HINT = {"schema/range", "schema/count", "schema/choice", "schema/type", "schema/form"}
"""Rules whose message already says all that a hint could."""

UNREADABLE = {"yaml/syntax", "yaml/forbidden", "file/not-text"}
"""Rules that end the reading of a file: exit code 3."""

WITHOUT_LIMIT_IN_WORDS = {"pads/overlap"}
"""Pads that touch: there is nothing to measure against the smallest gap."""

HINTS = {
    "width-in-milliseconds-text": 'write the number of us, without "ms"',
    "device-program-in-milliseconds": 'write the number of us, without "ms"',
    "rate-written-as-megahertz": 'write the number of Hz, without "MHz"',
    "width-with-its-unit": "write 100; the unit us is part of the key",
    "cap-with-its-unit": "write 30; the unit mA is part of the key",
    "sexagesimal-duration": "write a plain number; the unit min is part of the key",
    "width-in-milliseconds-slip": "did you mean pulse_width_us?",
    "unknown-key-near": "did you mean pulse_width_us?",
    "unknown-site": "did you mean tibial-ankle?",
    "program-missing": "did you mean main?",
    "wrong-choice-shape": "did you mean symmetric-biphasic?",
    "no-rate": "add one of them",
    "rate-and-steps": "keep one of them",
}

LIMITS = ("project/", "iec-60601-2-10/", "fda/")


@cache
def checked(path: Path) -> CheckedFile:
    """Check one file."""
    return check_files([path]).files[0]


def expected(path: Path) -> list[tuple[str, int, int]]:
    """Return rule, line and column of each finding that a file announces."""
    text = path.read_bytes().decode("utf-8", errors="replace")
    return sorted((rule, int(line), int(column)) for rule, line, column in EXPECT.findall(text))


def found(path: Path) -> list[tuple[str, int, int]]:
    """Return rule, line and column of each finding."""
    return sorted((item.rule, item.line, item.column) for item in checked(path).findings)


def numbers(text: str) -> list[float]:
    """Return the numbers that a text names."""
    return [float(number) for number in re.findall(r"(?<![\w.])-?\d+(?:\.\d+)?(?:e-?\d+)?", text)]


def names_number(text: str, number: float) -> bool:
    """Say whether a text names a number to three digits, as messages round."""
    return any(value == pytest.approx(number, rel=5e-3) for value in numbers(text))


def messages(which=lambda finding: True) -> list[object]:
    """Return the findings of all faulty files that fit, each as a test case."""
    return [
        pytest.param(finding, id=f"{name}-{finding.rule}-{finding.line}-{finding.column}-{number}")
        for name, path in FAULTY.items()
        for number, finding in enumerate(checked(path).findings)
        if which(finding)
    ]


def is_numbered(finding) -> bool:
    """Say whether a finding is about a number, and words can name both it and its limit."""
    return finding.value is not None and finding.rule not in WITHOUT_LIMIT_IN_WORDS


def test_there_are_enough_files():
    """The folders hold what was promised of them."""
    assert len(ACCEPT) >= 50
    assert len(REJECT) >= 60
    assert len(WARN) >= 4


@pytest.mark.parametrize("name", ACCEPT)
def test_accepted_file_has_no_finding(name):
    """A sound file has no error, no warning and no note."""
    assert found(ACCEPT[name]) == []


@pytest.mark.parametrize("name", FAULTY)
def test_faulty_file_brings_exactly_its_findings(name):
    """All announced findings appear at their line and column, and no other."""
    assert expected(FAULTY[name])
    assert found(FAULTY[name]) == expected(FAULTY[name])


@pytest.mark.parametrize("name", FAULTY)
def test_expectations_come_first(name):
    """The expectations are the first lines of a file, so that a reader sees them first."""
    lines = FAULTY[name].read_bytes().decode("utf-8", errors="replace").splitlines()
    count = len(expected(FAULTY[name]))
    assert all(line.startswith("# expect: ") for line in lines[:count])


@pytest.mark.parametrize("name", REJECT)
def test_rejected_file_has_an_error(name):
    """A rejected file ends in exit code 1, or 3 when it cannot be read or parsed."""
    rules = {rule for rule, _, _ in expected(REJECT[name])}
    assert checked(REJECT[name]).exit_code == (3 if rules & UNREADABLE else 1)


@pytest.mark.parametrize("name", WARN)
def test_warned_file_passes_unless_strict(name):
    """A file with warnings alone passes, and does not when warnings count."""
    result = check_files([WARN[name]])
    assert {item.severity for item in result.findings} == {"warning"}
    assert (result.exit_code(), result.exit_code(strict=True)) == (0, 1)


@pytest.mark.parametrize("finding", messages())
def test_message_blames_nobody(finding):
    """No message says invalid or please, none ends in a full stop, none claims safety."""
    words = f"{finding.message} {finding.hint}".lower()
    assert not re.search(r"\b(invalid|please|wrong|illegal|bad|safe|unsafe|oops)\b", words)
    assert not finding.message.endswith(".")
    assert not finding.hint.endswith(".")


@pytest.mark.parametrize("finding", messages())
def test_value_and_limit_come_together(finding):
    """A finding has both a value and a limit, or neither."""
    assert (finding.value is None) == (finding.limit is None)


@pytest.mark.parametrize("finding", messages(is_numbered))
def test_message_names_value_and_limit(finding):
    """A finding with numbers says in words which value was found and which is allowed."""
    assert names_number(finding.message, finding.value)
    assert names_number(finding.message.rsplit("; ", maxsplit=1)[-1], finding.limit)


@pytest.mark.parametrize("finding", messages(lambda finding: finding.rule.startswith(LIMITS)))
def test_broken_limit_has_a_source(finding):
    """A limit carries where it comes from."""
    assert finding.source


@pytest.mark.parametrize("finding", messages(lambda finding: finding.rule.startswith("schema/")))
def test_fault_of_form_says_what_is_there_and_what_must_be(finding):
    """A fault of form says what must be there, or which key is missing or unknown."""
    words = ("; it must", "is missing", "is not a key here", "is not a mapping")
    assert any(word in finding.message for word in words)


@pytest.mark.parametrize("finding", messages())
def test_hint_says_what_to_do(finding):
    """Every finding has a hint, unless its message names all that is allowed."""
    assert finding.hint or finding.rule in NO_HINT
    assert finding.hint[:1] == finding.hint[:1].lower()


@pytest.mark.parametrize(("name", "hint"), HINTS.items(), ids=HINTS)
def test_hint_fits_the_slip(name, hint):
    """A likely slip is answered by what was meant, a foreign unit never by its number."""
    assert hint in [finding.hint for finding in checked(REJECT[name]).findings]


@pytest.mark.parametrize("finding", messages())
def test_path_leads_to_the_fault(finding):
    """Each finding in a readable file has a path of keys, but for the file as a whole."""
    unreadable = finding.rule in ("yaml/syntax", "yaml/forbidden", "file/not-text")
    whole = finding.message == "the file is not a mapping of keys to values"
    assert (finding.dotted_path == "") == (unreadable or whole)


def test_missing_file(tmp_path):
    """A file that is not there is one finding and exit code 3."""
    result = check_files([tmp_path / "absent.yaml"])
    assert [item.rule for item in result.findings] == ["file/not-readable"]
    assert result.exit_code() == 3


def test_file_over_the_limit(tmp_path):
    """A file of more than 256 KiB is refused unread, and says the limit."""
    path = tmp_path / "large.yaml"
    path.write_text("# " + "x" * 256 * 1024, encoding="utf-8")
    (finding,) = check_files([path]).findings
    assert (finding.rule, finding.message) == (
        "file/too-large",
        "the file is larger than 256 KiB",
    )


def test_file_at_the_limit(tmp_path):
    """A file of exactly 256 KiB is read."""
    path = tmp_path / "large.yaml"
    body = ACCEPT["minimal"].read_text(encoding="utf-8")
    path.write_text(body + "#" * (256 * 1024 - len(body)), encoding="utf-8")
    assert check_files([path]).findings == []


def test_faults_of_all_files_are_reported():
    """One folder with many faulty files brings every fault of every file."""
    result = check_files([HERE / "reject"])
    assert len(result.findings) == sum(len(expected(path)) for path in REJECT.values())
    assert result.exit_code() == 3
