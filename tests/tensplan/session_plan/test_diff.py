"""What changed between two protocols, in clinical words, worst first."""

import copy

import pytest
from builders import PROTOCOL

from tensplan.protocol.model import Protocol
from tensplan.session_plan.change import EFFECTS, Change, worst_first
from tensplan.session_plan.diff import diff_protocols

HEAT = {
    "modality": "heat",
    "area": "lumbar",
    "pack": "moist-heat-pack",
    "pack_temperature_c": 60,
    "cover": {"dry_towel_layers": 6},
    "duration_min": 15,
    "when": "before-stimulation",
    "gap_min": 10,
    "skin_check_every_min": 5,
}
COLD = {**HEAT, "modality": "cold", "pack": "gel-pack", "pack_temperature_c": 5}
BASE = {**PROTOCOL, "thermal": [HEAT, COLD], "evidence": []}
MAIN = ("programs", "main")
PAD = ("placement", "channels", 0, "pads", 0)
SWEEP = [{"parameter": "pulse_rate", "form": "sine", "low_hz": 60, "high_hz": 80, "period_s": 8}]
STEPS = [{"pulse_rate_hz": 80, "duration_s": 3}, {"pulse_rate_hz": 5, "duration_s": 3}]
CHANNEL = {**PROTOCOL["placement"]["channels"][0], "id": "B"}


def protocol(*changes: tuple) -> Protocol:
    """Return the base protocol with values replaced at paths."""
    content = copy.deepcopy(BASE)
    for path, value in changes:
        here = content
        for part in path[:-1]:
            here = here[part]
        if value is ...:
            del here[path[-1]]
        else:
            here[path[-1]] = value
    return Protocol.model_validate(content)


def effects(*changes: tuple) -> list[tuple[str, str]]:
    """Return effect and what of every change against the base."""
    return [
        (change.effect, change.what) for change in diff_protocols(protocol(), protocol(*changes))
    ]


RAISING = [
    ((*MAIN, "amplitude_cap_ma"), 50, "amplitude cap"),
    ((*MAIN, "waveform", "pulse_width_us"), 150, "pulse width"),
    ((*MAIN, "pulse_rate_hz"), 100, "pulse rate"),
    ((*MAIN, "duration_min"), 40, "session"),
    ((*MAIN, "ramp", "up_s"), 1, "ramp-up"),
    ((*MAIN, "ramp", "down_s"), 0, "ramp-down"),
    ((*MAIN, "target"), "motor-twitch", "target"),
    ((*PAD, "size_mm"), [40, 40], "outline"),
    ((*PAD, "conductive_area_cm2"), 15, "conductive area"),
    (("thermal", 0, "pack_temperature_c"), 70, "pack temperature"),
    (("thermal", 0, "cover", "dry_towel_layers"), 4, "cover"),
    (("thermal", 0, "duration_min"), 20, "time on the skin"),
    (("thermal", 0, "gap_min"), 5, "gap to the stimulation"),
    (("thermal", 0, "skin_check_every_min"), 10, "skin check every"),
    (("thermal", 1, "pack_temperature_c"), 0, "pack temperature"),
    (("course", "sessions_per_day"), 3, "sessions a day"),
    (("course", "days_per_week"), 6, "days a week"),
    (("course", "weeks"), 8, "weeks"),
    (("course", "minimum_gap_h"), 1, "gap between sessions"),
]


@pytest.mark.parametrize(("path", "value", "what"), RAISING, ids=lambda part: str(part)[:50])
def test_what_raises_exposure_is_said_to(path, value, what):
    """More, stronger, smaller, hotter, sooner or less watched raises; the way back lowers."""
    assert ("raises", what) in effects((path, value))
    back = diff_protocols(protocol((path, value)), protocol())
    assert ("lowers", what) in [(change.effect, change.what) for change in back]


@pytest.mark.parametrize(
    ("path", "value", "what"),
    [
        ((*PAD, "site"), "fibular-neck", "site"),
        (("placement", "strategy"), "distal-nerve", "strategy"),
    ],
    ids=["site", "strategy"],
)
def test_a_moved_pad_raises_both_ways(path, value, what):
    """Nobody judged the new place by the old one's test of the skin."""
    assert ("raises", what) in effects((path, value))
    back = diff_protocols(protocol((path, value)), protocol())
    assert ("raises", what) in [(change.effect, change.what) for change in back]


