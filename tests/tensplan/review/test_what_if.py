"""What if: other numbers are judged beside the old ones, and kept only when asked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from builders import make_record
from review_desk import Review, address, make_review, words

import tensplan
from tensplan.protocol.catalogue import load_protocol
from tensplan.review.dials import dials, next_version, turned
from tensplan.review.draft import write_draft
from tensplan.review.what_if import answer
from tensplan.session_plan.canonical import canonical_bytes
from tensplan.session_plan.whole_file import WriteError
from tensplan.store.sessions import add_session

CAP = "programs.conventional.amplitude_cap_ma"


@pytest.fixture(scope="module")
def real() -> dict[str, Any]:
    """Return a plan for the shipped, invented person."""
    protocol, person = (
        load_protocol("sciatic-path-conventional"),
        tensplan.load_patient("example-intact"),
    )
    return tensplan.plan(protocol, patient=person, on="2026-11-22").as_json()


@pytest.fixture
def review(tmp_path: Path, real: dict[str, Any]) -> Review:
    """Return a page that was opened, with the plan."""
    made = make_review(tmp_path).enter()
    (made.desk.folder / "plan.json").write_bytes(canonical_bytes(real))
    return made


def everything(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder."""
    return {str(p): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_a_lower_cap_is_judged_and_nothing_is_saved(review: Review, real: dict[str, Any]) -> None:
    """Both verdicts, what changed in words, and the very same files as before."""
    before = everything(review.desk.folder)
    page = review.post(f"{address(real)}/what-if", **{CAP: "30"})
    text = words(page)
    assert page.status_code == 200
    assert "As sent ! TENS no listed limit broken, with warnings" in text
    assert "With the changes ! TENS no listed limit broken, with warnings" in text
    assert "program conventional: amplitude cap 40 mA 30 mA (-25 %)" in text
    assert "Nothing is saved." in text
    assert everything(review.desk.folder) == before


def test_the_answer_is_what_planning_would_say(review: Review, real: dict[str, Any]) -> None:
    """The exposure under another pad is that of a plan made from the saved draft."""
    fields = {"placement.channels.0.pads.0.size_mm.0": "60"}
    assert review.post(f"{address(real)}/what-if", **fields).status_code == 200
    saved = review.post(f"{address(real)}/draft", **fields)
    assert saved.status_code == 201
    path = review.desk.folder / "sciatic-path-conventional-1.1.0.yaml"
    draft = load_protocol(path)
    assert (draft.version, draft.status) == ("1.1.0", "draft")
    assert draft.placement.channels[0].pads[0].size_mm == (60, 50)
    person = tensplan.load_patient("example-intact")
    made = tensplan.plan(draft, patient=person, on="2026-11-22").as_json()
    entry = review.desk.entry(real["digest"].removeprefix("sha256:"))
    assert entry is not None
    assert (
        answer(review.desk, entry, {"placement.channels.0.pads.0.size_mm.0": 60.0}).content == made
    )


def test_what_was_logged_counts(review: Review, real: dict[str, Any]) -> None:
    """The answer knows the sessions of the person, as a plan does."""
    add_session(review.desk.store, real, make_record(), recorded_at="2026-11-22T10:00:00+00:00")
    entry = review.desk.entry(real["digest"].removeprefix("sha256:"))
    assert entry is not None
    made = answer(review.desk, entry, {CAP: 30.0}).content
    assert made["history"]["sessions"] == 1
    assert real["history"] != made["history"]


def test_a_blocked_part_is_said_and_not_offered_to_be_kept(
    review: Review, real: dict[str, Any]
) -> None:
    """A cap far too high blocks the stimulation and names the limit; there is no button to keep it."""
    text = words(review.post(f"{address(real)}/what-if", **{CAP: "300"}))
    assert "A part of it would be blocked" in text
    assert "With the changes ✕ TENS blocked ✓ Heat no listed limit broken" in text
    assert "What stops it Error:" in text
    assert "Write the draft" not in text


@pytest.mark.parametrize(
    ("value", "why"),
    [
        pytest.param("", "is no number above 0", id="empty"),
        pytest.param("-3", "is no number above 0", id="negative"),
        pytest.param("nan", "is no number above 0", id="nan"),
        pytest.param("1e9", "is no number above 0", id="huge"),
        pytest.param("<b>", "is no number above 0", id="markup"),
        pytest.param("40", "nothing was changed", id="same"),
        pytest.param("2000", "1000", id="beyond-the-format"),
    ],
)
@pytest.mark.parametrize("form", ["what-if", "draft"])
def test_what_is_no_change_is_refused(
    form: str, value: str, why: str, review: Review, real: dict[str, Any]
) -> None:
    """Each is said with the number as it was written, and nothing is saved."""
    before = everything(review.desk.folder)
    page = review.post(f"{address(real)}/{form}", **{CAP: value})
    assert page.status_code == 422
    assert why in words(page)
    assert "<b>" not in page.text
    assert everything(review.desk.folder) == before


def test_a_draft_is_never_written_over_a_file(review: Review, real: dict[str, Any]) -> None:
    """The second of the same name is refused, and the first stays as it is."""
    path = review.desk.folder / "sciatic-path-conventional-1.1.0.yaml"
    path.write_text("mine", encoding="utf-8")
    page = review.post(f"{address(real)}/draft", **{CAP: "30"})
    assert page.status_code == 422
    assert "is already there, and no file is written over" in words(page)
    assert path.read_text(encoding="utf-8") == "mine"
    assert sorted(p.name for p in review.desk.folder.iterdir()) == ["plan.json", path.name]


def test_a_refused_answer_is_said(review: Review) -> None:
    """Where nothing else is planned, a cap far too high would refuse the whole plan."""
    plan = review.write("specimen", code=None)
    name = "programs.main.amplitude_cap_ma"
    page = review.post(f"{address(plan)}/what-if", **{name: "300"})
    assert "Such a plan would be refused" in words(page)
    assert "Write the draft" not in words(page)


def test_a_folder_that_is_gone_is_said(tmp_path: Path) -> None:
    """A draft that cannot be written leaves nothing and names the folder."""
    with pytest.raises(WriteError, match="nothing was written"):
        write_draft(tmp_path / "gone", "a.yaml", "id: a\n")


def test_without_the_patient_file_nothing_is_judged(review: Review) -> None:
    """A plan for a person is not judged as if for nobody; the page says what is missing."""
    plan = review.write("other", code="P-099")
    text = words(review.get(f"{address(plan)}/what-if"))
    assert "Not possible here: the patient file of P-099 is not in" in text
    assert "Show the verdict" not in text
    name = "programs.main.amplitude_cap_ma"
    assert review.post(f"{address(plan)}/what-if", **{name: "30"}).status_code == 422


def test_a_specimen_is_asked_without_a_person(review: Review) -> None:
    """A plan for nobody stays one."""
    plan = review.write("specimen", code=None)
    page = review.post(f"{address(plan)}/what-if", **{"programs.main.duration_min": "20"})
    assert page.status_code == 200
    assert "program main: session 30 min 20 min" in words(page)


def test_a_pad_of_another_size_loses_its_stated_area() -> None:
    """The conductive area was that of the old pad; the other pad keeps its own."""
    protocol = json.loads(
        load_protocol("sciatic-path-conventional").model_dump_json(exclude_none=True)
    )
    pads = protocol["placement"]["channels"][0]["pads"]
    for pad in pads:
        pad["conductive_area_cm2"] = 20.0
    new = turned(protocol, {"placement.channels.0.pads.1.size_mm.1": 40.0})
    first, second = new["placement"]["channels"][0]["pads"]
    assert first["conductive_area_cm2"] == 20.0
    assert second == {"site": "tibial-ankle", "size_mm": [50, 40], "side": "treated"}
    assert pads[1]["size_mm"] == [50, 50]


def test_every_dial_turns_its_own_number() -> None:
    """Turning one leaves the others, version and status aside."""
    content = json.loads(
        load_protocol("foot-bracket-dorsum-with-lumbar").model_dump_json(
            by_alias=True, exclude_none=True
        )
    )
    known = dials(content)
    assert len({dial.name for dial in known}) == len(known) > 5
    for dial in known:
        after = {other.name: other.value for other in dials(turned(content, {dial.name: 7.5}))}
        assert after == {**{d.name: d.value for d in known}, dial.name: 7.5}


@pytest.mark.parametrize(
    ("version", "then"), [("1.0.0", "1.1.0"), ("0.9.12", "0.10.0"), ("2.1.0", "2.2.0")]
)
def test_next_version(version: str, then: str) -> None:
    """The second number steps up, the third begins anew."""
    assert next_version(version) == then
