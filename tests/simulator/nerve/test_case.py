"""Cases as flat descriptions: what is refused, and with which words."""

import pytest

from simulator.nerve import threshold

GOOD = {
    "model": "MRG_INTERPOLATION",
    "diameter_um": 10.0,
    "n_nodes": 21,
    "pulse": "cathodic",
    "pw_ms": 0.1,
    "r_mm": 1.0,
}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        pytest.param({"model": "HH"}, "model must be one of MRG_DISCRETE", id="model"),
        pytest.param({"pulse": "sine"}, "pulse must be one of cathodic", id="pulse"),
        pytest.param({"colour": 1}, r"unknown \['colour'\]", id="unknown-key"),
        pytest.param({"diameter_um": 17.0}, "within 2 to 16 um, got 17 um", id="thick"),
        pytest.param(
            {"diameter_um": float("nan")},
            "diameter_um must be a finite number, got nan",
            id="nan-size",
        ),
        pytest.param(
            {"model": "MRG_DISCRETE", "diameter_um": 9.0}, "one of 1, 2, 5.7", id="not-printed"
        ),
        pytest.param({"model": "SUNDT"}, "within 0.2 to 2 um, got 10 um", id="thick-c-fibre"),
        pytest.param(
            {"n_nodes": 10}, "nodes must be at least 11, at most 20000, got 10", id="few-nodes"
        ),
        pytest.param({"pw_ms": 0.004}, "at least one step of 5 us, got 4 us", id="short-pulse"),
        pytest.param({"pw_ms": float("nan")}, "pw_ms must be a finite number", id="nan-pulse"),
        pytest.param({"gap_ms": -0.1}, "gap_ms must be at least 0 ms, got -0.1 ms", id="gap"),
        pytest.param({"delay_ms": -0.1}, "start of a phase must be at least 0 s", id="delay"),
        pytest.param(
            {"dt_ms": 0.0}, "dt must be above 0 and at most 50 us, got 0 us", id="no-step"
        ),
        pytest.param({"dt_ms": 0.06}, "at most 50 us, got 60 us", id="coarse-step"),
        pytest.param({"r_mm": 0.0}, "distance must be above 0 m", id="at-the-fibre"),
        pytest.param({"r_mm": float("nan")}, "r_mm must be a finite number", id="nan-distance"),
        pytest.param({"sigma_S_m": -1.0}, "conductivity must be above 0 S/m", id="medium"),
        pytest.param({"tstop_ms": 0.1}, "tstop_ms must be after the end", id="early-stop"),
        pytest.param(
            {"tol_rel": 0.0}, "tol_rel must be within 4e-08 to 0.1, got 0.0", id="tolerance"
        ),
        pytest.param(
            {"diameter_um": None}, "diameter_um must be a finite number, got None", id="null"
        ),
        pytest.param({"pw_ms": "0.1"}, "pw_ms must be a finite number, got '0.1'", id="text"),
        pytest.param({"gap_ms": True}, "gap_ms must be a finite number, got True", id="truth"),
        pytest.param({"delay_ms": float("inf")}, "delay_ms must be a finite number", id="endless"),
        pytest.param(
            {"z_offset_from_center_node_mm": float("nan")},
            "z_offset.* a finite number",
            id="nowhere",
        ),
        pytest.param({"n_nodes": 21.5}, "n_nodes must be a whole number, got 21.5", id="half-node"),
        pytest.param({"n_nodes": 10**9}, "at most 20000, got 1000000000", id="endless-fibre"),
        pytest.param(
            {"detect_node": 3.5}, "detect_node must be a whole number", id="half-detector"
        ),
        pytest.param(
            {"sources": [[1.0, 0.0]]}, r"sources must be rows of .* got \[1.0, 0.0\]", id="row"
        ),
        pytest.param(
            {"sources": [[1.0, 0.0, None]]}, "sources: weight must be a finite number", id="weight"
        ),
        pytest.param({"sources": 5}, "sources must be a list of rows", id="no-rows"),
        pytest.param({"sources": "1 0 1"}, "sources must be a list of rows", id="rows-as-text"),
        pytest.param(
            {"model": "SUNDT", "diameter_um": 1.0, "n_nodes": None, "r_mm": 50.0},
            "distance must ask for at most 20000 nodes, got 50 mm that asks for 36603",
            id="far",
        ),
        pytest.param(
            {"model": "SUNDT", "diameter_um": 1.0, "n_nodes": None, "r_mm": 5.0, "temp_C": 15.0},
            "fibre must be crossed within 1 s, got 35 mm that may take 1.6 s; .* or a wait",
            id="slow",
        ),
        pytest.param({"sources": [[1.0, 0.0, 0.0]]}, "field must change along", id="no-weight"),
        pytest.param({"temp_C": 50.0}, "within 15 to 42 degC, got 50.0 degC", id="hot"),
        pytest.param({"detect_node": 20}, "within 1 to 19, got 20", id="sealed-node"),
    ],
)
def test_what_cannot_be_run_is_refused(change, words):
    """Each refusal names the quantity, what is allowed, and what was given."""
    with pytest.raises(ValueError, match=words):
        threshold({**GOOD, **change})


