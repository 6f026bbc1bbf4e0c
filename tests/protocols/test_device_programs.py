"""The programs of real devices: as printed, complete in what they leave open, exact in time."""

import json
from fractions import Fraction
from pathlib import Path

import pytest

from simulator.schedule import Step
from simulator.train import Train
from tensplan.checking import check_files
from tensplan.protocol.catalogue import device_programs, load_document
from tensplan.protocol.device_program_timing import (
    loop_seconds,
    needed_but_unstated,
    onsets_per_loop,
    pulses_per_loop,
)
from tensplan.protocol.validation import validate
from tensplan.units import exact, whole_microseconds

PRINTED = {
    row["id"]: row
    for row in json.loads(Path(__file__).with_name("device_programs.json").read_text("utf-8"))[
        "programs"
    ]
}
IDS = tuple(device_programs())
LOOPED = tuple(name for name, row in PRINTED.items() if "loop_s" in row)


def program_of(name):
    """Return the model of a shipped device program."""
    return validate(load_document(device_programs()[name])).model


def printed(name, key):
    """Return a printed value as a list, empty when the source has none."""
    value = PRINTED[name].get(key, [])
    return value if isinstance(value, list) else [value]


def rates(program):
    """Return every pulse rate that a file gives, a range as its two ends. [Hz]"""
    found = [program.pulse_rate_hz, *(step.pulse_rate_hz for step in program.steps or ())]
    for entry in program.modulation or ():
        found += [entry.low_hz, entry.high_hz]
    if program.adjustable:
        found += program.adjustable.pulse_rate_hz or ()
    return [rate for rate in found if rate is not None]


def widths(program):
    """Return every pulse width that a file gives, a range as its two ends. [us]"""
    found = [program.waveform.pulse_width_us, *(s.pulse_width_us for s in program.steps or ())]
    for entry in program.modulation or ():
        found += [entry.low_us, entry.high_us]
    if program.adjustable:
        found += program.adjustable.pulse_width_us or ()
    return [width for width in found if width is not None]


def counting_train(program, loops):
    """Return a train for counting onsets only.

    The makers leave the shape open. Onsets do not depend on it, so a monophasic pulse stands in;
    nothing else is asked of this train.
    """
    steps = tuple(
        Step(
            exact(step.pulse_rate_hz),
            None,
            whole_microseconds(step.duration_s),
            whole_microseconds(step.off_s or 0),
        )
        for step in program.steps
    )
    return Train(
        shape="monophasic",
        amplitude=0.01,
        width_us=program.waveform.pulse_width_us,
        steps=steps,
        duration_us=loops * whole_microseconds(loop_seconds(program)),
    )


def test_every_printed_program_has_a_file():
    """Files and printed programs are the same set, by id."""
    assert set(IDS) == set(PRINTED)


@pytest.mark.parametrize("name", IDS)
def test_file_checks_without_error_or_warning(name):
    """A device program has at most notes, since the project's caps do not bind it."""
    assert {finding.severity for finding in check_files([device_programs()[name]]).findings} <= {
        "note"
    }


@pytest.mark.parametrize("name", IDS)
def test_file_is_named_by_its_id(name):
    """The file's name is its id."""
    assert program_of(name).id == name


@pytest.mark.parametrize("name", IDS)
def test_title_is_the_printed_one(name):
    """Title and device are those of the manual."""
    assert program_of(name).title == PRINTED[name]["name"]


@pytest.mark.parametrize("name", IDS)
def test_rates_are_the_printed_ones(name):
    """The file gives the printed pulse rates and no other."""
    cycles = [cycle["rate_hz"] for cycle in PRINTED[name].get("cycles", ())]
    expected = cycles + printed(name, "rate_hz") + printed(name, "intra_burst_hz")
    assert rates(program_of(name)) == expected


@pytest.mark.parametrize("name", IDS)
def test_widths_are_the_printed_ones(name):
    """The file gives the printed pulse widths and no other."""
    assert sorted(widths(program_of(name))) == sorted(printed(name, "width_us"))


@pytest.mark.parametrize("name", IDS)
def test_minutes_are_the_printed_ones(name):
    """The session is as long as printed, or left open."""
    assert program_of(name).duration_min == PRINTED[name].get("minutes")


@pytest.mark.parametrize("name", [n for n, row in PRINTED.items() if "burst_rate_hz" in row])
def test_bursts_are_the_printed_ones(name):
    """The burst rate is the printed value, or the printed range is the user's to set."""
    program = program_of(name)
    adjustable = program.adjustable.bursts_per_s if program.adjustable else None
    found = list(adjustable or [program.burst.bursts_per_s])
    assert found == printed(name, "burst_rate_hz")


def test_burst_rule_gives_the_printed_burst_length():
    """Enraf-Nonius: as many pulses as the rate starts in 100 ms."""
    program = program_of("enraf-burst")
    seconds = Fraction(PRINTED["enraf-burst"]["burst_ms"], 1000)
    assert program.burst.pulses_per_burst == exact(program.pulse_rate_hz) * seconds


@pytest.mark.parametrize("name", [n for n, row in PRINTED.items() if "cycle_s" in row])
def test_modulation_period_is_the_printed_cycle(name):
    """Every modulation repeats after the printed cycle."""
    assert {entry.period_s for entry in program_of(name).modulation} == {PRINTED[name]["cycle_s"]}


