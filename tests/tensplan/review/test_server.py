"""Serving: this machine alone, one line when it cannot, a clean end; and the verb itself."""

from __future__ import annotations

import re
import signal
import socket
import stat
import subprocess
import sys
import urllib.error
import urllib.request
import webbrowser
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tensplan.cli.run import run
from tensplan.review.server import can_show_a_browser, listening, opened_in_browser


def test_a_port_in_use_is_one_clear_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 2, and what to do."""
    with listening() as own:
        port = own.getsockname()[1]
        assert run(["review", str(tmp_path), "--port", str(port), "--store", str(tmp_path)]) == 2
    said = capsys.readouterr().err
    assert f"port {port} is in use" in said
    assert "name another with --port" in said


def test_a_folder_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 2 before anything listens."""
    assert run(["review", "no-such-folder"]) == 2
    assert "there is no folder no-such-folder" in capsys.readouterr().err


def test_it_answers_to_this_machine_alone() -> None:
    """The socket is bound to the loopback address, and no option changes that."""
    with listening() as own:
        assert own.family == socket.AF_INET
        assert own.getsockname()[0] == "127.0.0.1"


def test_the_browser_is_led_in_by_a_file_of_its_owner(monkeypatch: pytest.MonkeyPatch) -> None:
    """The token is on no command line; the file is for the owner alone and gone afterwards."""
    asked: list[str] = []
    monkeypatch.setattr(webbrowser, "open", asked.append)
    with opened_in_browser("http://127.0.0.1:1/open?token=abc") as path:
        assert asked == [path.as_uri()]
        assert "abc" not in asked[0]
        assert "token=abc" in path.read_text(encoding="utf-8")
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert not path.exists()


def test_no_browser_opens_in_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only a terminal of a desktop is a place where a browser is expected."""
    monkeypatch.setenv("DISPLAY", ":0")
    assert not can_show_a_browser()


def test_from_start_to_ctrl_c(tmp_path: Path) -> None:
    """The printed address opens once, nothing is logged, and Ctrl-C ends it with code 0."""
    command = [
        sys.executable,
        "-m",
        "tensplan",
        "review",
        str(tmp_path),
        "--store",
        str(tmp_path / "s"),
    ]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, bufsize=1
    ) as page:
        assert page.stdout is not None
        address = page.stdout.readline().strip()
        with urllib.request.urlopen(address, timeout=30) as answer:
            assert answer.status == 200
            assert answer.headers["server"] is None
        with pytest.raises(urllib.error.HTTPError, match="403") as caught:
            urllib.request.urlopen(address, timeout=30)
        caught.value.close()
        page.send_signal(signal.SIGINT)
        out, err = page.communicate(timeout=30)
    assert page.returncode == 0
    assert out == ""
    assert err.startswith("The address opens once. 0 plans wait for review in ")
    assert err.splitlines()[-1] == "stopped"
    assert "token" not in err


ENDLESS = """
import sys, threading
from tensplan.cli.run import run
from tensplan.review.pages import Pages

def works_for_ever(pages, request):
    print("working", file=sys.stderr, flush=True)
    threading.Event().wait()

Pages.what_if = works_for_ever
sys.exit(run(["review", sys.argv[1], "--store", sys.argv[1], "--no-open"]))
"""


def test_ctrl_c_waits_for_no_work(tmp_path: Path) -> None:
    """A page that is still being made when Ctrl-C comes does not hold the end up."""
    command = [sys.executable, "-c", ENDLESS, str(tmp_path)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, bufsize=1
    ) as page:
        try:
            assert page.stdout is not None
            assert page.stderr is not None
            address = urlsplit(page.stdout.readline().strip())
            asked = HTTPConnection(address.netloc, timeout=60)
            asked.request("GET", f"{address.path}?{address.query}")
            door = asked.getresponse()
            inside = re.search(r'href="(/[^"]+/)"', door.read().decode())
            assert inside is not None
            cookie = {"Cookie": door.headers["set-cookie"].split(";")[0]}
            asked.request("GET", f"{inside[1]}plans/{'0' * 64}/what-if", headers=cookie)
            while "working" not in page.stderr.readline():
                pass
            page.send_signal(signal.SIGINT)
            assert page.wait(timeout=60) == 0
            asked.close()
        finally:
            page.kill()
