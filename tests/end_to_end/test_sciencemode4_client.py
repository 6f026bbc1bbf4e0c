"""A client that others wrote (science-mode-4) drives the virtual device over a terminal."""

from __future__ import annotations

import asyncio
import logging
import socket
import subprocess
import sys
import tarfile
from collections.abc import Awaitable, Callable
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path

import pytest
from science_mode_4 import (
    Channel,
    ChannelPoint,
    Connection,
    Connector,
    DeviceP24,
    LowLevelHighVoltageSource,
    LowLevelMode,
    MidLevelChannelConfiguration,
    ProtocolError,
    ResultAndError,
    SerialPortConnection,
)
from virtual_p24 import VirtualP24

from simulator.device import Contact
from simulator.sciencemode4.codes import Status
from simulator.sciencemode4.p24_output import P24Output
from simulator.sciencemode4.ports.pty_port import PtyPort
from simulator.sciencemode4.ports.tcp_port import TcpPort
from simulator.skin_load import resistor

CLIENT = f"science-mode-4=={version('science-mode-4')}"
PADS = Contact(areas=(20e-4, 20e-4), bench=resistor(500.0))
RUNNER = Path(__file__).with_name("run_example.py")


@pytest.fixture(autouse=True)
def quiet_client():
    """Keep the client's log off the console."""
    logging.getLogger("science_mode_4").setLevel(logging.ERROR)


def drive(
    p24: VirtualP24,
    flow: Callable[[DeviceP24], Awaitable[None]],
    connection: Connection | None = None,
) -> None:
    """Open the device, let the client initialise it, do something, close."""
    connection = SerialPortConnection(p24.port.name) if connection is None else connection
    connection.open()

    async def session() -> None:
        device = DeviceP24(connection)
        await device.initialize()
        await flow(device)

    try:
        asyncio.run(session())
    finally:
        connection.close()


def biphasic(current: float, period_ms: int = 20, ramp: int = 3) -> MidLevelChannelConfiguration:
    """Build a pulse of 200 us, 100 us pause, 200 us."""
    points = [ChannelPoint(200, current), ChannelPoint(100, 0), ChannelPoint(200, -current)]
    return MidLevelChannelConfiguration(True, ramp, period_ms, points)


def test_it_identifies_the_device():
    """Id, firmware and protocol version, over a link with a name of its own."""
    seen = []

    async def flow(device: DeviceP24) -> None:
        general = device.get_layer_general()
        seen.extend([general.device_id, general.firmware_version, general.science_mode_version])

    with VirtualP24() as p24:
        drive(p24, flow)
    assert seen == ["SIM0000001", "1.2.3", "4.0.0"]


def test_it_plays_the_low_level(tmp_path):
    """Pulses on both connectors; each answer comes after its pulse."""
    acks = []

    async def flow(device: DeviceP24) -> None:
        low = device.get_layer_low_level()
        await low.init(LowLevelMode.NO_MEASUREMENT, LowLevelHighVoltageSource.STANDARD)
        points = [ChannelPoint(1000, 10), ChannelPoint(4000, 0), ChannelPoint(1000, -10)]
        for connector in Connector:
            for channel in Channel:
                low.send_channel_config(True, channel, connector, points)
        while len(acks) < 8:
            ack = low.packet_buffer.get_packet_from_buffer()
            acks.extend([ack] if ack else [])
            await asyncio.sleep(0.005)
        await low.stop()

    with VirtualP24(PtyPort(tmp_path / "p24")) as p24:
        drive(p24, flow)
    assert {ack.result for ack in acks} == {ResultAndError.NO_ERROR}
    onsets = [onset for _, onset, _ in p24.bench.given]
    assert [channel for channel, _, _ in p24.bench.given] == list(range(8))
    assert min(b - a for a, b in pairwise(onsets)) >= 6060


