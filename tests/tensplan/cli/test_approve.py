"""``tensplan key``, ``approve`` and ``verify`` on the command line."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from builders import make_protocol, plan_for
from clinics import keep_as_made

from tensplan.approval.envelope import opened
from tensplan.cli.run import run
from tensplan.patient.file import find_patient, load_patient
from tensplan.report.html import render_report
from tensplan.session_plan.canonical import canonical_bytes, digest
from tensplan.session_plan.compose import compose
from tensplan.store.reviews import decisions

REVIEWER = ["--name", "Dr A. Reviewer", "--role", "physician", "--no-passphrase"]


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the arguments of a store with one trusted reviewer, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    arguments = ["--store", str(tmp_path / "store")]
    assert run(["key", "new", *REVIEWER, *arguments]) == 0
    (made,) = tmp_path.glob("reviewer-*.json")
    assert run(["key", "trust", made.name, *arguments]) == 0
    return arguments


def write(folder: Path, code: str | None = "P-014", **changes: object) -> str:
    """Write a plan of a program with changed keys, as if it had been made here."""
    content = plan_for(code, **changes)
    if code is not None:
        keep_as_made(folder / "store", content)
    path = folder / "plan.json"
    path.write_bytes(canonical_bytes(content))
    return str(path)


def as_the_report_names_it(plan: str) -> str:
    """Return the signs of the digest that the report asks a reader to write down."""
    (signs,) = re.findall(
        r"first twelve signs of the digest, <code>(\w+)<",
        render_report(json.loads(Path(plan).read_bytes())),
    )
    return str(signs)


def test_approve_then_verify(
    tmp_path: Path, store: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """What was signed holds and says by whom, and that the protocol itself was not approved."""
    plan = write(tmp_path)
    assert run(["approve", plan, "--reason", "pads and cap fit", "--yes", *store]) == 0
    assert (tmp_path / "plan.approval.json").is_file()
    assert run(["verify", plan, *store]) == 0
    out = capsys.readouterr().out
    assert "never approved before: read the whole of it" in out
    assert f"digest {as_the_report_names_it(plan)}\n" in out
    assert "plan: approved by Dr A. Reviewer, physician" in out
    assert (
        "protocol of this plan: not approved: nobody has approved this protocol; that stops" in out
    )


def test_a_second_approval_shows_what_changed(
    tmp_path: Path, store: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """The reviewer of a changed plan reads the change, in clinical words."""
    assert run(["approve", write(tmp_path), "--reason", "fits", "--yes", *store]) == 0
    plan = write(tmp_path, amplitude_cap_ma=45)
    capsys.readouterr()
    assert run(["approve", plan, "--reason", "fits", "--yes", *store]) == 0
    out = capsys.readouterr().out
    assert "since the approval of" in out
    assert "amplitude cap" in out


def test_a_changed_plan_is_not_approved(
    tmp_path: Path, store: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """An approval beside a changed plan does not hold, and the answer says why."""
    assert run(["approve", write(tmp_path), "--reason", "fits", "--yes", *store]) == 0
    plan = write(tmp_path, amplitude_cap_ma=45)
    capsys.readouterr()
    assert run(["verify", plan, "--format", "json", *store]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert not answer["valid"]
    assert [finding["rule"] for finding in answer["findings"]] == ["approval/other-file"]


def test_a_revoked_key_voids_what_it_signed(
    tmp_path: Path, store: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """After a revocation the approval does not hold, and the key signs no more."""
    plan = write(tmp_path)
    assert run(["approve", plan, "--reason", "fits", "--yes", *store]) == 0
    (key,) = (tmp_path / "store" / "keys").glob("*.pem")
    assert run(["key", "revoke", key.stem[:12], "--because", "laptop lost", *store]) == 0
    assert run(["verify", plan, *store]) == 1
    assert "was revoked on" in capsys.readouterr().out
    assert run(["approve", plan, "--reason", "fits", "--yes", *store]) == 2


@pytest.mark.parametrize("zone", ["AHEAD-24", "BEHIND+24"])
def test_the_clock_on_the_wall_decides_nothing(
    zone: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where it is already tomorrow, or still yesterday, a new key signs and a revoked one does not."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        arguments = ["--store", str(tmp_path / "store")]
        assert run(["key", "new", *REVIEWER, *arguments]) == 0
        (made,) = tmp_path.glob("reviewer-*.json")
        assert run(["key", "trust", made.name, *arguments]) == 0
        plan = write(tmp_path)
        assert run(["approve", plan, "--reason", "fits", "--yes", *arguments]) == 0
        assert run(["verify", plan, *arguments]) == 0
        assert run(["key", "revoke", "Dr A. Reviewer", "--because", "lost", *arguments]) == 0
        assert run(["verify", plan, *arguments]) == 1
    finally:
        monkeypatch.delenv("TZ")
        time.tzset()


def test_replacing_a_key(tmp_path: Path, store: list[str]) -> None:
    """What the old key signed still counts, and the new one signs from now on."""
    plan = write(tmp_path)
    assert run(["approve", plan, "--reason", "fits", "--yes", *store]) == 0
    (old,) = (tmp_path / "store" / "keys").glob("*.pem")
    (first,) = tmp_path.glob("reviewer-*.json")
    assert run(["key", "new", *REVIEWER, "--replaces", old.stem[:12], *store]) == 0
    assert run(["verify", plan, *store]) == 0
    (second,) = set(tmp_path.glob("reviewer-*.json")) - {first}
    assert run(["key", "trust", second.name, *store]) == 0
    assert run(["approve", plan, "--reason", "fits", "--yes", *store]) == 0
    assert run(["verify", plan, *store]) == 0


@pytest.mark.parametrize(
    ("code", "thing", "words"),
    [
        pytest.param(None, "", "is a specimen", id="specimen"),
        pytest.param("P-014", "no-such-plan.json", "no such file", id="no-file"),
    ],
)
def test_what_cannot_be_approved(
    code: str | None,
    thing: str,
    words: str,
    tmp_path: Path,
    store: list[str],
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A specimen and a missing file are refused in one line."""
    plan = write(tmp_path, code)
    assert run(["approve", thing or plan, "--reason", "fits", "--yes", *store]) in (2, 3)
    assert words in capsys.readouterr().err


