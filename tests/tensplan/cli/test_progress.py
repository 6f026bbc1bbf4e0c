"""A word for those who wait."""

import time

from tensplan.cli.progress import said_when_long


def test_a_long_task_says_why(capsys):
    """After the delay one line stands on standard error, and nothing on standard output."""
    with said_when_long("compiling", after_s=0.01):
        time.sleep(0.3)
    out, err = capsys.readouterr()
    assert (out, err) == ("", "compiling\n")


def test_a_short_task_is_silent(capsys):
    """What is done before the delay says nothing, also not later."""
    with said_when_long("compiling", after_s=0.2):
        pass
    time.sleep(0.4)
    assert capsys.readouterr().err == ""
