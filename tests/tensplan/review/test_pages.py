"""The pages: what waits, what changed, and the two decisions."""

from __future__ import annotations

import json
import logging
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from builders import make_protocol, plan_for
from review_desk import NOW, PASSPHRASE, Review, address, make_review, words

from tensplan.approval.gate import judge_delivery
from tensplan.approval.trust import TRUST_NAME, read_trust, revoking, write_trust
from tensplan.patient.file import load_patient
from tensplan.safety.limits import own_limits
from tensplan.session_plan.canonical import canonical_bytes, digest
from tensplan.session_plan.compose import compose
from tensplan.store.plannings import add_planning
from tensplan.store.reviews import decisions


@pytest.fixture
def review(tmp_path: Path) -> Review:
    """Return a page that was opened."""
    return make_review(tmp_path).enter()


def test_the_list_says_what_waits(review: Review) -> None:
    """Plans for persons wait, a specimen does not, a broken plan is named, other JSON is not."""
    review.write("p-014/plan")
    review.write("specimen", code=None)
    (review.desk.folder / "other.json").write_text("{}", encoding="utf-8")
    broken = (review.desk.folder / "p-014" / "plan.json").read_bytes().replace(b"P-014", b"P-015")
    (review.desk.folder / "broken.json").write_bytes(broken)
    text = words(review.get("/"))
    assert "1 plan waits for review" in text
    assert "P-014 : An example" in text
    assert "Specimens, for no person (1)" in text
    assert "broken.json says that it is a plan and is none: the digest does not hold" in text
    assert "other.json" not in text


def test_approved_from_the_page_may_be_delivered(review: Review) -> None:
    """The signature lies beside the plan and in the store, and the gate lets the plan through."""
    plan = review.write()
    answer = review.approve(plan, expires="2026-12-01")
    assert answer.status_code == 303
    assert "Approved by Dr A. Reviewer, physician, on 2026-11-22, until 2026-12-01" in words(
        review.get(address(plan))
    )
    path = review.desk.folder / "plan.json"
    store, limits = review.desk.store, own_limits().digest
    assert judge_delivery(path, store=store, limits_digest=limits, at=NOW).is_allowed
    assert "Dr A. Reviewer" in words(review.get(f"{address(plan)}/report"))
    (made,) = decisions(store)
    assert (made.what, made.by, made.reason) == (
        "approved",
        "Dr A. Reviewer, physician",
        "pads and cap fit",
    )


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        pytest.param({"passphrase": "wrong"}, "the key cannot be opened", id="passphrase"),
        pytest.param({"passphrase": ""}, "the key cannot be opened", id="no-passphrase"),
        pytest.param({"reason": " "}, "a reason of 1 to 500 characters", id="no-reason"),
        pytest.param({"reason": "a" * 501}, "a reason of 1 to 500 characters", id="long-reason"),
        pytest.param({"read": ""}, "not said to have been read", id="not-read"),
        pytest.param({"key": "0" * 64}, "cannot be signed here", id="other-key"),
        pytest.param({"key": "../../key"}, "cannot be signed here", id="path-for-key"),
        pytest.param({"expires": "soon"}, "the last day is no date", id="no-date"),
        pytest.param({"expires": "2030-01-01"}, "may end from that day", id="too-late"),
        pytest.param({"expires": "2026-11-21"}, "may end from that day", id="past"),
    ],
)
def test_what_is_not_signed(fields: dict[str, str], why: str, review: Review) -> None:
    """Each is said, nothing is written, and the reason is still there; the passphrase is not."""
    plan = review.write()
    answer = review.approve(plan, **fields)
    assert answer.status_code == 422
    assert why in words(answer)
    assert fields.get("reason", "pads and cap fit").strip() in answer.text
    assert list(review.desk.folder.rglob("*.approval.json")) == []
    assert decisions(review.desk.store) == ()


