"""What is taken from a browser: small, whole, a form; and an upload read as hostile."""

from __future__ import annotations

import asyncio
import io
import zipfile
from collections.abc import AsyncIterator
from pathlib import Path

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from review_desk import COOKIE, HERE, ROOM, Review, address, make_review, words
from starlette.exceptions import HTTPException

from tensplan.review import form
from tensplan.review.form import LARGEST_FORM_BYTES, LARGEST_UPLOAD_BYTES, MOST_FIELDS, parsed
from tensplan.session_plan.canonical import canonical_bytes

PLAIN = "application/x-www-form-urlencoded"


@pytest.fixture
def review(tmp_path: Path) -> Review:
    """Return a page that was opened."""
    return make_review(tmp_path).enter()


def upload(review: Review, data: bytes, name: str = "plan.json") -> object:
    """Send a file to be looked at."""
    return review.client.post(
        f"/{ROOM}/upload",
        data={"form_token": "form-token"},
        files={"file": (name, data, "application/json")},
        headers={"origin": HERE},
    )


def zipped() -> bytes:
    """Return a zip file."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("plan.json", "{}")
    return target.getvalue()


def test_a_plan_that_was_sent_is_looked_at_and_not_signed(tmp_path: Path) -> None:
    """It is shown by its digest under no name of a file, and cannot be approved from there."""
    review = make_review(tmp_path).enter()
    plan = review.write(kept=False)
    data = canonical_bytes(plan)
    (review.desk.folder / "plan.json").unlink()
    answer = upload(review, data, name="../../outside.json")
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/{ROOM}{address(plan)}"
    assert "only uploaded to be looked at" in words(review.get(address(plan)))
    assert review.approve(plan).status_code == 422
    assert list(tmp_path.rglob("*outside*")) == []
    assert list(tmp_path.rglob("*.approval.json")) == []


@pytest.mark.parametrize(
    ("data", "why"),
    [
        pytest.param(zipped(), "this is not JSON", id="zip"),
        pytest.param(b"<!doctype html><script>alert(1)</script>", "this is not JSON", id="html"),
        pytest.param(b"[" * 200_000, "this is not JSON", id="nested"),
        pytest.param(b'{"schema":"tensplan/plan/1"}', "digest does not hold", id="hollow"),
        pytest.param(b'{"schema": "tensplan/plan/1"}', "not in canonical form", id="spaced"),
        pytest.param(b'{"a":1e999,"schema":"tensplan/plan/1"}', "out of range", id="infinite"),
        pytest.param(b'{"a":' + b"9" * 5000 + b"}", "this is not", id="long-number"),
        pytest.param(b"\xff\xfe\x00", "this is not", id="bytes"),
        pytest.param(b"", "no file came", id="empty"),
    ],
)
def test_a_hostile_upload_is_refused_in_one_line(data: bytes, why: str, review: Review) -> None:
    """Zip, markup, endless nesting, a plan that is none: each is said, none is obeyed."""
    answer = upload(review, data)
    assert answer.status_code == 422
    assert why in words(answer)
    assert "<script" not in answer.text


def test_a_plan_with_one_flipped_letter_is_refused(review: Review) -> None:
    """The digest does not hold, wherever the file comes from."""
    data = canonical_bytes(review.write())
    answer = upload(review, data.replace(b"An example", b"An exampel"))
    assert answer.status_code == 422
    assert "digest does not hold" in words(answer)


@pytest.mark.parametrize(
    ("path", "size"),
    [
        pytest.param("/upload", LARGEST_UPLOAD_BYTES + 10_000, id="upload"),
        pytest.param("/plans/0/send-back", LARGEST_FORM_BYTES + 1, id="form"),
    ],
)
@pytest.mark.parametrize("stated", [True, False], ids=["stated", "streamed"])
def test_a_large_body_is_refused(path: str, size: int, stated: bool, review: Review) -> None:
    """What is too large is not read to its end, whether its length was stated or not."""
    body: object = b"a" * size if stated else (b"a" * 4096 for _ in range(size // 4096 + 1))
    headers = {"origin": HERE, "content-type": PLAIN}
    answer = review.client.post(f"/{ROOM}{path}", content=body, headers=headers)
    assert answer.status_code == 413
    assert "too large" in words(answer)


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        pytest.param("application/json", b"{}", 400, id="json"),
        pytest.param("", b"a=1", 400, id="no-type"),
        pytest.param(PLAIN, b"a=1&a=2", 400, id="twice"),
        pytest.param(PLAIN, b"a=%ff", 400, id="not-utf8"),
        pytest.param(PLAIN, b"\xff=1", 400, id="not-ascii"),
        pytest.param(
            PLAIN, b"&".join(b"f%d=1" % i for i in range(MOST_FIELDS + 1)), 400, id="many"
        ),
        pytest.param("multipart/form-data", b"--x", 400, id="no-boundary"),
        pytest.param("multipart/form-data; boundary=x", b"nothing of it", 400, id="no-parts"),
    ],
)
def test_what_is_no_form_is_refused(kind: str, body: bytes, status: int) -> None:
    """Another type, a field twice, bytes that are no text, too many fields."""
    with pytest.raises(HTTPException) as caught:
        parsed(kind, body)
    assert caught.value.status_code == status


WHOLE = (
    b'--x\r\nContent-Disposition: form-data; name="form_token"\r\n\r\nform-token\r\n'
    b'--x\r\nContent-Disposition: form-data; name="file"; filename="plan.json"\r\n'
    b'Content-Type: application/json\r\n\r\n{"a":1}\r\n--x--\r\n'
)


def test_a_form_with_a_file_is_whole() -> None:
    """The field and the bytes of the file come as they were sent."""
    found = parsed("multipart/form-data; boundary=x", WHOLE)
    assert (found.fields, found.file) == ({"form_token": "form-token"}, b'{"a":1}')


@given(st.integers(0, len(WHOLE)), st.integers(0, 20), st.binary(max_size=8))
def test_a_spoiled_form_is_a_form_or_refused(start: int, length: int, other: bytes) -> None:
    """Whatever replaces a piece of it, the answer is a form or the one refusal."""
    try:
        parsed("multipart/form-data; boundary=x", WHOLE[:start] + other + WHOLE[start + length :])
    except HTTPException as refused:
        assert refused.status_code == 400


def test_a_form_is_decoded() -> None:
    """What a person writes comes as it was written."""
    assert parsed(PLAIN, b"reason=gr%C3%BC%C3%9Fe+%2B+1%25&empty=").fields == {
        "reason": "grüße + 1%",
        "empty": "",
    }


def test_a_slow_body_is_refused(review: Review, monkeypatch: pytest.MonkeyPatch) -> None:
    """A form that does not come to its end in time is given up."""
    monkeypatch.setattr(form, "SLOWEST_S", 0.05)

    async def body() -> AsyncIterator[bytes]:
        yield b"a=1"
        await asyncio.sleep(5)

    async def asked() -> int:
        transport = httpx2.ASGITransport(app=review.client.app)
        async with httpx2.AsyncClient(transport=transport, base_url=HERE) as client:
            headers = {"origin": HERE, "content-type": PLAIN, "cookie": f"{COOKIE}=session"}
            answer = await client.post(f"/{ROOM}/upload", content=body(), headers=headers)
            return int(answer.status_code)

    assert asyncio.run(asked()) == 408
