"""The pages: each takes what the browser asked for, and gives what it shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final, get_args

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from tensplan.approval.policy import own_policy
from tensplan.errors import TensplanError, UsageError
from tensplan.review.comparing import grouped, side_by_side, tiles
from tensplan.review.desk import Desk, Entry, State
from tensplan.review.dials import dials
from tensplan.review.draft import draft_name, draft_text, write_draft
from tensplan.review.entrance import Entrance
from tensplan.review.form import Form
from tensplan.review.rendering import page
from tensplan.review.signing import approve, object_to, signers
from tensplan.review.uploaded import read_uploaded
from tensplan.review.what_if import answer, asked, changed_protocol, patient_of
from tensplan.session_plan.change import Change
from tensplan.session_plan.diff_plans import diff_plans
from tensplan.store.reviews import decisions

DONE: Final = {
    "approved": "The approval is signed, lies beside the plan and is kept in the store.",
    "sent-back": "The plan was sent back; the reason is kept in the store.",
}
REPORT_POLICY: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'; "
    "sandbox allow-popups allow-popups-to-escape-sandbox"
)
UNPROCESSABLE: Final = 422


@dataclass(frozen=True, kw_only=True, slots=True)
class Pages:
    """The pages over one desk.

    Parameters
    ----------
    desk : Desk
        What they show.
    entrance : Entrance
        Secrets of this start: every form carries one.
    """

    desk: Desk
    entrance: Entrance

    def queue(self, request: Request) -> Response:
        """Show what waits for review."""
        entries, found = self.desk.look()
        groups = {
            state: [entry for entry in entries if entry.state == state] for state in get_args(State)
        }
        return self._page("queue.html.j2", "queue", groups=groups, found=found)

    def plan(self, request: Request) -> Response:
        """Show one plan, what changed since the last approval, and the two decisions."""
        return self._plan(self._entry(request), done=request.query_params.get("done", ""))

    def report(self, request: Request) -> Response:
        """Show the report of a plan, in a sandbox: whatever it holds runs nothing."""
        from tensplan.report.html import render_report

        entry = self._entry(request)
        headers = {
            "content-security-policy": REPORT_POLICY,
            # a sandboxed page with another opener policy is not shown at all
            "cross-origin-opener-policy": "unsafe-none",
        }
        text = render_report(dict(entry.content), delivery=self.desk.delivery(entry))
        return HTMLResponse(text, headers=headers)

    def history(self, request: Request) -> Response:
        """Show every decision, newest first."""
        entries, _ = self.desk.look()
        here = {entry.content["digest"]: entry.name for entry in entries}
        return self._page(
            "history.html.j2", "history", decisions=decisions(self.desk.store), here=here
        )

    def upload(self, request: Request) -> Response:
        """Show the form that takes a plan to be looked at."""
        return self._page("upload.html.j2", "upload", problem=None)

    def what_if(self, request: Request) -> Response:
        """Show the numbers that can be turned."""
        return self._what_if(self._entry(request), {})

    def approve(self, request: Request, form: Form) -> Response:
        """Sign the plan."""
        entry = self._entry(request)
        try:
            if form.text("read") != "yes":
                raise UsageError(
                    "the report was not said to have been read",
                    hint="read it, then tick the box above the button",
                )
            approve(
                self.desk,
                entry,
                keyid=form.text("key"),
                passphrase=form.text("passphrase"),
                reason=form.text("reason"),
                expires_on=_day(form.text("expires")),
            )
        except TensplanError as error:
            return self._plan(entry, problem=error, approving=form.text("reason"))
        return self._go(f"plans/{entry.name}?done=approved#main")

    def send_back(self, request: Request, form: Form) -> Response:
        """Send the plan back with a reason."""
        entry = self._entry(request)
        try:
            object_to(self.desk, entry, reason=form.text("reason"))
        except TensplanError as error:
            return self._plan(entry, problem=error, objecting=form.text("reason"))
        return self._go(f"plans/{entry.name}?done=sent-back#main")

    def ask(self, request: Request, form: Form) -> Response:
        """Make the plan again with other numbers, and show both verdicts; nothing is saved."""
        entry = self._entry(request)
        try:
            values = asked(entry, form.fields)
            made = answer(self.desk, entry, values)
        except TensplanError as error:
            return self._what_if(entry, form.fields, problem=error)
        return self._page(
            "answer.html.j2",
            "queue",
            entry=entry,
            answer=made,
            rows=side_by_side(entry.content, made.content),
            before=tiles(entry.content),
            after=tiles(made.content),
            groups=grouped(made.changes),
            values={name: f"{value:g}" for name, value in values.items()},
            file=draft_name(made.content["protocol"]["content"]),
        )

    def save(self, request: Request, form: Form) -> Response:
        """Write the changed protocol as a new file; asked for after its verdict was shown."""
        entry = self._entry(request)
        try:
            protocol = entry.content["protocol"]["content"]
            document = changed_protocol(protocol, asked(entry, form.fields))
            content = document.value
            path = write_draft(self.desk.folder, draft_name(content), draft_text(content))
        except TensplanError as error:
            return self._what_if(entry, form.fields, problem=error)
        return self._page("saved.html.j2", "queue", status=201, entry=entry, path=path)

    def take(self, request: Request, form: Form) -> Response:
        """Take a plan that somebody sent, to be looked at."""
        try:
            name = self.desk.show(read_uploaded(form.file))
        except TensplanError as error:
            return self._page("upload.html.j2", "upload", status=UNPROCESSABLE, problem=error)
        return self._go(f"plans/{name}")

    def _plan(
        self,
        entry: Entry,
        *,
        done: str = "",
        problem: TensplanError | None = None,
        approving: str = "",
        objecting: str = "",
    ) -> Response:
        """Show a plan; after a fault with what was written, but never a passphrase."""
        before = self.desk.before(entry)
        changes: list[Change] = [] if before is None else _changes(before.content, entry.content)
        today = self.desk.now().date()
        return self._page(
            "plan.html.j2",
            "queue",
            status=200 if problem is None else UNPROCESSABLE,
            entry=entry,
            tiles=tiles(entry.content),
            before=before,
            rows=side_by_side(entry.content if before is None else before.content, entry.content),
            groups=grouped(changes),
            signers=signers(self.desk.store),
            doubts=self.desk.doubts(entry) if entry.waits else (),
            today=today,
            latest=today + timedelta(days=own_policy().plan_days),
            done=DONE.get(done, ""),
            problem=problem,
            approving=approving,
            objecting=objecting,
            decisions=[d for d in decisions(self.desk.store) if d.about == entry.plan.line],
        )

    def _what_if(
        self, entry: Entry, fields: Any, *, problem: TensplanError | None = None
    ) -> Response:
        """Show the numbers that can be turned; after a fault as they were written."""
        try:
            patient_of(self.desk, entry.content)
            missing = None
        except UsageError as error:
            missing = error
        found: dict[str, list[Any]] = {}
        for dial in dials(entry.content["protocol"]["content"]):
            found.setdefault(dial.group, []).append((dial, fields.get(dial.name, dial.text)))
        return self._page(
            "what_if.html.j2",
            "queue",
            status=200 if problem is None else UNPROCESSABLE,
            entry=entry,
            groups=found,
            missing=missing,
            problem=problem,
        )

    def _entry(self, request: Request) -> Entry:
        """Return the plan that an address names by its digest."""
        entry = self.desk.entry(request.path_params["digest"])
        if entry is None:
            raise HTTPException(404, "There is no plan of this digest here; it may have changed.")
        return entry

    def _page(self, template: str, part: str, *, status: int = 200, **view: Any) -> HTMLResponse:
        """Return a page with what every page carries."""
        return page(
            template,
            status=status,
            base=f"/{self.entrance.room}",
            form_token=self.entrance.form_token,
            part=part,
            folder=self.desk.folder,
            **view,
        )

    def _go(self, place: str) -> Response:
        """Send the browser to a page after a form."""
        return RedirectResponse(f"/{self.entrance.room}/{place}", status_code=303)


def _changes(before: dict[str, Any], after: Any) -> list[Change]:
    """Return what changed since the last approved plan, worst first."""
    return diff_plans(before, dict(after))


def _day(text: str) -> date | None:
    """Return the day in a field; None where it was left empty.

    Raises
    ------
    UsageError
        If it is no day.
    """
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(
            "the last day is no date", hint="write it as 2026-12-31, or leave it empty"
        ) from None