def test_it_reads_what_was_measured():
    """128 samples of 10 mA into 500 ohm."""
    acks = []

    async def flow(device: DeviceP24) -> None:
        low = device.get_layer_low_level()
        await low.init(LowLevelMode.STIM_CURRENT, LowLevelHighVoltageSource.STANDARD)
        low.send_channel_config(True, Channel.RED, Connector.YELLOW, [ChannelPoint(1280, 10)])
        while not acks:
            ack = low.packet_buffer.get_packet_from_buffer()
            acks.extend([ack] if ack else [])
            await asyncio.sleep(0.005)
        await low.stop()

    with VirtualP24() as p24:
        drive(p24, flow)
    (ack,) = acks
    assert (ack.sampling_time_in_microseconds, ack.measurement_samples) == (10, [10.0] * 128)


def test_it_plays_the_mid_level_and_keeps_it_alive():
    """Two channels at 50 and 100 Hz for longer than two seconds; not one pulse is missing."""
    active = []

    async def flow(device: DeviceP24) -> None:
        mid = device.get_layer_mid_level()
        await mid.init(True)
        await mid.update([biphasic(20), biphasic(10, 10)])
        for _ in range(3):
            await asyncio.sleep(0.9)
            active.append((await mid.get_current_data()).is_stimulation_active_per_channel)
        await mid.stop()

    with VirtualP24() as p24:
        drive(p24, flow)
        assert p24.device.status.status is Status.NOTHING
    assert active == [[True, True] + [False] * 6] * 3
    by_channel = [[t for c, t, _ in p24.bench.given if c == n] for n in (0, 1)]
    for onsets, period in zip(by_channel, (20_000, 10_000), strict=True):
        assert len(onsets) >= 2_700_000 // period
        assert {b - a for a, b in pairwise(onsets)} == {period}
    first = [round(current * 1000, 6) for c, _, current in p24.bench.given if c == 0][:4]
    assert first == [5.0, 10.0, 15.0, 20.0]


def test_without_keep_alive_it_finds_the_device_stopped():
    """After two seconds the client is told that no channel plays; an update starts again."""
    active = []

    async def flow(device: DeviceP24) -> None:
        mid = device.get_layer_mid_level()
        await mid.init(True)
        await mid.update([biphasic(20)])
        await asyncio.sleep(2.2)
        active.append((await mid.get_current_data()).is_stimulation_active_per_channel[0])
        await mid.update([biphasic(20)])
        active.append((await mid.get_current_data()).is_stimulation_active_per_channel[0])
        await mid.stop()

    with VirtualP24() as p24:
        drive(p24, flow)
    assert active == [False, True]


@pytest.mark.parametrize(
    ("load", "error", "plays"),
    [
        pytest.param(None, ResultAndError.ELECTRODE_ERROR, False, id="electrode-off"),
        pytest.param(10_000.0, ResultAndError.PULSE_LOW_CURRENT_ERROR, True, id="low-current"),
    ],
)
def test_it_is_told_of_a_fault(load, error, plays):
    """A fault that comes during a session reaches the client with the next keep-alive."""
    seen = []

    async def flow(device: DeviceP24) -> None:
        mid = device.get_layer_mid_level()
        await mid.init(False)
        await mid.update([biphasic(20), biphasic(20)])
        p24.bench.load[1] = load
        await asyncio.sleep(0.1)
        seen.append(await mid.get_current_data())
        await mid.stop()

    with VirtualP24() as p24:
        drive(p24, flow)
    (data,) = seen
    assert data.channel_error[:2] == [ResultAndError.NO_ERROR, error]
    assert data.is_stimulation_active_per_channel[:2] == [True, plays]


def test_it_is_told_what_is_refused():
    """Not ready, too busy: each raises the client's own error with the device's reason."""
    said = []

    async def flow(device: DeviceP24) -> None:
        mid = device.get_layer_mid_level()
        for act in (
            lambda: mid.update([biphasic(20)]),
            lambda: mid.init(True),
            lambda: mid.update([biphasic(20, 1)] * 2),
        ):
            try:
                await act()
            except ProtocolError as error:
                said.append(str(error))
        await mid.stop()

    with VirtualP24() as p24:
        drive(p24, flow)
    assert [text.split()[-1] for text in said] == ["NOT_INITIALIZED", "PULSE_TIMEOUT_ERROR"]


