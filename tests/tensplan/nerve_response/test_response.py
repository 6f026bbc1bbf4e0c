"""The nerves' answer to a protocol, through the real simulator."""

import pytest
from builders import make_protocol, placement, program_data, waveform

from simulator.properties import device
from tensplan.nerve_response.asking import pulses_of
from tensplan.nerve_response.response import nerve_response
from tensplan.safety.limits import own_limits
from tensplan.session_plan.plan_schema import NervePart, NerveWindowPart

GENERIC = device("generic-tens")
ANKLE = placement(
    {"site": "tibial-ankle", "size_mm": [40, 40]},
    {"site": "tibial-above-ankle", "size_mm": [40, 40]},
)


def answer(program=None, **changes):
    """Return the response to a protocol over the tibial nerve at the ankle."""
    protocol = make_protocol(program or program_data(), placement=ANKLE, **changes)
    return nerve_response(protocol, profile=GENERIC, limits=own_limits())


@pytest.fixture(scope="module")
def usual():
    """Return the response at 100 us and 40 mA."""
    return answer()


def test_skin_and_nerves_of_both_pads_answer(usual):
    """Each pad has its skin with tingle and pain; nerves stand where the table has them."""
    found = {(row.pad, row.nerve, row.sense) for row in usual.rows}
    assert {
        (pad, "skin", sense) for pad in ("A1", "A2") for sense in ("sensation", "pain")
    } <= found
    assert {("A1", "tibial", "motor"), ("A2", "tibial", "sensation")} <= found
    assert ("A2", "saphenous", "sensation") in found


def test_rows_are_known_and_sorted(usual):
    """Every row is an interval above 0, the earliest median first, at three digits."""
    assert all(row.is_known for row in usual.rows)
    medians = [row.threshold_ma for row in usual.rows]
    assert medians == sorted(medians)
    assert all(value == float(f"{value:.3g}") for value in medians)


def test_reach_is_that_of_the_programs_own_cap(usual):
    """A row is reachable exactly when its low end does not pass the cap; a lower cap reaches less."""
    low = answer(program_data(amplitude_cap_ma=3))
    assert all(row.reachable == (row.threshold_low_ma <= 40) for row in usual.rows)
    assert [row.threshold_ma for row in low.rows] == [row.threshold_ma for row in usual.rows]
    assert sum(row.reachable for row in low.rows) < sum(row.reachable for row in usual.rows)


def test_the_intended_nerve_is_marked_under_both_pads(usual):
    """Tibial rows are targets, skin and saphenous are not."""
    assert {row.nerve for row in usual.rows if row.target} == {"tibial"}
    assert {row.pad for row in usual.rows if row.target} == {"A1", "A2"}


def test_the_skin_is_answered_for_both_cases_of_a_pad(usual):
    """Even flux and one potential hold the median between them; nerves have no such pair."""
    for row in usual.rows:
        pair = (row.threshold_uniform_ma, row.threshold_isopotential_ma)
        if row.nerve != "skin":
            assert pair == (None, None)
            continue
        # three digits of each, and a bracket
        assert row.threshold_ma == pytest.approx((pair[0] * pair[1]) ** 0.5, rel=0.01)
        assert pair[0] != pair[1]


def test_keys_that_earlier_plans_did_not_have_may_be_left_out(usual):
    """Nerves have no pair of cases and say nothing of it; a plan without these keys can still be read."""
    added = {"threshold_uniform_ma", "threshold_isopotential_ma"}
    for row in usual.rows:
        assert (added <= row.as_json().keys()) == (row.nerve == "skin")
    for part, keys in ((NervePart, added), (NerveWindowPart, {"selectivity"})):
        assert [part.model_fields[key].is_required() for key in keys] == [False] * len(keys)


def test_selectivity_is_the_first_other_nerve_over_the_intended_one(usual):
    """The saphenous nerve runs beside the tibial one; the skin is no other nerve."""
    (window,) = usual.parts[0].windows
    others = [
        row.threshold_ma
        for row in usual.rows
        if row.nerve not in ("skin", "tibial") and row.sense != "pain"
    ]
    # three digits of each
    assert window.selectivity == pytest.approx(min(others) / window.nerve_tingle_ma, rel=0.01)


def test_a_changing_width_is_predicted_at_its_widest_and_shown_at_its_narrowest(usual):
    """The widest pulse fires first; the narrowest needs more."""
    modulated = program_data(
        waveform=waveform(pulse_width_us=None),
        modulation=[
            {
                "parameter": "pulse_width",
                "form": "sine",
                "low_us": 50,
                "high_us": 100,
                "period_s": 6,
            }
        ],
    )
    found = answer(modulated)
    assert {row.pulse_width_us for row in found.rows} == {100}
    assert [r.threshold_ma for r in found.rows] == [r.threshold_ma for r in usual.rows]
    assert all(row.threshold_narrowest_ma > row.threshold_ma for row in found.rows)
    assert all(row.threshold_narrowest_ma is None for row in usual.rows)


def test_weak_inputs_are_named(usual):
    """A recalled depth and a chosen temperature stand beside the number that rests on them."""
    above = next(
        r for r in usual.rows if (r.pad, r.nerve, r.sense) == ("A2", "tibial", "sensation")
    )
    assert {"depth", "temperature"} <= set(above.weak)
    assert above.confidence == "project-default"


def test_sources_name_every_input(usual):
    """The response carries where its layers and depths come from."""
    assert "depth of tibial under tibial-ankle" in {s["what"] for s in usual.sources}


def test_the_same_protocol_gives_the_same_answer(usual):
    """Nothing is drawn by chance."""
    assert answer() == usual


def test_content_has_the_promised_keys(usual):
    """Rows hold at least the keys that a plan promises."""
    promised = {
        "channel", "nerve", "fibre", "sense", "threshold_ma", "threshold_low_ma",
        "threshold_high_ma", "reachable",
    }  # fmt: skip
    content = usual.content
    assert all(promised <= set(row) for row in content["nerve"])
    assert [w["channel"] for w in content["nerve_windows"]] == ["A"]


def test_a_part_is_found_by_channel_and_program(usual):
    """What a channel does not play is refused."""
    assert usual.of("A", "main").rows == usual.rows
    with pytest.raises(ValueError, match="channel A does not play other"):
        usual.of("A", "other")


def test_what_cannot_be_predicted_is_an_error():
    """Pads that overlap are refused by the simulator, and that blocks."""
    pad = {"site": "tibial-ankle", "size_mm": [150, 150]}
    other = {"site": "tibial-above-ankle", "size_mm": [150, 150]}
    protocol = make_protocol(placement=placement(pad, other))
    (found,) = nerve_response(protocol, profile=GENERIC, limits=own_limits()).findings
    assert (found.rule, found.severity) == ("nerve/not-known", "error")
    assert "overlap" in found.message


def test_rows_need_the_widest_pulse_only_once():
    """A constant width has one pulse."""
    program = make_protocol(program_data()).programs["main"]
    widest, narrowest = pulses_of(program)
    assert widest == narrowest
