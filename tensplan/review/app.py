"""The application: which address leads to which page, and what a fault looks like."""

from __future__ import annotations

from collections.abc import Callable

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp

from tensplan.errors import TensplanError
from tensplan.review.desk import Desk
from tensplan.review.entrance import COOKIE, Entrance
from tensplan.review.form import Form, read_form
from tensplan.review.guard import DOOR, SHUT, SHUT_HINT, STYLE, Guard
from tensplan.review.pages import Pages
from tensplan.review.rendering import page, style
from tensplan.review.worker import in_thread

PLAN = "/plans/{digest}"

Show = Callable[[Request], Response]
Take = Callable[[Request, Form], Response]


def application(desk: Desk, *, entrance: Entrance, host: str) -> ASGIApp:
    """Return the review page as an ASGI application.

    Parameters
    ----------
    desk : Desk
        What lies on it.
    entrance : Entrance
        Secrets of this start.
    host : str
        Address and port at which it answers.
    """
    pages = Pages(desk=desk, entrance=entrance)

    def door(request: Request) -> Response:
        return _door(request, entrance)

    inside = f"/{entrance.room}"
    routes: list[BaseRoute] = [
        Route(DOOR, door, methods=["GET"]),
        Route(STYLE, _style, methods=["GET"]),
        *_inside(pages, inside, entrance),
    ]
    inner = Starlette(
        routes=routes,
        exception_handlers={
            HTTPException: _http_fault,
            TensplanError: _fault,
            Exception: _own_fault,
        },
    )
    return Guard(inner, entrance=entrance, host=host)


def _inside(pages: Pages, base: str, entrance: Entrance) -> list[BaseRoute]:
    """Return the routes behind the door."""
    shown: dict[str, Show] = {
        "/": pages.queue,
        "/history": pages.history,
        "/upload": pages.upload,
        PLAN: pages.plan,
        f"{PLAN}/report": pages.report,
        f"{PLAN}/what-if": pages.what_if,
    }
    taken: dict[str, Take] = {
        "/upload": pages.take,
        f"{PLAN}/approve": pages.approve,
        f"{PLAN}/send-back": pages.send_back,
        f"{PLAN}/what-if": pages.ask,
        f"{PLAN}/draft": pages.save,
    }
    return [
        *(Route(f"{base}{path}", _shown(show), methods=["GET"]) for path, show in shown.items()),
        *(
            Route(f"{base}{path}", _with_form(take, entrance), methods=["POST"])
            for path, take in taken.items()
        ),
    ]


def _with_form(take: Take, entrance: Entrance) -> Callable[[Request], object]:
    """Return an endpoint that reads the form, asks whether it is ours, and works in a thread."""

    async def endpoint(request: Request) -> Response:
        form = await read_form(request, takes_file=request.url.path.endswith("/upload"))
        if not entrance.wrote(form.text("form_token")):
            raise HTTPException(403, "This form is not of this page, or of an earlier start of it.")
        return await in_thread(lambda: take(request, form))

    return endpoint


def _shown(show: Show) -> Callable[[Request], object]:
    """Return an endpoint that works in a thread."""

    async def endpoint(request: Request) -> Response:
        return await in_thread(lambda: show(request))

    return endpoint


def _door(request: Request, entrance: Entrance) -> Response:
    """Let the first browser with the token in: its cookie is set, and the token leaves the address.

    A page that goes on by itself, not a redirect: after a redirect from a file or another program
    the browser would not yet send a cookie that is for this site alone.
    """
    ahead = "prefetch" in request.headers.get("sec-purpose", request.headers.get("purpose", ""))
    is_get = request.method == "GET"
    if ahead or not is_get or not entrance.admits(request.query_params.get("token", "")):
        return page("shut.html.j2", status=403, what=SHUT, hint=SHUT_HINT)
    inside = f"/{entrance.room}/"
    answer = page("door.html.j2", inside=inside)
    answer.set_cookie(COOKIE, entrance.session, path=inside, httponly=True, samesite="strict")
    return answer


def _style(request: Request) -> Response:
    return Response(style(), media_type="text/css")


def _http_fault(request: Request, error: Exception) -> Response:
    """Show what the browser did that cannot be answered."""
    assert isinstance(error, HTTPException)
    words = error.detail if error.detail.endswith(".") else "There is no such page."
    return page("shut.html.j2", status=error.status_code, what=words, hint="Go back and try anew.")


def _own_fault(request: Request, error: Exception) -> Response:
    """Show that the program itself failed; what happened stands where it runs."""
    what = f"The program failed here ({type(error).__name__}). Nothing was left half written."
    return page("shut.html.j2", status=500, what=what, hint="The terminal says where it failed.")


def _fault(request: Request, error: Exception) -> Response:
    """Show a fault that stops the work, as the command line would say it."""
    assert isinstance(error, TensplanError)
    answer: HTMLResponse = page(
        "shut.html.j2",
        status=409,
        what=f"{error.what}{f' ({error.where})' if error.where else ''}.",
        hint=error.hint,
    )
    return answer
