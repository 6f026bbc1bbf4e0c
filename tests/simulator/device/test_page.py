"""The page on the device: its examples run as they stand."""

from __future__ import annotations

import re
from typing import Any

from house.tree import read

from simulator.device import read_faults
from simulator.sciencemode4.live_device import LiveDevice
from simulator.sciencemode4.ports.tcp_port import TcpPort
from simulator.sciencemode4.script import read_script

PAGE = read("docs/device.md")


def block(language: str) -> str:
    """Return the code block of a language."""
    (found,) = re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    return str(found)


def test_the_example_latches_when_a_pad_comes_off() -> None:
    """A pad falls off after ten minutes: sent, asked and delivered end there, with nothing more."""
    names: dict[str, Any] = {}
    exec(block("python"), names)
    device = names["stim"]
    assert (device.report().state, device.report().fault) == ("fault-latched", "lead-off")
    columns = device.channels["A"].side_by_side()
    assert {column["pulses"] for column in columns.values()} == {59_901}
    assert columns["delivered"]["charge"] < columns["sent"]["charge"] < columns["asked"]["charge"]


def test_the_lines_of_the_page_are_faults() -> None:
    """The file of faults that the page shows is read."""
    kinds = [fault.kind for fault in read_faults(block("json").splitlines())]
    assert kinds == ["electrode-peel", "supply-loss"]


def test_the_requests_of_the_page_are_understood() -> None:
    """The lines for the back door may stand in a file of faults, in any order."""
    live = LiveDevice(TcpPort, lambda: 0)
    try:
        script = read_script(reversed(block("jsonl").splitlines()), live.door)
    finally:
        live.close()
    assert [request["do"] for _, request in script] == ["unplug", "plug", "link"]