@pytest.mark.parametrize("passphrase", [PASSPHRASE, "a wrong one"])
def test_the_passphrase_is_neither_shown_nor_written(
    passphrase: str,
    review: Review,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """It is in no answer, no log and no file, whether it opened the key or not."""
    caplog.set_level(logging.DEBUG)
    plan = review.write()
    shown = review.approve(plan, passphrase=passphrase).text + review.get(address(plan)).text
    kept = b"".join(p.read_bytes() for p in review.desk.folder.parent.rglob("*") if p.is_file())
    assert passphrase not in shown + caplog.text + "".join(capfd.readouterr())
    assert passphrase.encode() not in kept


def test_a_plan_that_changed_since_it_was_shown_is_not_signed(review: Review) -> None:
    """The form names the plan by its digest: another plan under the same name is another plan."""
    shown = review.write(kept=False)
    review.write(amplitude_cap_ma=60)
    assert review.approve(shown).status_code == 404
    assert list(review.desk.folder.rglob("*.approval.json")) == []


def test_an_engineer_is_not_offered_to_sign(tmp_path: Path) -> None:
    """A role that may not approve sees no form to sign, and a sent one is refused."""
    review = make_review(tmp_path, role="engineer").enter()
    plan = review.write()
    assert "No key of a trusted reviewer is on this machine" in words(review.get(address(plan)))
    assert review.approve(plan).status_code == 422


def test_a_revoked_key_signs_nothing(review: Review) -> None:
    """After its revocation the form is gone and a sent one is refused."""
    plan = review.write()
    path = Path(review.desk.store) / TRUST_NAME
    revoked = revoking(read_trust(path), review.keyid, on=date(2026, 11, 22), because="lost")
    write_trust(path, revoked)
    assert "Sign the approval" not in words(review.get(address(plan)))
    assert review.approve(plan).status_code == 422


def test_a_key_without_a_passphrase_asks_for_none(tmp_path: Path) -> None:
    """The form has no such field, and signs."""
    review = make_review(tmp_path, passphrase="").enter()
    plan = review.write()
    assert 'name="passphrase"' not in review.get(address(plan)).text
    assert review.approve(plan, passphrase="").status_code == 303


def test_a_specimen_is_neither_signed_nor_sent_back(review: Review) -> None:
    """What is for no person is not for delivery."""
    plan = review.write(code=None)
    assert "Sign the approval" not in words(review.get(address(plan)))
    assert review.approve(plan).status_code == 422
    assert review.post(f"{address(plan)}/send-back", reason="no").status_code == 422


def test_a_plan_of_other_limits_is_not_offered_to_be_signed(review: Review) -> None:
    """A signature would not make it deliverable, and the page says so."""
    plan = review.write()
    review.desk.limits = replace(
        own_limits(), tightened_by="Clinic", entries=own_limits().entries[1:]
    )
    text = words(review.get(address(plan)))
    assert "To be made again. The limits changed after the plan was made" in text
    assert "To be made again (1)" in words(review.get("/"))
    assert review.approve(plan).status_code == 422


def test_sent_back_with_a_reason(review: Review) -> None:
    """The reason stands in the list, on the plan's page and in the history; approving later ends it."""
    plan = review.write()
    assert review.post(f"{address(plan)}/send-back", reason="smaller  cap").status_code == 303
    for path in ("/", address(plan), "/history"):
        assert "smaller cap" in words(review.get(path))
    assert "Sent back (1)" in words(review.get("/"))
    later = NOW + timedelta(hours=1)
    review.desk.now = lambda: later
    assert review.approve(plan).status_code == 303
    assert "Sent back (1)" not in words(review.get("/"))
    assert "Approved (1)" in words(review.get("/"))


@pytest.mark.parametrize("reason", ["", "  ", "a" * 501])
def test_sending_back_needs_a_reason(reason: str, review: Review) -> None:
    """Without one nothing is kept."""
    plan = review.write()
    answer = review.post(f"{address(plan)}/send-back", reason=reason)
    assert answer.status_code == 422
    assert "a reason of 1 to 500 characters is needed" in words(answer)
    assert decisions(review.desk.store) == ()


def test_sending_back_takes_an_approval_back(review: Review) -> None:
    """What was approved and then sent back may not be delivered any more."""
    plan = review.write()
    assert review.approve(plan).status_code == 303
    assert review.post(f"{address(plan)}/send-back", reason="new pain").status_code == 303
    path, limits = review.desk.folder / "plan.json", own_limits().digest
    found = judge_delivery(path, store=review.desk.store, limits_digest=limits, at=NOW)
    assert [f.rule for f in found.approval.findings] == ["approval/withdrawn"]
    assert "sent back: new pain" in found.approval.findings[0].message


def test_sending_back_takes_an_approval_back_that_does_not_count_today(review: Review) -> None:
    """Sent back under other limits, it does not hold again under the limits it was made with."""
    plan = review.write()
    assert review.approve(plan).status_code == 303
    own = review.desk.limits
    review.desk.limits = replace(own, entries=own.entries[:-1])
    assert review.desk.limits.digest != own.digest
    assert review.post(f"{address(plan)}/send-back", reason="new pain").status_code == 303
    path = review.desk.folder / "plan.json"
    found = judge_delivery(path, store=review.desk.store, limits_digest=own.digest, at=NOW)
    assert [f.rule for f in found.approval.findings] == ["approval/withdrawn"]


def test_sending_back_leaves_what_was_approved_after(review: Review) -> None:
    """An older plan that is sent back takes the newer plan's approval not with it."""
    older = review.write()
    assert review.approve(older).status_code == 303
    assert review.approve(review.write("newer", amplitude_cap_ma=45)).status_code == 303
    assert review.post(f"{address(older)}/send-back", reason="new pain").status_code == 303
    limits = own_limits().digest
    allowed = [
        judge_delivery(
            review.desk.folder / name, store=review.desk.store, limits_digest=limits, at=NOW
        ).is_allowed
        for name in ("plan.json", "newer.json")
    ]
    assert allowed == [False, True]


def test_what_changed_since_the_last_approval_stands_first(review: Review) -> None:
    """The second plan for a person is shown beside the approved one, the worst change first."""
    assert review.approve(review.write()).status_code == 303
    plan = review.write("later", amplitude_cap_ma=45)
    text = words(review.get(address(plan)))
    assert "Since the approval of 2026-11-22" in text
    raised, lowered = text.find("Raises exposure"), text.find("Lowers exposure")
    assert 0 < raised < (lowered if lowered > 0 else len(text))
    assert "program main: amplitude cap 40 mA 45 mA (+12.5 %)" in text
    assert "at most 40 mA; 30 min 80 Hz; at most 45 mA; 30 min changed" in text


def test_an_expired_approval_waits_again(review: Review) -> None:
    """After its last day a plan is back in the list, with the reason."""
    plan = review.write()
    assert review.approve(plan, expires="2026-11-30").status_code == 303
    review.desk.now = lambda: datetime(2026, 12, 1, 12, tzinfo=UTC)
    text = words(review.get("/"))
    assert "1 plan waits for review" in text
    assert "The approval ended on 2026-11-30" in text


def test_a_plan_of_the_store_is_reviewed_without_its_file(review: Review) -> None:
    """What was sent back stays in the store: its file may go, the plan is still read and signed."""
    plan = review.write()
    review.post(f"{address(plan)}/send-back", reason="smaller cap")
    (review.desk.folder / "plan.json").unlink()
    assert "· the store" in words(review.get("/"))
    assert review.get(f"{address(plan)}/report").status_code == 200
    assert review.approve(plan).status_code == 303
    assert "Approved (1)" in words(review.get("/"))


def test_history_leads_to_the_plans_that_are_here(review: Review) -> None:
    """Newest first, with who and why."""
    plan = review.write()
    review.approve(plan)
    page = review.get("/history")
    assert "2026-11-22 12:00 approved, until 2026-12-27 example/P-014 Dr A. Reviewer" in words(page)
    assert re.search(rf'href="[^"]*{address(plan)}"', page.text)


def test_faults_of_the_machine_are_said(review: Review) -> None:
    """A list of reviewers that others can write to stops the page with one line and a way out."""
    plan = review.write()
    (Path(review.desk.store) / TRUST_NAME).chmod(0o666)
    answer = review.get(address(plan))
    assert answer.status_code == 409
    assert "others can write to the list of trusted reviewers" in words(answer)


def test_a_fault_of_the_program_is_a_page_too(
    review: Review, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It names the kind of fault, not its words, and has every header."""

    def broken() -> None:
        raise RuntimeError("a secret word")

    monkeypatch.setattr(type(review.desk), "look", lambda _: broken())
    answer = review.get("/")
    assert answer.status_code == 500
    assert "The program failed here (RuntimeError)" in words(answer)
    assert "a secret word" not in answer.text
    assert answer.headers["cache-control"] == "no-store"


def test_of_the_plans_in_the_store_only_the_newest_waits(review: Review) -> None:
    """A person planned twice on one day has one plan to be read; the older one is still found."""
    older, newer = plan_for("P-014"), plan_for("P-014", amplitude_cap_ma=30)
    for number, plan in enumerate((newer, older, newer)):
        add_planning(review.desk.store, plan, origin="file", recorded_at=f"2026-11-22T12:0{number}")
    page = review.get("/")
    assert "1 plan waits for review" in words(page)
    assert address(newer) in page.text
    assert address(older) not in page.text
    assert review.get(address(older)).status_code == 200


def test_a_plan_of_a_person_who_was_refused_since_is_not_offered(review: Review) -> None:
    """The same protocol was refused for the same person later: no signature would let it through."""
    plan = review.write()
    told = {"origin": "file", "recorded_at": "2026-11-22T12:00"}
    add_planning(review.desk.store, plan, **told)
    add_planning(review.desk.store, plan, refused_because="a red flag", **told)
    text = words(review.get(address(plan)))
    assert "refused: a red flag" in text
    assert "A signature would not make this plan deliverable" in text
    assert review.approve(plan).status_code == 422


def test_a_plan_that_nobody_made_here_is_not_offered_to_be_signed(review: Review) -> None:
    """The page says what is missing to make it again; the form is not there and a sent one fails."""
    plan = review.write(kept=False)
    text = words(review.get(address(plan)))
    assert "not made here by this version, and the patient file of P-014 is not at hand" in text
    assert "Sign the approval" not in text
    answer = review.approve(plan)
    assert answer.status_code == 422
    assert "not at hand" in words(answer)
    assert decisions(review.desk.store) == ()


def test_a_forged_plan_is_not_offered_to_be_signed(review: Review) -> None:
    """A verdict that the program does not give stands at the top; the true plan can be signed."""
    true = compose(
        make_protocol(), on="2026-11-22", patient=load_patient("example-intact")
    ).as_json()
    forged = {**true, "verdict": "pass"}
    forged["digest"] = digest(forged)
    for name, plan in (("true", true), ("forged", forged)):
        (review.desk.folder / f"{name}.json").write_bytes(canonical_bytes(plan))
    text = words(review.get(address(forged)))
    assert "verdict is &#34;pass&#34;, but it comes to &#34;warn&#34;" in text
    assert "Sign the approval" not in text
    assert review.approve(forged).status_code == 422
    assert decisions(review.desk.store) == ()
    assert review.approve(true).status_code == 303


def test_no_words_of_a_plan_turn_the_writing_round(review: Review) -> None:
    """Signs that would show an amplitude backwards reach neither the page nor the report."""
    plan = json.loads(json.dumps(plan_for("P-014")))
    plan["findings"][0]["message"] = "never above \u202e04 mA"
    plan["protocol"]["content"]["title"] = "\u2067<b>title</b>"
    plan["digest"] = digest(plan)
    (review.desk.folder / "plan.json").write_bytes(canonical_bytes(plan))
    for path in ("/", address(plan), f"{address(plan)}/report"):
        text = review.get(path).text
        assert not set(text) & set("\u202e\u2067")
        assert "\N{REPLACEMENT CHARACTER}&lt;b&gt;title&lt;/b&gt;" in text
    assert "never above \N{REPLACEMENT CHARACTER}04 mA" in review.get(address(plan)).text


def test_sending_back_takes_an_approval_back_that_came_by_mail(review: Review) -> None:
    """The approval beside a plan, which this store never saw, holds no more once it is sent back."""
    plan = review.write()
    assert review.approve(plan).status_code == 303
    for file in Path(review.desk.store).glob("tensplan.sqlite*"):
        file.unlink()
    path, limits = review.desk.folder / "plan.json", own_limits().digest
    assert judge_delivery(path, store=review.desk.store, limits_digest=limits, at=NOW).is_allowed
    assert review.post(f"{address(plan)}/send-back", reason="new pain").status_code == 303
    found = judge_delivery(path, store=review.desk.store, limits_digest=limits, at=NOW)
    assert [f.rule for f in found.approval.findings] == ["approval/withdrawn"]