def test_missing_keys_are_named():
    """A case without its distance says so."""
    with pytest.raises(ValueError, match=r"missing \['r_mm'\]"):
        threshold({key: value for key, value in GOOD.items() if key != "r_mm"})


def test_a_fibre_that_has_no_time_to_answer_is_refused():
    """No action potential can arrive in one step after the pulse, at any current."""
    with pytest.raises(ValueError, match=r"40 doublings|stay within 500 mV"):
        threshold({**GOOD, "tstop_ms": 0.11})


def test_several_sources_are_summed():
    """Two half sources at one place are one whole."""
    one = threshold({**GOOD, "tol_rel": 1e-5})
    two = threshold({**GOOD, "tol_rel": 1e-5, "sources": [[1.0, 0.0, 0.5], [1.0, 0.0, 0.5]]})
    # the brackets begin alike, so only rounding is left beside one bracket of 2.5e-6
    assert two == pytest.approx(one, rel=3e-6)


def test_listed_sources_need_no_distance_of_their_own():
    """A row says how far its source is; a distance beside the list is not read."""
    one, listed = threshold(GOOD), {**GOOD, "sources": [[1.0, 0.0, 1.0]]}
    del listed["r_mm"]
    assert [threshold(listed), threshold({**listed, "r_mm": None})] == [one, one]


def test_a_whole_number_may_be_written_with_a_point():
    """Tables of another program write 21 nodes as 21.0."""
    assert threshold({**GOOD, "n_nodes": 21.0, "detect_node": 18.0}) == threshold(GOOD)


def test_what_is_no_description_is_refused():
    """A list of values is no case."""
    with pytest.raises(TypeError, match="case must be a mapping of keys, got list"):
        threshold([1.0, 2.0])


@pytest.mark.parametrize("pulse", ["cathodic", "anodic", "biphasic_af"])
def test_nodes_of_its_own_choice_are_enough_near_a_source(pulse):
    """One millimetre away the fibre is as long as its cuts are felt, not as a multiple of the distance."""
    case = {**GOOD, "pulse": pulse, "tol_rel": 1e-5}
    del case["n_nodes"]
    # 11 nodes, three and five distances, gave 2 % more (cathodic) and 40 % less (anodic)
    assert threshold(case) == pytest.approx(threshold({**GOOD, **case, "n_nodes": 101}), rel=1e-3)


def test_nodes_of_its_own_choice_are_enough_without_myelin():
    """Three distances to each side fired at a cut when the anodic phase came first."""
    case = {**GOOD, "model": "SUNDT", "diameter_um": 1.0, "pulse": "biphasic_af", "pw_ms": 0.5}
    case |= {"n_nodes": None, "dt_ms": 0.05, "tol_rel": 0.05}
    # brackets of 1.25 % each
    assert threshold(case) == pytest.approx(threshold({**case, "n_nodes": 2401}), rel=0.025)


def test_a_case_without_nodes_takes_as_many_as_its_sources_ask_for():
    """At 10 mm an anodic pulse gets five distances to each side, and its threshold of a long fibre."""
    case = {**GOOD, "pulse": "anodic", "pw_ms": 0.2, "r_mm": 10.0}
    del case["n_nodes"]
    # 34.81 mA came from a run that began 0.1 mV off its rest, which was worth up to 0.3 %
    assert threshold(case) == pytest.approx(34.81, rel=3e-3)


def test_a_fibre_far_too_short_for_its_source_is_refused():
    """Less than one distance to each side is not computed; an offset source needs more fibre."""
    with pytest.raises(ValueError, match=r"at least 12 mm to each side .* got 11.22 mm"):
        threshold({**GOOD, "r_mm": 12.0})
    with pytest.raises(ValueError, match=r"at least 14 mm to each side .* with n_nodes 21"):
        threshold({**GOOD, "sources": [[4.0, 10.0, 1.0]]})
