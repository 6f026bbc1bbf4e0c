"""One output channel: what it is told, what its firmware sends, what its pads deliver."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from simulator.device.beat import Beat, silent
from simulator.device.condition import Condition
from simulator.device.contact import Contact
from simulator.device.detector import Detector, Observation
from simulator.device.ledger import Entry, Ledger, Totals, table
from simulator.device.level import Level
from simulator.device.memory import Memory, deliver
from simulator.device.program import Program
from simulator.device.tally import Tally
from simulator.exact import FloatArray
from simulator.output_stage import OutputStage
from simulator.pulses import Block


@dataclass(frozen=True, eq=False)
class Passage:
    """Pulses that passed: their block, in device time, amplitudes commanded, what came, and after.

    A block with repeats passed the same way every time.
    """

    program: Program
    block: Block
    sent: FloatArray
    beats: list[Beat]
    memory: Memory


@dataclass(frozen=True, slots=True)
class Trip:
    """A detector saw a fault: when it acts [us], and its name."""

    at_us: int
    detector: str


class Channel:
    """One pair of pads with its output stage.

    Parameters
    ----------
    stage : OutputStage
        Whole, as the profile states it.
    contact : Contact
        The pads as they lie.
    """

    def __init__(self, stage: OutputStage, contact: Contact) -> None:
        self.stage = stage
        self.contact = contact
        self.condition = Condition()
        self.program: Program | None = None
        self.offset_us = 0  # device time at which the session's time is 0
        self.level = Level()
        self.wanted = 0.0  # amplitude that was set, before the steps of the device [A]
        self.sending = False
        self.held = False  # the session's time is given again later
        self.error = ""
        self.pending = False
        self.routes: tuple[tuple[Channel, float], ...] = ((self, 1.0),)
        self.memory = Memory()
        self.ledger = Ledger()
        self.asked = Tally()
        self.sent = Tally()

    def place(self, contact: Contact) -> None:
        """Change how the pads lie."""
        self.contact = contact
        self.memory = self.memory.forget()

    def change(self, condition: Condition) -> None:
        """Change the state of the hardware."""
        self.condition = condition
        self.memory = self.memory.forget()

    def play(self, start_us: int, stop_us: int, asking: bool) -> None:
        """Deliver what starts in a half-open window of device time, and write it down.

        Parameters
        ----------
        start_us, stop_us : int
            Within which nothing but the rise of the level changes. [us]
        asking : bool
            Whether the session runs, so that its pulses are asked for.
        """
        if asking and self.program is not None and not self.held:
            for block in self._blocks(self.program, start_us, stop_us):
                self.asked.add(self.program, block, self.wanted * block.pulses.gain)
        if self.sending and self.program is not None:
            for block in self._levelled(self.program, start_us, stop_us):
                amplitudes = self.level.at(block.pulses.onset_us) * block.pulses.gain
                self.sent.add(self.program, block, amplitudes)
        for target, share in self.routes:
            for passage in self.passages(start_us, stop_us, target, share):
                target.write(passage)

    def write(self, passage: Passage) -> None:
        """Take what passed these pads into the ledger."""
        block = passage.block
        values = table(passage.beats) * self.contact.skin_share
        areas = self.contact.touched
        self.ledger.add(Entry(block.pulses.onset_us, values, areas, block.period_us, block.repeats))
        self.memory = passage.memory

    def side_by_side(self) -> dict[str, dict[str, float]]:
        """Return pulses, charge [C] and peak [A] as asked for, as sent, and as delivered."""
        columns: dict[str, Tally | Totals] = {
            "asked": self.asked,
            "sent": self.sent,
            "delivered": self.ledger.totals(),
        }
        return {
            name: {"pulses": column.pulses, "charge": column.charge, "peak": column.peak}
            for name, column in columns.items()
        }

    def examine(self, start_us: int, stop_us: int, watched: Sequence[Detector]) -> Trip | None:
        """Return the first trip of a detector in a window, if there is one."""
        own = dict(self.routes).get(self, 0.0)
        known: set[tuple[int, float]] = set()
        for passage in self.passages(start_us, stop_us, self, own):
            pulses = passage.block.pulses
            rows = zip(pulses.onset_us, pulses.width_us, passage.sent, passage.beats, strict=True)
            for onset, width, sent, came in rows:
                if (id(came), sent) in known:
                    continue
                known.add((id(came), sent))
                seen = self._observe(passage.program, int(width), float(sent), came)
                tripped = [detector for detector in watched if detector.trips(seen)]
                if tripped:
                    first = min(tripped, key=lambda detector: detector.delay_us)
                    return Trip(int(onset + width) + first.delay_us, first.id)
        return None

    def _observe(self, program: Program, width_us: int, sent: float, came: Beat) -> Observation:
        """Put together what the device can measure of one pulse; nothing commands a stuck one."""
        phases = program.phases(width_us)
        total = sum(width * relative for _, width, relative in phases)
        commanded = 0.0 if self.condition.stuck else sent
        return Observation(
            sent=commanded,
            sent_charge=commanded * abs(phases[0][2]) * phases[0][1] * 1e-6,
            balanced=not self.condition.stuck and abs(total) < 1e-9 * width_us,
            holds_current=self.stage.output == "constant-current",
            came=came,
            condition=self.condition,
        )

    def passages(
        self, start_us: int, stop_us: int, target: Channel, share: float
    ) -> Iterator[Passage]:
        """Yield what passes the pads of a channel when it gets a share of this one's current."""
        program, blocks = self._physical(start_us, stop_us)
        memory = target.memory
        for block in blocks:
            for passage in self._repeat(program, block, target, share, memory):
                memory = passage.memory
                yield passage

    def _physical(self, start_us: int, stop_us: int) -> tuple[Program | None, Iterator[Block]]:
        """Return what really plays, and its blocks in device time."""
        stuck = self.condition.program(None, self._stuck_amplitude(start_us))
        if self.condition.stuck:
            began = self.condition.stuck_us
            return stuck, iter(()) if stuck is None else _moved(stuck, start_us, stop_us, began)
        program = self.condition.program(self.program, 0.0)
        if program is None or not self.sending:
            return None, iter(())
        return program, self._levelled(program, start_us, stop_us)

    def _stuck_amplitude(self, now_us: int) -> float:
        """Amplitude of a current that does not end. [A]"""
        if self.condition.stuck == "bridge":
            source = self.condition.source(self.stage)
            return source.compliance_voltage / source.nominal_load
        return self.level.present(now_us) if self.sending else 0.0

    def _blocks(self, program: Program, start_us: int, stop_us: int) -> Iterator[Block]:
        """Blocks of a program in device time."""
        yield from _moved(program, start_us, stop_us, self.offset_us)

    def _levelled(self, program: Program, start_us: int, stop_us: int) -> Iterator[Block]:
        """Blocks in device time, those during the rise of the level pulse by pulse."""
        turn = min(max(self.level.end_us, start_us), stop_us)
        for block in self._blocks(program, start_us, turn):
            yield Block(block.expand(), block.start_us, block.period_us * block.repeats, 1)
        yield from self._blocks(program, turn, stop_us)

    def _commanded(self, block: Block) -> FloatArray:
        """Amplitude commanded for each pulse of a block. [A]"""
        if self.condition.stuck:
            return block.pulses.gain * self._stuck_amplitude(block.start_us)
        return self.level.at(block.pulses.onset_us) * block.pulses.gain

    def _repeat(
        self, program: Program | None, block: Block, target: Channel, share: float, memory: Memory
    ) -> Iterator[Passage]:
        """Pass a block again and again until the cells repeat; then the rest is the same."""
        if program is None or not len(block.pulses):
            return
        sent = self._commanded(block)
        last: Passage | None = None
        entered: tuple[float, ...] | None = None
        for number in range(block.repeats):
            now = Block(block.pulses.shifted(number * block.period_us), 0, block.period_us, 1)
            state = self._entry(target, memory, int(now.pulses.onset_us[0]))
            if last is not None and state == entered:
                left = block.repeats - number
                end = replace(last.memory, end_us=last.memory.end_us + left * block.period_us)
                yield replace(last, block=replace(now, repeats=left), memory=end)
                return
            last = self._pass(program, now, sent, target, share, memory)
            yield last
            memory, entered = last.memory, state

    def _entry(self, target: Channel, memory: Memory, onset_us: int) -> tuple[float, ...]:
        """Cells at an onset."""
        load = target.contact.load
        if load is None:
            return ()
        return memory.before(self.condition.source(self.stage), load, onset_us).state

    def _pass(
        self,
        program: Program,
        block: Block,
        sent: FloatArray,
        target: Channel,
        share: float,
        memory: Memory,
    ) -> Passage:
        """Pass each pulse of a block once."""
        condition, load = self.condition, target.contact.load
        source = condition.source(self.stage)
        came: list[Beat] = []
        for onset, width, commanded in zip(
            block.pulses.onset_us.tolist(), block.pulses.width_us.tolist(), sent.tolist(),
            strict=True,
        ):  # fmt: skip
            phases = condition.phases(program.phases(width))
            driven = (commanded + condition.added * (commanded > 0)) * condition.gain * share
            if share == 0:
                came.append(silent(()))
                continue
            done, memory = deliver(memory, source, phases, driven, load, onset)
            came.append(done)
        return Passage(program, block, sent, came, memory)


def _moved(program: Program, start_us: int, stop_us: int, by_us: int) -> Iterator[Block]:
    """Yield the blocks in a window of device time, of a program that began then."""
    for block in program.blocks(start_us - by_us, stop_us - by_us):
        pulses = block.pulses.shifted(by_us)
        yield Block(pulses, block.start_us + by_us, block.period_us, block.repeats)
