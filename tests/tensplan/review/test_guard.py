"""Each attack on the review page, and that it is turned away."""

from __future__ import annotations

from pathlib import Path

import pytest
from review_desk import COOKIE, HERE, HOST, ROOM, Review, address, make_review, words

from tensplan.review.guard import SHUT

EVIL = "http://evil.example"


@pytest.fixture
def review(tmp_path: Path) -> Review:
    """Return a page with one plan that waits."""
    made = make_review(tmp_path)
    made.write()
    return made


def test_the_address_opens_once(review: Review) -> None:
    """The first browser gets the cookie, and the token is worth nothing afterwards."""
    first = review.client.get("/open", params={"token": "token"})
    assert first.status_code == 200
    assert first.headers["set-cookie"] == (
        f"{COOKIE}=session; HttpOnly; Path=/{ROOM}/; SameSite=strict"
    )
    assert "token=" not in first.text
    review.client.cookies.clear()
    again = review.client.get("/open", params={"token": "token"})
    assert again.status_code == 403
    assert "set-cookie" not in again.headers


@pytest.mark.parametrize(
    ("method", "headers"),
    [
        pytest.param("HEAD", {}, id="head"),
        pytest.param("GET", {"sec-purpose": "prefetch;prerender"}, id="prefetch"),
    ],
)
def test_a_look_ahead_does_not_use_the_address_up(
    method: str, headers: dict[str, str], review: Review
) -> None:
    """A browser that fetches an address before it is opened does not shut it."""
    ahead = review.client.request(method, "/open", params={"token": "token"}, headers=headers)
    assert ahead.status_code == 403
    assert review.client.get("/open", params={"token": "token"}).status_code == 200


@pytest.mark.parametrize(
    "path",
    ["/open", "/open?token=", "/open?token=tokem", "/", f"/{ROOM}/", f"/{ROOM}/nothing", "/plans"],
)
def test_without_the_token_everything_is_shut_alike(path: str, review: Review) -> None:
    """Nobody learns from the answer what there is: one status, one text, no plan's code."""
    answer = review.client.get(path)
    assert answer.status_code == 403
    assert SHUT in words(answer)
    assert "P-014" not in answer.text


@pytest.mark.parametrize("cookie", ["", "sessiom", "session2", "SESSION", '"session', "sessión"])
def test_another_cookie_is_no_key(cookie: str, review: Review) -> None:
    """A guessed, longer or broken cookie stays outside."""
    headers = {"cookie": f"{COOKIE}={cookie}".encode()}
    assert review.client.get(f"/{ROOM}/", headers=headers).status_code == 403


@pytest.mark.parametrize(
    "host",
    ["evil.example", f"{HOST}.evil.example", "127.0.0.1", "127.0.0.1:80", "localhost:8123", ""],
)
def test_another_host_name_is_not_answered(host: str, review: Review) -> None:
    """A name that was pointed at this machine (DNS rebinding) gets nothing, cookie or not."""
    answer = review.enter().get("/", host=host)
    assert answer.status_code == 400
    assert "P-014" not in answer.text


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"origin": EVIL}, id="other-site"),
        pytest.param({"origin": "null"}, id="sandboxed-frame"),
        pytest.param({"origin": f"http://localhost:{HOST[-4:]}"}, id="other-name"),
        pytest.param({"origin": f"https://{HOST}"}, id="other-scheme"),
        pytest.param({}, id="no-origin"),
        pytest.param({"origin": HERE, "sec-fetch-site": "cross-site"}, id="cross-site"),
        pytest.param({"origin": HERE, "sec-fetch-site": "same-site"}, id="other-port"),
    ],
)
def test_a_form_of_another_page_is_not_taken(headers: dict[str, str], review: Review) -> None:
    """Even with cookie and form token, a form that another page sent does nothing."""
    plan = review.write()
    answer = review.enter().post(f"{address(plan)}/send-back", headers=headers, reason="no")
    assert answer.status_code == 403
    assert review.desk.look()[0][0].objection is None