def test_nobody_signs_without_a_trusted_key(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without a key on the list the answer says how to come by one."""
    plan = write(tmp_path)
    assert run(["approve", plan, "--reason", "fits", "--yes", "--store", str(tmp_path / "s")]) == 2
    assert "tensplan key new" in capsys.readouterr().err


def test_an_unknown_role_makes_no_key(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The roles are named, and no file is written."""
    arguments = ["--name", "A", "--role", "wizard", "--store", str(tmp_path / "s")]
    assert run(["key", "new", *arguments]) == 2
    assert "physiotherapist" in capsys.readouterr().err
    assert not (tmp_path / "s").exists()


def exposed(path: Path) -> None:
    """Let others read the key."""
    path.chmod(0o644)


def linked(path: Path) -> None:
    """Put a link in the place of the key."""
    path.rename(path.with_name("elsewhere"))
    path.symlink_to("elsewhere")


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        pytest.param(exposed, "others can read the key file (mode 0644)", id="world-readable-key"),
        pytest.param(linked, "the key file is a link", id="symlinked-key"),
    ],
)
def test_a_key_that_may_have_been_copied_signs_nothing(
    harm: Callable[[Path], None],
    words: str,
    tmp_path: Path,
    store: list[str],
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The answer says what is wrong with the key; neither file nor store gets an approval."""
    plan = write(tmp_path)
    (key,) = (tmp_path / "store" / "keys").glob("*.pem")
    harm(key)
    assert run(["approve", plan, "--reason", "fits", "--yes", *store]) == 3
    assert words in capsys.readouterr().err
    assert not (tmp_path / "plan.approval.json").exists()
    assert decisions(tmp_path / "store") == ()


def test_a_plan_that_changed_ground_is_not_signed(
    tmp_path: Path, store: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """A plan that was judged by other limits than those in force gets no signature."""
    clinic = "schema: tensplan/limits/1\nclinic: C\nlimits: [{id: project/current-density, error: 1.5}]\n"
    (tmp_path / "limits.yaml").write_text(clinic, encoding="utf-8")
    asked = ["approve", write(tmp_path), "--reason", "fits", "--yes", *store]
    assert run([*asked, "--limits", str(tmp_path / "limits.yaml")]) == 1
    assert "error[approval/limits-changed]" in capsys.readouterr().err
    assert not (tmp_path / "plan.approval.json").exists()


def test_what_is_shown_cannot_steer_the_terminal(
    tmp_path: Path, store: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """A plan whose finding holds an escape sequence shows it, so that no warning is wiped out."""
    data = plan_for("P-014")
    data["findings"] = [{**data["findings"][0], "message": "skin\x1b[1A\x1b[2K gone"}]
    data["digest"] = digest(data)
    keep_as_made(tmp_path / "store", data)
    path = tmp_path / "plan.json"
    path.write_bytes(canonical_bytes(data))
    assert run(["approve", str(path), "--reason", "fits", "--yes", *store]) == 0
    out = capsys.readouterr().out
    assert "skin\\x1b[1A\\x1b[2K gone" in out
    assert "\x1b" not in out


def test_an_approval_says_with_what_it_was_made(tmp_path: Path, store: list[str]) -> None:
    """Limits, plan, protocol and person are named by digest, programs by version."""
    assert run(["approve", write(tmp_path), "--reason", "fits", "--yes", *store]) == 0
    _, signed = opened((tmp_path / "plan.approval.json").read_bytes())
    about, made_with = signed["predicate"]["about"], signed["predicate"]["made_with"]
    plan = plan_for("P-014")
    assert about["limits_digest"] == plan["provenance"]["limits_digest"]
    assert about["plan_digest"] == plan["digest"]
    assert about["patient_digest"] == plan["patient"]["digest"]
    assert set(made_with) == {"tensplan", "python", "cryptography", "securesystemslib"}


def sent(folder: Path, person: Path, **changes: object) -> str:
    """Write a plan for a person as it came from another machine, with changed keys."""
    data = compose(make_protocol(), on="2026-11-22", patient=load_patient(person)).as_json()
    data |= changes
    path = folder / "sent.json"
    path.write_bytes(canonical_bytes({**data, "digest": digest(data)}))
    return str(path)


def own_person(folder: Path) -> Path:
    """Write a patient file that is no shipped example."""
    text = find_patient("example-intact").read_text(encoding="utf-8")
    path = folder / "p-020.yaml"
    path.write_text(text.replace("code: example-intact", "code: P-020"), encoding="utf-8")
    return path


def test_a_plan_with_a_better_verdict_than_its_program_has_is_not_signed(
    tmp_path: Path, store: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """A hand-written verdict is told from what the plan's own content comes to; no file appears."""
    plan = sent(tmp_path, find_patient("example-intact"), verdict="pass", findings=[])
    assert run(["approve", plan, "--reason", "fits", "--yes", *store]) == 1
    told = capsys.readouterr().err
    assert "error[approval/not-what-it-gives]" in told
    assert 'verdict is "pass", but it comes to "warn"' in told
    assert "findings lacks: warning: the open-circuit voltage" in told
    assert not (tmp_path / "sent.approval.json").exists()
    assert decisions(tmp_path / "store") == ()


def test_a_plan_from_elsewhere_is_signed_with_its_patient_file(
    tmp_path: Path, store: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Without the file it is refused, with another file too; named, or beside the plan, it is signed."""
    away = tmp_path / "away"
    away.mkdir()
    person = own_person(away)
    asked = ["approve", sent(tmp_path, person), "--reason", "fits", "--yes", *store]
    assert run(asked) == 1
    assert "error[approval/person-not-at-hand]" in capsys.readouterr().err
    assert run([*asked, "--patient", "example-numb-sole"]) == 2
    assert "is not the patient file that this plan was made from" in capsys.readouterr().err
    assert run([*asked, "--patient", str(person)]) == 0
    person.rename(tmp_path / "p-020.yaml")
    assert run(asked) == 0


def test_a_folder_that_cannot_be_written_is_told_truly(
    tmp_path: Path, store: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """What was signed is in the store and holds, and the answer says so instead of that nothing was done."""
    plan = write(tmp_path)
    (tmp_path / "plan.approval.json").mkdir()
    assert run(["approve", plan, "--reason", "fits", "--yes", *store]) == 3
    assert (
        "signed and kept in the store, but does not lie beside its file" in capsys.readouterr().err
    )
    (tmp_path / "plan.approval.json").rmdir()
    assert run(["verify", plan, *store]) == 0
