"""Who may come in: the secrets of one start, and an address that opens once."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass, field
from threading import Lock

COOKIE = "tensplan-review"


@dataclass(kw_only=True, slots=True)
class Entrance:
    """The secrets of one start of the review page.

    Parameters
    ----------
    token : str
        In the address that is printed; it opens once.
    session : str
        In the cookie of the browser that opened it.
    form_token : str
        In every form, so that no other page can send one.
    room : str
        First part of every path. A browser sends a cookie to every port of a machine, but only
        to the paths it was set for, so another server here does not get to see it.

    Examples
    --------
    >>> entrance = Entrance(token="a", session="b", form_token="c", room="d")
    >>> entrance.admits("x"), entrance.admits("a"), entrance.admits("a")
    (False, True, False)
    """

    token: str
    session: str
    form_token: str
    room: str
    _is_open: bool = True
    _lock: Lock = field(default_factory=Lock, repr=False)

    def admits(self, token: str) -> bool:
        """Say whether a token opens the page; the right one does so once."""
        with self._lock:
            if not self._is_open or not same(token, self.token):
                return False
            self._is_open = False
            return True

    def knows(self, cookie: str) -> bool:
        """Say whether a cookie is that of the browser that opened the page."""
        return same(cookie, self.session)

    def wrote(self, form_token: str) -> bool:
        """Say whether a form is one of ours."""
        return same(form_token, self.form_token)


def new_entrance() -> Entrance:
    """Return fresh secrets.

    Examples
    --------
    >>> new_entrance().token == new_entrance().token
    False
    """
    make = secrets.token_urlsafe
    return Entrance(token=make(32), session=make(32), form_token=make(32), room=make(9))


def same(given: str, secret: str) -> bool:
    """Compare in constant time."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), secret.encode())
