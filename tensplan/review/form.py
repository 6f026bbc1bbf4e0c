"""What a browser sends with a form: small, complete, in time, and one of our own."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, Final
from urllib.parse import parse_qsl

from python_multipart import parse_form
from python_multipart.exceptions import FormParserError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request

LARGEST_UPLOAD_BYTES: Final = 256 * 1024
LARGEST_FORM_BYTES: Final = 64 * 1024
AROUND_UPLOAD_BYTES: Final = 4 * 1024
"""Boundaries and heads around an uploaded file."""

SLOWEST_S: Final = 20.0
MOST_FIELDS: Final = 200


@dataclass(frozen=True, slots=True)
class Form:
    """Fields by name, each once, and the bytes of a file."""

    fields: Mapping[str, str] = field(default_factory=dict)
    file: bytes | None = None

    def text(self, name: str) -> str:
        """Return a field's text; empty when it was not sent."""
        return self.fields.get(name, "")


async def read_form(request: Request, *, takes_file: bool = False) -> Form:
    """Read and parse the body of a request.

    Parameters
    ----------
    request : Request
        A POST.
    takes_file : bool
        Whether a file of up to 256 KiB may come; a form alone may have 64 KiB.

    Raises
    ------
    HTTPException
        413 when it is too large, 408 when it does not come in time, 400 when it is no form.
    """
    most = LARGEST_UPLOAD_BYTES + AROUND_UPLOAD_BYTES if takes_file else LARGEST_FORM_BYTES
    try:
        async with asyncio.timeout(SLOWEST_S):
            body = await _body(request, most)
    except TimeoutError:
        raise HTTPException(408, "The form did not arrive in time.") from None
    except ClientDisconnect:
        raise HTTPException(400, "The form did not arrive whole.") from None
    return parsed(request.headers.get("content-type", ""), body)


def parsed(content_type: str, body: bytes) -> Form:
    """Return the form in a body.

    Raises
    ------
    HTTPException
        400 when it is no form, 413 when its file is too large.

    Examples
    --------
    >>> parsed("application/x-www-form-urlencoded", b"reason=pads+fit").text("reason")
    'pads fit'
    """
    files: list[bytes] = []
    kind = content_type.partition(";")[0].strip().lower()
    try:
        if kind == "application/x-www-form-urlencoded":
            pairs = _pairs(body)
        elif kind == "multipart/form-data":
            pairs, files = _parts(content_type, body)
        else:
            raise ValueError(f"{kind[:40]} is no form")
    except (FormParserError, ValueError):
        raise HTTPException(400, "What was sent is no form.") from None
    if len(dict(pairs)) != len(pairs) or len(pairs) > MOST_FIELDS or len(files) > 1:
        raise HTTPException(400, "What was sent is no form of this page.")
    if files and len(files[0]) > LARGEST_UPLOAD_BYTES:
        raise too_large(LARGEST_UPLOAD_BYTES)
    return Form(dict(pairs), files[0] if files else None)


def _pairs(body: bytes) -> list[tuple[str, str]]:
    """Return the fields of a plain form."""
    return parse_qsl(
        body.decode("ascii"),
        keep_blank_values=True,
        strict_parsing=True,
        errors="strict",
        max_num_fields=MOST_FIELDS,
    )


def _parts(content_type: str, body: bytes) -> tuple[list[tuple[str, str]], list[bytes]]:
    """Return the fields and files of a form with a file."""
    pairs: list[tuple[str, str]] = []
    files: list[bytes] = []

    def keep(part: Any) -> None:
        pairs.append(((part.field_name or b"").decode(), (part.value or b"").decode()))

    def keep_file(part: Any) -> None:
        part.file_object.seek(0)
        files.append(part.file_object.read())

    parse_form({"Content-Type": content_type.encode()}, BytesIO(body), keep, keep_file)
    return pairs, files


def too_large(most: int) -> HTTPException:
    """Return the answer to what is too large."""
    return HTTPException(413, f"That is too large: at most {most // 1024} KiB are taken.")


async def _body(request: Request, most: int) -> bytes:
    """Return the body, and stop reading as soon as it is too large."""
    stated = request.headers.get("content-length", "0")
    if not stated.isdigit() or int(stated) > most:
        raise too_large(most)
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            raise too_large(most)
    return bytes(body)
