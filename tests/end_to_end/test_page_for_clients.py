"""docs/test-your-client.md: what it tells people to copy runs in somebody else's project."""

from __future__ import annotations

import json
import re
import sys
from importlib.metadata import entry_points
from pathlib import Path

import pytest
from device_process import DeviceProcess
from foreign_project import ForeignProject
from house.tree import read

PAGE = read("docs/test-your-client.md")
PLUGIN = (
    [] if "tensplan" in entry_points(group="pytest11").names else ["-p", "tensplan.pytest_plugin"]
)
PYTEST = [sys.executable, "-m", "pytest", *PLUGIN, "-p", "no:cacheprovider", "-q"]
DEVICE = [sys.executable, "-m", "tensplan", "device"]


@pytest.fixture
def project(tmp_path: Path) -> ForeignProject:
    """Copy the page's files into a folder."""
    found = ForeignProject(tmp_path)
    for name, body in re.findall(r"```python\n# (\w+\.py)\n(.*?)```", PAGE, re.DOTALL):
        found.write(name, body)
    assert len(list(tmp_path.iterdir())) == 3
    return found


def test_the_command_of_the_page_runs(project: ForeignProject) -> None:
    """The client plays its second, and the device ends with it."""
    (command,) = re.findall(r"```sh\n(tensplan device -- python (.*))\n```", PAGE)
    done = project.run(*DEVICE, "--ledger", "ledger.json", "--", sys.executable, command[1])
    assert done.returncode == 0, done.stderr
    one = json.loads((project.folder / "ledger.json").read_text())["channels"]["1"]
    assert one["delivered"]["pulses"] >= 48
    assert "no listed limit broken" in done.stderr


def test_the_tests_of_the_page_pass(project: ForeignProject) -> None:
    """Three tests with the fixture, each with a device of its own."""
    done = project.run(*PYTEST)
    assert done.returncode == 0, done.stdout
    assert "3 passed" in done.stdout


USE = """
import sys, time
import pytest
from simulator.sciencemode4.host import Host, NoAnswer
from simulator.sciencemode4.mid_level import Pattern
from simulator.sciencemode4.point import Point
from simulator.sciencemode4.ports.line import LinkLost, open_line

def play(port):
    line = open_line(port)
    host = Host(line, answer_us=700_000)
    host.mid_level_init()
    host.update({0: Pattern((Point(200, 20), Point(200, -20)), 10_000, ramp=10)})
    return line, host

def test_everything(virtual_stimulator):
    it = virtual_stimulator
    line, host = play(it.port)
    assert it.status["level"] == "mid-level-running"
    it.link_fault("drop")
    with pytest.raises(NoAnswer):
        host.current_data()
    host.current_data()
    it.inject("output-gain", channel="1", value=3.0)
    time.sleep(0.3)
    assert "excess" in it.hazards["1"]
    before = it.clock
    it.clear()
    assert it.clock > before
    it.unplug()
    with pytest.raises((NoAnswer, LinkLost)):
        host.current_data()
    line.close()
    line, host = play(it.plug())
    it.freeze()
    with pytest.raises(NoAnswer):
        host.current_data()
    it.thaw()
    assert host.status().status.name == "NOTHING"
    line.close()
    with pytest.raises(ValueError, match="fault must be one of"):
        it.inject("gremlins")

def test_one_is_not_the_other(virtual_stimulator):
    assert virtual_stimulator.ledger["1"]["delivered"]["pulses"] == 0
    assert virtual_stimulator.hazards == {}
    assert virtual_stimulator.limits_passed == []
"""


def test_all_of_the_fixture_works(tmp_path: Path) -> None:
    """What the table of the page names, on a live terminal; each test has a new device."""
    project = ForeignProject(tmp_path)
    project.write("test_use.py", USE)
    done = project.run(*PYTEST)
    assert "2 passed" in done.stdout, done.stdout


def test_the_fixture_sleeps_until_it_is_asked_for(tmp_path: Path) -> None:
    """It is listed, and costs no import."""
    project = ForeignProject(tmp_path)
    project.write(
        "test_own.py",
        "import sys\n"
        "def test_own():\n"
        "    loaded = {m for m in sys.modules if m.startswith(('tensplan', 'simulator', 'numpy'))}\n"
        "    assert loaded == {'tensplan', 'tensplan.pytest_plugin'}\n",
    )
    assert "1 passed" in project.run(*PYTEST).stdout
    assert "virtual_stimulator -- " in project.run(*PYTEST, "--fixtures").stdout


SOCKET_CLIENT = """
import asyncio, os
import my_client
from socket_connection import SocketConnection
my_client.SerialPortConnection = SocketConnection
asyncio.run(my_client.main(os.environ["TENSPLAN_PORT"]))
"""


def test_the_connection_of_the_page_carries_the_client(project: ForeignProject) -> None:
    """The same client over TCP."""
    project.write("over_tcp.py", SOCKET_CLIENT)
    done = project.run(*DEVICE, "--tcp", "127.0.0.1:0", "--", sys.executable, "over_tcp.py")
    assert done.returncode == 0, done.stderr
    assert "1 of 8 channels used" in done.stderr


def test_the_talk_at_the_back_door_is_so(tmp_path: Path) -> None:
    """Each answer of the page is given to its request, but for the time."""
    lines = re.findall(r"^([<>]) (\{.*\})$", PAGE, re.MULTILINE)
    assert [side for side, _ in lines] == [">", "<"] * 3
    pairs = [
        (json.loads(a), json.loads(b))
        for (_, a), (_, b) in zip(lines[::2], lines[1::2], strict=True)
    ]
    with DeviceProcess(folder=tmp_path) as device, device.door() as door:
        for request, answer in pairs[1:]:
            said = door.ask_line(request)
            assert said | ({"at_us": 0} if said["ok"] else {}) == answer | (
                {"at_us": 0} if said["ok"] else {}
            )


def test_the_requests_of_the_page_are_all_there_are() -> None:
    """No request is missing from the table, and none is invented."""
    table = PAGE.split("| `do` | with |")[1].split("\n\n")[0]
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    named = {word for row in rows for word in re.findall(r"`([\w-]+)`", row)}
    (said,) = re.findall(r"do must be one of (.*?), got 'dance'", PAGE)
    assert named == set(said.split(", "))
