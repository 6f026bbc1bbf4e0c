"""What the wire can say of a plan: the patterns, and what was asked beside what they give."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise, takewhile
from math import lcm
from typing import Any

from simulator.exact import MICROSECONDS
from simulator.sciencemode4.balance import NotEncodable, most_steps, pulse_points, rule_value
from simulator.sciencemode4.burst_pattern import fit, points_of
from simulator.sciencemode4.cues import LONGEST_PERIOD_US, Cue, cues, nearest_us
from simulator.sciencemode4.mid_level import CHANNELS, FINE_US, OVERHEAD_US, Pattern
from simulator.sciencemode4.point import STEPS_PER_MA, length_us
from simulator.train import Train


@dataclass(frozen=True, kw_only=True, slots=True)
class Compared:
    """One quantity of a channel, as asked and as encoded.

    Parameters
    ----------
    channel : str
        Its id.
    quantity, unit : str
        What, in the words and units of files.
    asked, encoded : float
        The two values.
    rule : str
        How far they may differ.
    """

    channel: str
    quantity: str
    unit: str
    asked: float
    encoded: float
    rule: str

    def as_json(self) -> dict[str, Any]:
        """Return it as data."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, kw_only=True, slots=True)
class Encoding:
    """A train that the wire can say.

    Parameters
    ----------
    channel : str
        Its id.
    train : Train
        What is asked.
    cap_steps : int
        Highest amplitude in steps of 0.5 mA.
    compared : tuple of Compared
        Asked and encoded side by side.
    busy : float
        Largest share of the output stage that it needs.
    whole_bursts : bool
        Whether each burst is one pattern.
    """

    channel: str
    train: Train
    cap_steps: int
    compared: tuple[Compared, ...]
    busy: float
    whole_bursts: bool = False

    @property
    def cap_ma(self) -> float:
        """Highest amplitude that is ever sent [mA]."""
        return self.cap_steps / STEPS_PER_MA

    def cues(self) -> Iterator[Cue]:
        """Yield when its patterns begin."""
        return cues(self.train, whole_bursts=self.whole_bursts)

    def pattern(self, cue: Cue, level_ma: float) -> tuple[Pattern, float]:
        """Return the pattern of a pulse or a burst, and its amplitude.

        Parameters
        ----------
        cue : Cue
            When, how wide, and at what share.
        level_ma : float
            What the person has set, before ramps and modulation. [mA]

        Returns
        -------
        pattern : Pattern
            Never above the level or the cap.
        amplitude_ma : float
            Of its leading phase, the largest in a burst. [mA]

        Raises
        ------
        ValueError
            If the level is negative or no number.
        """
        if not level_ma >= 0:
            raise ValueError(f"level must be at least 0 mA, got {level_ma} mA")
        points, steps = points_of(self.train, cue, level_ma, self.cap_steps)
        return Pattern(points, cue.period_us), steps / STEPS_PER_MA


def encode(trains: Mapping[str, Train]) -> tuple[Encoding, ...]:
    """Encode the channels of a plan, or say which rule stands against it.

    Parameters
    ----------
    trains : mapping of str to Train
        By channel id, at their caps.

    Returns
    -------
    tuple of Encoding
        One for each channel, in order.

    Raises
    ------
    NotEncodable
        If the wire cannot say it by the rules of the project.

    Examples
    --------
    >>> train = Train(shape="symmetric-biphasic", amplitude=0.0203, width_us=100,
    ...               pulse_rate=80, duration_us=60_000_000)
    >>> (one,) = encode({"A": train})
    >>> one.cap_ma, [(row.quantity, row.asked, row.encoded) for row in one.compared][3]
    (20.0, ('mean_rate_hz', 80.0, 80.0))
    """
    if len(trains) > CHANNELS:
        raise NotEncodable("channels", f"{len(trains)} channels; the device has {CHANNELS}")
    encoded = tuple(_encode(name, train) for name, train in trains.items())
    busy = sum(one.busy for one in encoded)
    if not busy < 1:
        raise NotEncodable(
            "busy",
            f"at their fastest the channels need the output stage {busy:.3f} s of each second",
        )
    return encoded


def _encode(name: str, train: Train) -> Encoding:
    """Encode one channel."""
    try:
        cap = int(Fraction(repr(train.amplitude)) * 1000 * STEPS_PER_MA)
        if not 1 <= cap <= most_steps():
            raise NotEncodable(
                "amplitude",
                f"the cap must be 0.5 to {most_steps() / STEPS_PER_MA:g} mA, got {train.amplitude * 1e3:g} mA",
            )
        bursts = () if train.burst is None else _cycle(train, whole_bursts=True)
        whole = bool(bursts) and fit(train, bursts, cap)
        if not whole:
            _check_rates(train)
        cycle = bursts if whole else _cycle(train, whole_bursts=False)
        rows = _compare(name, train, cycle, cap, bursts)
        busy = _busiest(train, cycle, cap)
    except NotEncodable as refused:
        raise NotEncodable(refused.rule, f"channel {name}: {refused}") from None
    return Encoding(
        channel=name, train=train, cap_steps=cap, compared=rows, busy=busy, whole_bursts=whole
    )


