"""A word for those who wait."""

import threading
import time

from tensplan.cli.progress import said_when_long


def test_a_long_task_says_why(capsys):
    """After the delay one line stands on standard error, and nothing on standard output."""
    said, end = "", time.monotonic() + 60
    with said_when_long("compiling", after_s=0.01):
        while not said and time.monotonic() < end:
            time.sleep(0.01)
            said = capsys.readouterr().err
    out, err = capsys.readouterr()
    assert (out, said + err) == ("", "compiling\n")


def test_a_short_task_is_silent(capsys):
    """What is done before the delay says nothing, also not later: nobody is left to say it."""
    before = set(threading.enumerate())
    with said_when_long("compiling", after_s=60):
        (timer,) = set(threading.enumerate()) - before
    timer.join(30)
    assert not timer.is_alive()
    assert capsys.readouterr().err == ""