@pytest.mark.parametrize("token", [None, "", "form-tokem", "session"])
def test_a_form_without_its_token_is_not_taken(token: str | None, review: Review) -> None:
    """The token of the form is asked beside the origin."""
    plan = review.write()
    fields = {"reason": "no"} if token is None else {"reason": "no", "form_token": token}
    answer = review.enter().client.post(
        f"/{ROOM}{address(plan)}/send-back", data=fields, headers={"origin": HERE}
    )
    assert answer.status_code == 403
    assert review.desk.look()[0][0].objection is None


def test_a_page_that_asks_for_ours_is_refused(review: Review) -> None:
    """An image, frame or script of another site that names a page here gets nothing."""
    assert review.enter().get("/", **{"sec-fetch-site": "cross-site"}).status_code == 403
    assert review.get("/", **{"sec-fetch-site": "none"}).status_code == 200


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_other_methods_are_refused(method: str, review: Review) -> None:
    """The page is read and sends forms; nothing else."""
    assert review.enter().client.request(method, f"/{ROOM}/").status_code == 405


@pytest.mark.parametrize(
    "path",
    ["/open", "/style.css", "/nothing", f"/{ROOM}/", f"/{ROOM}/nothing", f"/{ROOM}/history"],
)
def test_every_answer_has_the_headers(path: str, review: Review) -> None:
    """Pages, style, refusals and faults: nothing is cached, framed, sniffed or loaded from elsewhere."""
    found = review.enter().client.get(path).headers
    policy = found["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'self'; img-src 'self' data:;")
    assert "form-action 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "script-src" not in policy
    assert found["cache-control"] == "no-store"
    assert found["x-content-type-options"] == "nosniff"
    assert found["referrer-policy"] == "same-origin"
    assert found["cross-origin-resource-policy"] == "same-origin"


def test_the_report_is_in_a_sandbox(review: Review) -> None:
    """Whatever a plan's words hold, the report runs nothing, sends nothing and is framed by nobody."""
    plan = review.write()
    found = review.enter().get(f"{address(plan)}/report")
    assert found.status_code == 200
    policy = found.headers["content-security-policy"]
    for rule in ("default-src 'none'", "form-action 'none'", "frame-ancestors 'none'", "; sandbox"):
        assert rule in policy
    assert "allow-scripts" not in policy
    assert "allow-same-origin" not in policy


@pytest.mark.parametrize(
    "name",
    [
        "../../../../etc/passwd",
        "..%2f..%2fstore%2ftrusted-reviewers.json",
        "plan.json",
        "0" * 64,
        "%00",
        "sha256:" + "0" * 64,
    ],
)
def test_a_plan_is_named_by_its_digest_alone(name: str, review: Review) -> None:
    """A path, dotted or encoded, leads to no file."""
    answer = review.enter().get(f"/plans/{name}")
    assert answer.status_code in (403, 404)  # a client resolves dots itself, and is outside then
    assert "root:" not in answer.text
    assert "reviewers" not in answer.text


def test_what_is_written_in_a_plan_is_text(review: Review) -> None:
    """Markup in a title is shown, not obeyed, in the list, on the plan's page and in a fault."""
    from builders import make_protocol, plan_for

    from tensplan.session_plan.canonical import canonical_bytes, digest
    from tensplan.session_plan.compose import compose

    hostile = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    data = compose(make_protocol(title=hostile), on="2026-11-20").as_json()
    data["patient"] = plan_for("P-014")["patient"]
    data["digest"] = digest(data)
    (review.desk.folder / "hostile.json").write_bytes(canonical_bytes(data))
    review.enter()
    for path in ("/", address(data), f"{address(data)}/what-if", f"{address(data)}/report"):
        text = review.get(path).text
        assert "&lt;script&gt;" in text or path.endswith("what-if")
        assert "<script" not in text
        assert "<img" not in text
