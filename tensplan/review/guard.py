"""What every request meets first: right address, right origin, right browser; and every answer's headers."""

from __future__ import annotations

from http.cookies import CookieError, SimpleCookie
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tensplan.review.entrance import COOKIE, Entrance
from tensplan.review.rendering import page

DOOR: Final = "/open"
STYLE: Final = "/style.css"
POLICY: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
HEADERS: Final = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    # with no-referrer a browser sends "Origin: null" with forms, and nobody could tell whose they are
    "referrer-policy": "same-origin",
    "cache-control": "no-store",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "x-frame-options": "DENY",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}

SHUT = "This page opens with the address that tensplan review printed, and that address opens once."
SHUT_HINT = "Press Ctrl-C where it runs, start it again, and open the new address."


class Guard:
    """Let through what the browser that opened the page asks of its own address.

    Parameters
    ----------
    app : ASGI application
        The pages.
    entrance : Entrance
        Secrets of this start.
    host : str
        Address and port that requests must name: a name that was pointed at this machine later
        (DNS rebinding) is another.
    """

    def __init__(self, app: ASGIApp, *, entrance: Entrance, host: str) -> None:
        self._app = app
        self._entrance = entrance
        self._host = host

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or turn it away."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        refusal = self._refusal(scope)
        if refusal is None:
            await self._app(scope, receive, send_with_headers)
            return
        status, what = refusal
        answer = page("shut.html.j2", status=status, what=what, hint=SHUT_HINT)
        await answer(scope, receive, send_with_headers)

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        """Return why a request is turned away; None when it is not."""
        headers = Headers(scope=scope)
        if headers.getlist("host") != [self._host]:
            return 400, f"This page answers at http://{self._host} and under no other name."
        if scope["method"] not in ("GET", "HEAD", "POST"):
            return 405, "This page is read and sends forms; nothing else."
        if scope["method"] == "POST" and headers.getlist("origin") != [f"http://{self._host}"]:
            return 403, "A form that another page sends is not taken."
        if scope["path"] == DOOR:
            return None
        if headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
            return 403, "Another page asked for this one; open it yourself."
        if scope["path"] == STYLE:
            return None
        is_inside = scope["path"].startswith(f"/{self._entrance.room}/")
        return None if is_inside and self._entrance.knows(_cookie(headers)) else (403, SHUT)


def _cookie(headers: Headers) -> str:
    """Return the session in the request's cookies; an empty text when there is none."""
    try:
        found = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return ""
    return "" if found is None else found.value