@pytest.mark.parametrize("name", LOOPED)
def test_steps_are_the_printed_cycles(name):
    """On and off time of each step are the printed ones."""
    steps = [(step.duration_s, step.off_s or 0) for step in program_of(name).steps]
    assert steps == [(cycle["on_s"], cycle["off_s"]) for cycle in PRINTED[name]["cycles"]]


@pytest.mark.parametrize("name", LOOPED)
def test_loop_seconds_are_exact(name):
    """The loop lasts exactly the printed seconds."""
    assert loop_seconds(program_of(name)) == exact(PRINTED[name]["loop_s"])


@pytest.mark.parametrize("name", LOOPED)
def test_nominal_pulses_are_exact(name):
    """Rate times on time, summed over the loop, is the value worked out by hand."""
    expected = exact(PRINTED[name]["nominal_pulses_per_loop"])
    assert pulses_per_loop(program_of(name)) == expected


@pytest.mark.parametrize("name", LOOPED)
def test_simulated_onsets_per_loop(name):
    """The simulator starts the rounded-up number of pulses of each step, in every loop alike."""
    program = program_of(name)
    train, loop_us = counting_train(program, 3), whole_microseconds(loop_seconds(program))
    counts = [train.window(i * loop_us, (i + 1) * loop_us).onset_us.size for i in range(3)]
    assert counts == [onsets_per_loop(program)] * 3


def test_burst_programme_starts_a_fraction_of_a_pulse_more():
    """18.75 nominal pulses in a quarter of a second are 19 starts, so 20 and not 19.75 a loop."""
    program = program_of("beurer-em80-09")
    assert pulses_per_loop(program) == Fraction(79, 4)
    assert onsets_per_loop(program) == 20


@pytest.mark.parametrize("name", [name for name in IDS if name not in LOOPED])
def test_no_loop_without_a_stated_dwell(name):
    """A program whose loop the source does not give has no loop length and no pulse count."""
    program = program_of(name)
    found = (loop_seconds(program), pulses_per_loop(program), onsets_per_loop(program))
    assert found == (None, None, None)


@pytest.mark.parametrize("name", IDS)
def test_what_is_missing_is_said(name):
    """All that a train needs and the file lacks is listed as unstated, or is the user's to set."""
    program = program_of(name)
    missing = set(needed_but_unstated(program)) - set(program.unstated)
    dumped = program.adjustable.model_dump() if program.adjustable else {}
    adjustable = {key for key, value in dumped.items() if value is not None}
    relative = {entry.low_share_of_set is not None for entry in program.modulation or ()}
    if True in relative:
        adjustable.add("bounds")
    assert {path.rsplit(".", 1)[-1] for path in missing} <= adjustable


@pytest.mark.parametrize("name", IDS)
def test_what_is_unstated_is_absent(name):
    """A key listed as unstated has no value in the file."""
    listed = set(program_of(name).unstated)
    assert listed - {"meaning.pulse_width"} <= set(needed_but_unstated(program_of(name)))
    meaning = program_of(name).meaning
    assert ("meaning.pulse_width" in listed) == (meaning.pulse_width is None)


@pytest.mark.parametrize("name", IDS)
def test_shape_is_never_assumed(name):
    """No source states the pulse shape, so no program can be simulated as it stands."""
    assert "waveform.shape" in needed_but_unstated(program_of(name))


@pytest.mark.parametrize("name", IDS)
def test_source_has_an_address(name):
    """Each program names the page that it was read from."""
    assert "http" in program_of(name).source


COMPLETE = {
    "schema": "tensplan/device-program/1",
    "id": "x",
    "device": "x",
    "title": "x",
    "source": "x",
    "confidence": "x",
    "waveform": {
        "shape": "asymmetric-biphasic",
        "pulse_width_us": 100,
        "interphase_interval_us": 0,
        "recharge_ratio": 4,
        "cathode": 1,
    },
    "pulse_rate_hz": 80,
    "modulation": [
        {"parameter": "pulse_width", "form": "step", "low_us": 50, "high_us": 90, "period_s": 1}
    ],
    "burst": {"on_s": 1, "off_s": 1},
    "duration_min": 30,
    "unstated": [],
}

WITHOUT = [
    ("waveform.shape", ("waveform", "shape")),
    ("waveform.interphase_interval_us", ("waveform", "interphase_interval_us")),
    ("waveform.recharge_ratio", ("waveform", "recharge_ratio")),
    ("waveform.cathode", ("waveform", "cathode")),
    ("pulse_rate_hz", ("pulse_rate_hz",)),
    ("modulation.form", ("modulation", 0, "form")),
    ("modulation.period_s", ("modulation", 0, "period_s")),
    ("burst.off_s", ("burst", "off_s")),
    ("duration_min", ("duration_min",)),
]


def model_of(content):
    """Return the model of a device program given as plain values."""
    return type(program_of("miocare-1")).model_validate(content)


def without(path):
    """Return the complete program without one key."""
    content = json.loads(json.dumps(COMPLETE))
    here = content
    for part in path[:-1]:
        here = here[part]
    del here[path[-1]]
    return content


def test_complete_program_needs_nothing():
    """A program that states everything can be simulated."""
    assert needed_but_unstated(model_of(COMPLETE)) == ()


@pytest.mark.parametrize(("missing", "path"), WITHOUT, ids=[name for name, _ in WITHOUT])
def test_each_missing_key_is_named(missing, path):
    """Leaving one needed key out names that key and no other."""
    assert needed_but_unstated(model_of(without(path))) == (missing,)
