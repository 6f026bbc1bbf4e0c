"""Whether the device reaches the cap, in words."""

from __future__ import annotations

import pytest

from tensplan.report.output import output_answers


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("reaches-cap", "The device reaches the cap into every skin that was tried."),
        ("may-clip", "The device does not reach the cap into some of the skins that were tried."),
        ("clips", "The device reaches the cap into none of the skins that were tried."),
    ],
)
def test_answer_has_a_sentence_and_what_limits_it(answer, words, plan):
    """Each answer is said, with the cause and what every skin gets."""
    plan["output"][0].update(answer=answer, limited_by=["device maximum"])
    (entry,) = output_answers(plan)
    assert entry.sentences[:2] == (words, "Limited by: device maximum.")
    assert "Every skin gets 10.4 mA without clipping." in entry.sentences


def test_unknown_voltage_promises_nothing(plan):
    """Without a voltage no skin is said to be reached, nor to be free of clipping."""
    plan["output"][0].update(answer="unknown", limited_by=[], compliance_voltage_v=None)
    (entry,) = output_answers(plan)
    assert "does not state its voltage" in entry.sentences[0]
    assert not any("without clipping" in sentence for sentence in entry.sentences)
    assert {(load.clips, load.reached) for load in entry.loads} == {("not known", "not known")}


def test_loads_are_told_one_by_one(plan):
    """Each skin shows its voltage, whether it clips, and the charge that is left."""
    last = output_answers(plan)[0].loads[-1]
    assert (last.needed, last.clips, last.reached) == ("231 V", "yes", "10.4 mA")
    assert last.net_charge == "−0.996 µC"


@pytest.mark.parametrize(
    ("unbalanced", "said"), [(0, False), (None, False), (-0.56, True)], ids=["zero", "none", "some"]
)
def test_imbalance_is_said_when_there_is_one(unbalanced, said, plan):
    """A remainder of the phase charge is named as a share, whatever its sign."""
    plan["output"][0]["worst_net_share"] = unbalanced
    sentences = output_answers(plan)[0].sentences
    assert ("Up to 56 % of the phase charge is left unbalanced." in sentences) is said


def test_equal_voltages_are_said_once(plan):
    """A constant-voltage device needs one voltage, not a range."""
    plan["output"][0].update(needed_voltage_low_v=20, needed_voltage_high_v=20)
    assert "The pulse needs 20 V." in output_answers(plan)[0].sentences