def test_it_resets_and_comes_back():
    """A session that was left running is found stopped; a reset is answered; so is a second client."""
    seen = []

    async def leave_running(device: DeviceP24) -> None:
        mid = device.get_layer_mid_level()
        await mid.init(True)
        await mid.update([biphasic(20)])

    async def reset(device: DeviceP24) -> None:
        seen.append(p24.bench.on)
        await device.get_layer_general().reset()

    with VirtualP24() as p24:
        drive(p24, leave_running)
        p24.wait_until(lambda: not p24.service.host_there)
        drive(p24, reset)
        drive(p24, reset)
    assert seen == [False, False]


def test_the_ledger_holds_what_it_asked_for():
    """On the virtual stimulator: 20 mA for 200 us are 4 uC a phase, at every pulse it asked for."""
    output = P24Output({str(n): PADS for n in range(8)})

    async def flow(device: DeviceP24) -> None:
        mid = device.get_layer_mid_level()
        await mid.init(True)
        await mid.update([biphasic(20, ramp=0)])
        await asyncio.sleep(0.5)
        await mid.get_current_data()
        await mid.stop()

    with VirtualP24(output=output) as p24:
        drive(p24, flow)
    totals = output.device.channels["0"].ledger.totals()
    assert totals.pulses >= 25
    assert totals.charge == pytest.approx(totals.pulses * 8e-6, rel=1e-9)
    assert totals.net_charge == pytest.approx(0.0, abs=1e-15)


class SocketConnection(Connection):
    """Twelve lines with which the client runs where there are no terminals."""

    def __init__(self, name: str) -> None:
        address, number = name.split(":")
        self._to = (address, int(number))

    def open(self) -> None:
        self._line = socket.create_connection(self._to)
        self._line.setblocking(False)

    def close(self) -> None:
        self._line.close()

    def is_open(self) -> bool:
        return self._line.fileno() >= 0

    def write(self, data: bytes) -> None:
        self._line.sendall(data)

    def clear_buffer(self) -> None:
        self._read_intern()

    def _read_intern(self) -> bytes:
        try:
            return self._line.recv(4096)
        except BlockingIOError:
            return b""


def test_it_plays_over_a_socket():
    """With a connection of its own kind, the same client drives the same device over TCP."""
    active = []

    async def flow(device: DeviceP24) -> None:
        mid = device.get_layer_mid_level()
        await mid.init(True)
        await mid.update([biphasic(20)])
        active.append((await mid.get_current_data()).is_stimulation_active_per_channel[0])
        await mid.stop()

    with VirtualP24(TcpPort()) as p24:
        drive(p24, flow, SocketConnection(p24.port.name))
    assert active == [True]


FLOWS = {
    "general.example_general": ("", "Device id: SIM0000001", set()),
    "low_level.example_low_level": ("1.2.+.1.q", "channel: 3, result: NO_ERROR", set(range(8))),
    "mid_level.example_mid_level": (".....q", "press q to quit", {0, 1}),
    "mid_level.example_mid_level_simple": ("", "", {0, 1}),
    "mid_level.example_mid_level_update": ("..3.+..q", "Change current to 51", set(range(8))),
}
"""Example, keys that are pressed (a dot waits half a second), what it prints, who gets pulses."""


@pytest.mark.long
@pytest.mark.parametrize("flow", FLOWS, ids=str)
def test_its_own_examples_run_unchanged(flow, source):
    """Every example for the stimulator in the client's source archive ends as its author meant."""
    keys, printed, channels = FLOWS[flow]
    with VirtualP24() as p24:
        done = subprocess.run(
            [sys.executable, str(RUNNER), str(source), flow, p24.port.name, keys],
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert p24.device.status.status is Status.NOTHING
    assert printed in done.stdout
    assert {channel for channel, _, _ in p24.bench.given} == channels
    assert not p24.bench.on


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Fetch the client's source archive of the version that is installed, with pip."""
    folder = tmp_path_factory.mktemp("client")
    pip = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--no-binary", ":all:"]
    subprocess.run([*pip, "-d", str(folder), CLIENT], check=True, timeout=300)
    (archive,) = folder.glob("*.tar.gz")
    with tarfile.open(archive) as tar:
        tar.extractall(folder, filter="data")
    (unpacked,) = [path for path in folder.iterdir() if path.is_dir()]
    return unpacked
