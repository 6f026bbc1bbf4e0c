"""What lies on a reviewer's desk: every plan, whether it waits, and what was decided before."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Any, Final, Literal

from tensplan.approval.gate import Delivery, present_here, verify_here
from tensplan.approval.signing import doubts
from tensplan.approval.subject import SUFFIX, Subject, protocol_in
from tensplan.approval.verification import Verification
from tensplan.finding import Finding
from tensplan.patient.model import Patient
from tensplan.review.shelf import Found, Shelf, as_subject
from tensplan.safety.limits import Limits
from tensplan.session_plan.person_file import files_below, person_among
from tensplan.session_plan.plan_line import line_of
from tensplan.store.approvals import Approved, last_approved
from tensplan.store.plannings import refused_since
from tensplan.store.reviews import Decision, decisions, stored_plans

State = Literal["waiting", "sent-back", "outdated", "approved", "specimen"]
"""Outdated is a plan that no signature would make deliverable: it is made again, not reviewed."""

ONE_AT_A_TIME: Final = Lock()
"""Making a plan takes a whole core: two browsers wait for each other."""

MOST_LOOKED_AT: Final = 8
"""Plans that were uploaded to be looked at; the oldest goes."""

ASK_AGAIN: Final = {
    "approval/missing",
    "approval/expired",
    "approval/withdrawn",
    "approval/other-file",
    "approval/not-an-approval",
    "approval/unknown-key",
    "approval/bad-signature",
    "approval/revoked-key",
    "approval/key-out-of-time",
    "approval/role-may-not",
    "approval/from-the-future",
}
"""What a new signature mends; anything else needs a new plan."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One plan on the desk.

    Parameters
    ----------
    plan : Subject
        The plan.
    place : str
        Where it was found, for people.
    verification : Verification
        Whether an approval of it holds, and if not, why.
    objection : Decision or None
        The newest decision about this very plan, when it was to send it back.
    is_refused : bool
        Whether the same protocol was refused for the same person since.
    is_kept : bool
        Whether it can be signed: a plan that was only uploaded to be looked at cannot.
    """

    plan: Subject
    place: str
    verification: Verification
    objection: Decision | None
    is_refused: bool
    is_kept: bool

    @property
    def content(self) -> Mapping[str, Any]:
        """The plan's content."""
        return self.plan.content

    @property
    def name(self) -> str:
        """The plan's digest without its prefix: its only name in an address."""
        return str(self.content["digest"]).removeprefix("sha256:")

    @property
    def state(self) -> State:
        """Whether it waits for a review."""
        if self.content["patient"] is None:
            return "specimen"
        if self.verification.is_valid:
            return "approved"
        if self.objection is not None:
            return "sent-back"
        return "outdated" if self._is_outdated else "waiting"

    @property
    def can_be_signed(self) -> bool:
        """Whether a signature would make it deliverable."""
        return self.is_kept and self.state != "specimen" and not self._is_outdated

    @property
    def waits(self) -> bool:
        """Whether somebody has to decide whether to sign it."""
        return self.can_be_signed and self.state != "approved"

    @property
    def _is_outdated(self) -> bool:
        return self.is_refused or not {f.rule for f in self.verification.findings} <= ASK_AGAIN