def test_net_charge_raises():
    """A monophasic pulse leaves charge behind."""
    shape = {"shape": "monophasic", "pulse_width_us": 100, "cathode": 1}
    assert effects(((*MAIN, "waveform"), shape)) == [("raises", "pulse")]


def test_rate_source_is_compared_in_words():
    """From one rate to a sweep that goes no higher: lower, and said as one change."""
    changes = diff_protocols(
        protocol(), protocol(((*MAIN, "pulse_rate_hz"), ...), ((*MAIN, "modulation"), SWEEP))
    )
    assert [(c.effect, c.what, c.before, c.after) for c in changes] == [
        ("lowers", "pulse rate", "80 Hz", "60-80 Hz, sine over 8 s")
    ]


def test_steps_with_slower_parts_lower():
    """The same highest rate for half of the time is less."""
    change = effects(((*MAIN, "pulse_rate_hz"), ...), ((*MAIN, "steps"), STEPS))
    assert change == [("lowers", "pulse rate")]


def test_burst_that_lets_fewer_pulses_through_lowers():
    """A burst is compared by the pulses that it lets through."""
    assert effects(((*MAIN, "burst"), {"on_s": 1, "off_s": 1})) == [("lowers", "burst")]


def test_added_channel_raises_and_removed_one_lowers():
    """A channel more is more current."""
    more = ((("placement", "channels"), [BASE["placement"]["channels"][0], CHANNEL]),)
    assert effects(*more) == [("raises", "added")]
    back = diff_protocols(protocol(*more), protocol())
    assert [(change.effect, change.what) for change in back] == [("lowers", "removed")]


def test_removed_pack_lowers():
    """Heat that is taken away is no heat."""
    assert effects((("thermal",), [HEAT])) == [("lowers", "removed")]


def test_renamed_program_is_wording():
    """A new name alone changes nothing that reaches the skin."""
    programs = {"other": BASE["programs"]["main"]}
    channel = ("placement", "channels", 0, "program")
    assert effects((("programs",), programs), (channel, "other")) == [("wording", "name")]


def test_silenced_voice_against_is_no_mere_wording():
    """A removed voice against is shown above the wording, an added one with it."""
    voices = [*BASE["evidence_against"], {"citation": "Example 2020", "says": "no effect"}]
    more = ((("evidence_against",), voices),)
    assert effects(*more) == [("wording", "added")]
    back = diff_protocols(protocol(*more), protocol())
    assert [(change.effect, change.what) for change in back] == [("changes", "removed")]


def test_title_is_wording():
    """Text is told apart from what acts."""
    assert effects((("title",), "Another title")) == [("wording", "title")]


def test_nothing_changed_gives_nothing():
    """The same protocol twice differs in nothing."""
    assert diff_protocols(protocol(), protocol()) == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ((*MAIN, "amplitude_cap_ma"), 40.0000001),
        (("course", "rotation"), ["main"]),
        ((*MAIN, "waveform", "interphase_interval_us"), 10),
    ],
    ids=["tiny", "rotation of one", "interval"],
)
def test_no_difference_is_lost(path, value):
    """Whatever differs is reported, if only as a detail."""
    assert effects((path, value)) != []


def test_worst_comes_first():
    """Harm-raising first, then unclear, then lowering, then text; within one, the cap leads."""
    found = effects(
        (("title",), "Another"),
        (("course", "weeks"), 2),
        (("status",), "active"),
        ((*MAIN, "pulse_rate_hz"), 90),
        ((*MAIN, "amplitude_cap_ma"), 45),
    )
    assert found == [
        ("raises", "amplitude cap"),
        ("raises", "pulse rate"),
        ("changes", "status"),
        ("lowers", "weeks"),
        ("wording", "title"),
    ]


def test_larger_changes_come_before_smaller_ones_of_the_same_kind():
    """Among equals the larger relative change leads."""
    small, large = (
        Change(effect="raises", where="", what="", before="", after="", relative=share, rank=1)
        for share in (0.1, 0.5)
    )
    assert worst_first([small, large]) == [large, small]


def test_relative_change_is_exact():
    """40 mA to 50 mA is a quarter more."""
    (change,) = diff_protocols(protocol(), protocol(((*MAIN, "amplitude_cap_ma"), 50)))
    assert change.relative == pytest.approx(0.25, rel=1e-12)  # one division of doubles


def test_effects_are_ordered():
    """The order of the output is the order of harm."""
    assert EFFECTS == ("raises", "changes", "lowers", "wording")
