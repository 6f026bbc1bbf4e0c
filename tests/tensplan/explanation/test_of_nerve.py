"""What is predicted of the nerves, explained with a plan's own values."""

import pytest

from tensplan.explanation.of_nerve import predicted, prediction_explained

WINDOW = {"channel": "A", "program": "main"}


@pytest.mark.parametrize(
    ("window", "said"),
    [
        pytest.param({**WINDOW, "selectivity": 1.25}, "1.25", id="stated"),
        pytest.param(WINDOW, "not stated", id="no-other-nerve-or-an-earlier-plan"),
    ],
)
def test_a_window_without_a_value_is_told_so(window, said):
    """A reader who names a plan is answered for each of its windows."""
    plan = {"nerve": [], "nerve_windows": [window]}
    told = prediction_explained(predicted()["selectivity"], plan).facts
    assert [value for key, value in told if key == "in this plan"] == [f"channel A (main): {said}"]