@dataclass(kw_only=True, slots=True)
class Desk:
    """Everything the pages are made from.

    Parameters
    ----------
    folder : Path
        Where plans, patient files and drafts lie.
    store : str
        Folder of keys, trusted reviewers and the store.
    limits : Limits
        Limits in force.
    now : callable
        Returns the time with its zone.
    """

    folder: Path
    store: str
    limits: Limits
    now: Callable[[], datetime]
    _shelf: Shelf = field(init=False)
    _looked_at: dict[str, Subject] = field(default_factory=dict)
    _sound: set[tuple[str, str]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._shelf = Shelf(self.folder)

    def look(self) -> tuple[list[Entry], Found]:
        """Return every plan, the one made first at the top, and what the folder holds."""
        found = self._shelf.look()
        known = decisions(self.store)
        limits = self.limits.digest  # dear enough to be taken once
        entries = [self._entry(*one, known, limits) for one in self._subjects(found)]
        return sorted(entries, key=_age), found

    def entry(self, name: str) -> Entry | None:
        """Return one plan by its digest; None when it is not here."""
        digest = f"sha256:{name}"
        for subject, place, is_kept in self._subjects(self._shelf.look(), only_newest=False):
            if subject.content["digest"] == digest:
                known = decisions(self.store)
                return self._entry(subject, place, is_kept, known, self.limits.digest)
        return None

    def before(self, entry: Entry) -> Approved | None:
        """Return what was last approved for the same protocol and person, if it was another plan."""
        last = last_approved(self.store, entry.plan)
        return None if last is None or last.content["digest"] == entry.content["digest"] else last

    def delivery(self, entry: Entry) -> Delivery:
        """Return who approved a plan and its protocol, as its report shows it."""
        protocol = verify_here(protocol_in(entry.plan), self.store, at=self.now())
        return Delivery(plan=entry.plan, approval=entry.verification, protocol=protocol)

    def person(self, plan: Mapping[str, Any]) -> Patient | None:
        """Return the person of a plan: the patient file with the very digest the plan names."""
        return person_among(files_below(self.folder), plan["patient"]["digest"])

    def doubts(self, entry: Entry) -> tuple[Finding, ...]:
        """Return what a plan says that its own content does not give; what is sound stays so."""
        asked = (entry.name, self.limits.digest)
        if asked in self._sound:
            return ()
        person = self.person(entry.content)
        with ONE_AT_A_TIME:
            found = doubts(entry.plan, store=self.store, limits=self.limits, person=person)
        if not found:
            self._sound.add(asked)
        return found

    def show(self, content: Mapping[str, Any]) -> str:
        """Put an uploaded plan on the desk to be looked at, and return its name."""
        name = str(content["digest"])
        self._looked_at.pop(name, None)
        self._looked_at[name] = as_subject(content, self._stored_envelope(name))
        while len(self._looked_at) > MOST_LOOKED_AT:
            del self._looked_at[next(iter(self._looked_at))]
        return name.removeprefix("sha256:")

    def _subjects(
        self, found: Found, *, only_newest: bool = True
    ) -> Iterator[tuple[Subject, str, bool]]:
        """Yield each plan once, its place, and whether it can be signed."""
        seen = set(found.plans)
        for subject in found.plans.values():
            place = subject.beside.name.removesuffix(SUFFIX) if subject.beside else ""
            folder = self._shelf.place(subject.beside.parent) if subject.beside else ""
            yield subject, f"{folder}/{place}.json".removeprefix("./"), True
        stored = stored_plans(self.store)
        newest = {line_of(plan): plan["digest"] for plan in stored}
        for content in stored:
            digest = content["digest"]
            if only_newest and digest != newest[line_of(content)]:
                continue
            if digest not in seen:
                seen.add(digest)
                yield as_subject(content, self._stored_envelope(digest)), "the store", True
        for digest, subject in list(self._looked_at.items()):
            if digest not in seen:
                yield subject, "uploaded to look at", False

    def _stored_envelope(self, digest: str) -> Path:
        """Return where the approval of a plan without a file of its own lies."""
        return (
            Path(self.store) / "approvals" / f"plan-{digest.removeprefix('sha256:')[:16]}{SUFFIX}"
        )

    def _entry(
        self,
        subject: Subject,
        place: str,
        is_kept: bool,
        known: tuple[Decision, ...],
        limits_digest: str,
    ) -> Entry:
        digest = subject.content["digest"]
        present = present_here(subject, self.store, limits_digest)
        last = next((one for one in known if one.plan_digest == digest), None)
        return Entry(
            plan=subject,
            place=place,
            verification=verify_here(subject, self.store, at=self.now(), present=present),
            objection=last if last is not None and last.what == "sent back" else None,
            is_refused=bool(refused_since(self.store, subject.content)),
            is_kept=is_kept,
        )


def _made_on(content: Mapping[str, Any]) -> str:
    return str(content["provenance"]["on"])


def _age(entry: Entry) -> tuple[str, str]:
    """Return the day of the plan, then its place."""
    return _made_on(entry.content), entry.place