def _check_rates(train: Train) -> None:
    """Refuse a constant rate that no period comes near to."""
    modulated = train.modulation("pulse_rate") is not None
    own = [step.pulse_rate for step in train.steps]
    rates = {rate for rate in own if rate is not None}
    if not modulated and train.pulse_rate is not None and (not own or None in own):
        rates.add(train.pulse_rate)
    allowed = rule_value("rate_tolerance").value
    for rate in sorted(rates):
        asked = MICROSECONDS / rate
        period = nearest_us(round(asked))
        if not abs(asked / period - 1) <= allowed:
            raise NotEncodable(
                "rate",
                f"{float(rate):g} Hz has a period of {float(asked) / 1e3:.4g} ms; the nearest on the wire, "
                f"{period / 1e3:g} ms, is {MICROSECONDS / period:.4g} Hz, more than {allowed:.0%} away",
            )
        if asked > LONGEST_PERIOD_US:
            raise NotEncodable(
                "rate",
                f"{float(rate):g} Hz has a period of {float(asked) / 1e6:.4g} s; the wire goes up to "
                f"{LONGEST_PERIOD_US / 1e6:g} s",
            )


def _cycle_us(train: Train) -> int:
    """Time after which pulses and grid repeat; the session where they do not sooner [us]."""
    pattern = train.pattern_us
    return train.duration_us if pattern is None else min(train.duration_us, lcm(pattern, FINE_US))


def _cycle(train: Train, *, whole_bursts: bool) -> tuple[Cue, ...]:
    """One cycle on the grid of the wire."""
    end, found = _cycle_us(train), cues(train.without_ramps(), whole_bursts=whole_bursts)
    return tuple(takewhile(lambda cue: cue.onset_us < end, found))


def _busiest(train: Train, cycle: tuple[Cue, ...], cap_steps: int) -> float:
    """Largest share of the output stage that a pattern needs; raises where one does not fit."""
    forms = {(cue.pulses, cue.period_us): cue for cue in cycle}.values()
    sent = ((cue, points_of(train, cue, cap_steps / STEPS_PER_MA, cap_steps)[0]) for cue in forms)
    busy = max((length_us(points) + OVERHEAD_US) / cue.period_us for cue, points in sent)
    if not busy < 1:
        raise NotEncodable("busy", f"a pulse and 60 us do not fit into its period: {busy:.3f}")
    return busy


def _compare(
    name: str, train: Train, cycle: tuple[Cue, ...], cap_steps: int, bursts: tuple[Cue, ...]
) -> tuple[Compared, ...]:
    """Set asked and encoded side by side; raises where rules break."""
    asked = train.without_ramps().window(0, _cycle_us(train))
    count = sum(len(cue.pulses) for cue in cycle)
    mean = count / len(asked) - 1
    allowed = rule_value("rate_tolerance").value
    if not abs(mean) <= allowed:
        raise NotEncodable(
            "sweep",
            f"{len(asked)} pulses are asked in a cycle, {count} encoded, {mean:+.2%}; at most {allowed:.0%}",
        )
    seconds = _cycle_us(train) / MICROSECONDS
    width = max(width for cue in cycle for _, width, _ in cue.pulses)
    pulse = train.pulse(width)
    sent = pulse_points(pulse, cap_steps)
    leading = sent[0]
    phase_us = sum(p.duration_us for p in sent if p.current_ma * leading.current_ma > 0)
    charge = sum(p.duration_us * p.current_ma for p in sent)
    rows = (
        ("amplitude_cap_ma", "mA", train.amplitude * 1e3, leading.current_ma, "towards 0 to 0.5 mA"),
        ("widest_pulse_width_us", "us", width, phase_us, "up to 5 % less"),
        ("phase_charge_uc", "uC", train.amplitude * 1e3 * pulse.width_us / 1e3,
         phase_us * leading.current_ma / 1e3, "not above the asked one"),
        ("mean_rate_hz", "Hz", len(asked) / seconds, count / seconds, "within 1 %"),
        ("net_charge_uc", "uC", 0.0, charge / 1e3, "exactly 0"),
    )  # fmt: skip
    compared = tuple(
        Compared(
            channel=name,
            quantity=quantity,
            unit=unit,
            asked=float(want),
            encoded=float(got),
            rule=rule,
        )
        for quantity, unit, want, got, rule in rows
    )
    return (*compared, *_interval_rows(name, train, cycle, bursts))


def _interval_rows(
    name: str, train: Train, cycle: tuple[Cue, ...], bursts: tuple[Cue, ...]
) -> Iterator[Compared]:
    """Shortest and longest time between pulses, bursts, and how often the host has to speak."""
    onsets = train.without_ramps().window(0, min(2 * _cycle_us(train), train.duration_us)).onset_us
    gaps = [int(b - a) for a, b in pairwise(onsets)]
    encoded = [interval for cue in cycle for interval in cue.intervals_us]
    near, whole = "half a step of 250 us", cycle is bursts
    if gaps:
        rules = {"shortest": "exact in a burst" if whole else near, "longest": near}
        for (word, rule), pick in zip(rules.items(), (min, max), strict=True):
            yield Compared(
                channel=name, quantity=f"{word}_interval_us", unit="us", asked=float(pick(gaps)),
                encoded=float(pick(encoded)), rule=rule,
            )  # fmt: skip
    if bursts:
        yield Compared(
            channel=name, quantity="pulses_per_pattern", unit="1",
            asked=float(max(len(burst.pulses) for burst in bursts)),
            encoded=float(max(len(cue.pulses) for cue in cycle)),
            rule="a burst is one pattern" if whole else "too long for 16 points: timed by messages",
        )  # fmt: skip
    changes = sum(
        (a.period_us, a.pulses) != (b.period_us, b.pulses) for a, b in pairwise((*cycle, cycle[0]))
    )
    yield Compared(
        channel=name, quantity="updates_per_s", unit="1/s", asked=0.0,
        encoded=changes * MICROSECONDS / _cycle_us(train), rule="sent while a pulse lasts",
    )  # fmt: skip
