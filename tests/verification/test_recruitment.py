"""From fibre to person: limits, symmetries, order, second routes, and people."""

import math
from dataclasses import replace

import numpy as np
import pytest
from channels import nerve, pads, spread, tissue
from house.tree import read
from scipy.stats import qmc

from simulator.properties import table
from simulator.properties.table import read_json
from simulator.recruitment import Prediction, Target, Tissue, predict, recruitment
from simulator.recruitment.cable import polarisation
from simulator.recruitment.exact import Case, exact
from simulator.recruitment.excitability_table import entry, peak
from simulator.recruitment.human_table import Comparison, comparisons
from simulator.recruitment.line_field import Source, line
from simulator.recruitment.nerve_place import NervePlace
from simulator.recruitment.population import QUANTITIES, _sobol
from simulator.recruitment.question import questions
from simulator.recruitment.skin_field import potentials
from simulator.recruitment.skin_layers import skin_layers
from simulator.recruitment.trial import end_trials, trials
from simulator.volume_conductor import WEIGHTINGS, Disc, Pad, Rectangle, potential
from simulator.waveform import Pulse

PULSE = Pulse("symmetric-biphasic", 200)
BRACKET = 2e-3
"""Two brackets of the search, each 1e-3 wide."""


def felt(found: tuple[Prediction, ...], name: str, fibre: str = "A-beta", pad: int = 1) -> float:
    """Threshold of one class under one pad."""
    (row,) = [r for r in found if (r.nerve, r.fibre, r.pad) == (name, fibre, pad)]
    return row.current


def test_an_even_potential_drives_nothing() -> None:
    """Without a field no cable is polarised."""
    places = np.linspace(0, 0.02, 50)
    assert polarisation(places, np.full(50, 3.0), 2e-3).tolist() == [0.0] * 50


def test_a_cable_in_a_bell_shaped_field_is_that_of_the_integral() -> None:
    """Linear elements and the Fourier integral of the same cable agree."""
    x, breadth, length = np.linspace(-0.05, 0.05, 4001), 6e-3, 2.5e-3
    bell = -np.exp(-((x / breadth) ** 2) / 2)
    found = polarisation(x, bell, length).max()
    # Steps of a hundredth of the length constant: an error of their square.
    assert found == pytest.approx(float(peak(np.array([breadth]), length)[0]), rel=1e-4)


@pytest.mark.parametrize(
    ("depth", "fat"), [(4e-3, 5e-3), (9e-3, 5e-3), (9e-3, 20e-3), (17e-3, 12e-3)], ids=str
)
def test_standing_waves_bend_as_the_field_without_walls(depth: float, fat: float) -> None:
    """The second difference along a nerve, which drives it, is that of the whole plane."""
    layers = skin_layers(fat_thickness=fat, skin_thickness=1.5e-3, skin_conductivity=7e-4)
    square = Rectangle(0.05, 0.05)
    at = line((Source(square, 0.0, 1.0), Source(square, 0.1, -1.0)), depth, depth, 0.0)
    x = np.arange(-0.03, 0.0301, 3e-3)
    waves = at.waves(x) @ at.amplitudes(layers, depth, 0.0)
    plane = potential(
        [(place, 0.0, depth) for place in x],
        [Pad(outline=square, current=1.0), Pad(outline=square, current=-1.0, x=0.1)],
        layers,
    )
    bend, expected = np.diff(waves, 2), np.diff(plane, 2)
    # Walls at some depths, and waves left out: a hundredth and a half of the largest bend.
    assert np.abs(bend - expected).max() < 0.015 * np.abs(expected).max()


@pytest.fixture(scope="module")
def base() -> tuple[Prediction, ...]:
    """One body, a nerve under each pad."""
    targets = [nerve(), nerve(pad=2)]
    return predict(pads(), (tissue(), tissue()), targets, PULSE, ceiling=0.1)


def test_pads_that_change_places_change_their_answers(base: tuple[Prediction, ...]) -> None:
    """With the cathode at pad 2 everything under pad 1 is what it was under pad 2."""
    turned = predict(
        pads(cathode=2), (tissue(), tissue()), [nerve(), nerve(pad=2)], PULSE, ceiling=0.1
    )
    for name, fibre in (("tibial", "A-beta"), ("skin", "A-beta"), ("skin", "A-delta")):
        for pad in (1, 2):
            assert felt(turned, name, fibre, 3 - pad) == pytest.approx(
                felt(base, name, fibre, pad), rel=BRACKET
            )


@pytest.mark.parametrize(
    ("depth", "fat", "temperature", "side"),
    [(12e-3, 12e-3, 31.0, 0.04), (9e-3, 6e-3, 31.0, 0.04), (9e-3, 12e-3, 28.0, 0.04), (9e-3, 12e-3, 31.0, 0.06)],
    ids=["deeper", "in-muscle", "colder", "larger-pads"],
)  # fmt: skip
def test_what_shields_a_nerve_raises_its_threshold(
    base: tuple[Prediction, ...], depth: float, fat: float, temperature: float, side: float
) -> None:
    """Depth, muscle about the nerve, cold and a wider pad each ask for more current."""
    body = tissue(fat, temperature)
    found = predict(pads(side), (body, body), [nerve(depth)], PULSE, ceiling=0.1)
    assert felt(found, "tibial") > 1.02 * felt(base, "tibial")


def test_fat_over_muscle_pushes_a_nerve_away() -> None:
    """A nerve that lies 3 mm under the fat needs more when the fat is thicker."""
    currents = []
    for fat in (4e-3, 8e-3, 12e-3):
        body = tissue(fat)
        target = nerve(fat + 1.5e-3 + 3e-3)
        found = predict(pads(), (body, body), [target], PULSE, ceiling=0.2)
        currents.append(felt(found, "tibial"))
    assert currents == sorted(currents)


def test_larger_pads_raise_what_the_skin_feels(base: tuple[Prediction, ...]) -> None:
    """The same current through a larger pad is thinner in the skin under it."""
    found = predict(pads(0.06), (tissue(), tissue()), [], PULSE, ceiling=0.1)
    for fibre in ("A-beta", "A-delta"):
        assert felt(found, "skin", fibre) > 1.2 * felt(base, "skin", fibre)


def test_deep_sciatic_nerve_is_out_of_reach() -> None:
    """Under 20 mm of fat and 30 mm of muscle no 60 mA arrive, and the answer says so."""
    body = tissue(20e-3, 36.0)
    found = predict(pads(0.05), (body, body), [nerve(50e-3)], PULSE, ceiling=0.06)
    (row,) = [r for r in found if r.nerve == "tibial"]
    assert not row.reachable
    assert "threshold_by_table" in row.weak


def test_more_current_recruits_more_and_thick_fibres_first() -> None:
    """Shares rise with the amplitude, and a thicker class is ahead of a thinner one."""
    target = nerve(senses=frozenset({"sensation", "motor"}))
    currents = [k * 1e-3 for k in range(1, 40, 3)]
    curves = recruitment(pads(), (tissue(), tissue()), (target,), PULSE, 0.1, currents)
    shares = {curve.fibre: np.array(curve.shares) for curve in curves}
    assert all(np.all(np.diff(share) >= 0) for share in shares.values())
    assert np.all(shares["A-alpha"] >= shares["A-beta"])
    assert shares["A-beta"][0] == 0.0
    assert shares["A-beta"][-1] > 0.9


def varied() -> tuple[Tissue, Target]:
    """Body and nerve that differ between people."""
    body = Tissue(
        fat_thickness=spread(9e-3, 12e-3, 16e-3),
        skin_thickness=spread(1.2e-3, 1.5e-3, 1.9e-3),
        skin_conductivity=spread(2e-4, 7e-4, 2.9e-3),
        temperature=spread(28.0, 31.0, 33.0),
    )
    return body, Target(nerve="tibial", pad=1, depth=spread(6e-3, 9e-3, 13e-3))


def test_the_same_seed_gives_the_same_people() -> None:
    """Intervals repeat to the bit, and another seed moves their ends by a few per cent."""
    body, target = varied()
    first, again, other = (
        predict(pads(), (body, body), [target], PULSE, ceiling=0.1, seed=seed)[0]
        for seed in (1, 1, 2)
    )
    assert first == again
    assert first.current == other.current
    # 128 people of an even sequence: ends are known to some 4 and 6 %, of two seeds that differ.
    assert other.low == pytest.approx(first.low, rel=0.12)
    assert other.high == pytest.approx(first.high, rel=0.15)


def test_people_are_spread_as_sobol_says() -> None:
    """Points of every quantity are those of another program for the same sequence."""
    expected = qmc.Sobol(len(QUANTITIES), scramble=False).random(128)
    for which in range(len(QUANTITIES)):
        assert [point / 2**32 for point in _sobol(which, 128)] == expected[:, which].tolist()


@pytest.mark.parametrize("weighting", ["uniform", "isopotential"])
def test_skin_of_many_bodies_is_that_of_each(weighting: str) -> None:
    """Potentials of two bodies side by side are those of the layered field, one by one."""
    bodies = [(3e-3, 1.2e-3, 2e-4), (12e-3, 1.6e-3, 2e-3)]
    stacks = [
        skin_layers(
            fat_thickness=fat, skin_thickness=skin, skin_conductivity=conductivity, directed=False
        )
        for fat, skin, conductivity in bodies
    ]
    endings, ring = np.array([0.15 * 1.2e-3, 0.4 * 1.6e-3]), 0.019
    found = potentials(0.02, stacks, endings, (ring, 0.01, 0.0), down=5)
    for i, (stack, (_, skin, _)) in enumerate(zip(stacks, bodies, strict=True)):
        depths = [*np.linspace(endings[i], skin, 5), skin, skin]
        at = zip([ring] * 5 + [0.01, 0.0], depths, strict=True)
        pad = Pad(outline=Disc(0.02), current=1.0)
        plane = potential([(x, 0.0, z) for x, z in at], [pad], stack, weighting=weighting)
        row = found[WEIGHTINGS.index(weighting), i]
        # What drives a fibre is the slope: a thousandth of the steepest one, for waves left out.
        steepest = np.abs(np.diff(plane)).max()
        assert np.diff(row) == pytest.approx(np.diff(plane), abs=2e-3 * steepest)


BODY, ANKLE = varied()
SHALLOW = Target(
    nerve="tibial", pad=1, depth=spread(1.8e-3, 3e-3, 5e-3), offset=spread(1e-3, 8e-3, 20e-3)
)


@pytest.mark.parametrize(
    ("name", "target", "cathode", "width", "median", "worst"),
    [
        ("tibial", SHALLOW, 1, 200, 0.01, 0.025),
        ("tibial", ANKLE, 2, 200, 0.02, 0.05),
        ("skin", ANKLE, 1, 50, 0.02, 0.05),
        ("skin", ANKLE, 1, 200, 0.02, 0.05),
    ],
    ids=["shallow-nerve", "anode-first", "skin-50", "skin-200"],
)
def test_intervals_hold_on_unseen_bodies(
    name: str, target: Target, cathode: int, width: int, median: float, worst: float
) -> None:
    """What an interval takes for twelve bodies that nothing was fitted to, against the exact solver."""
    pulse = Pulse("symmetric-biphasic", width)
    found = trials(pads(0.05, cathode=cathode), (BODY, BODY), [target], pulse, names=(name,))
    for fibre in {row.fibre for row in found}:
        misses = np.abs([miss for row in found if row.fibre == fibre for miss in row.misses])
        assert misses.size >= 12
        # The aim is 2 and 5 %; a shallow nerve is known better, and so tells a wrong length constant.
        assert np.median(misses) < median
        assert misses.max() < worst


@pytest.mark.parametrize(
    ("depth", "fires"), [(3e-3, "leading"), (9e-3, "trailing")], ids=["beside", "under-the-pad"]
)
def test_the_table_knows_which_phase_fires_under_an_anode(depth: float, fires: str) -> None:
    """With the anode first a shallow nerve fires beside the pad, a deeper one under it, as soon as told."""
    pulse = Pulse("symmetric-biphasic", 100)
    where = nerve(depth=depth, senses=frozenset({"sensation"}))
    asked = questions(pads(0.05, cathode=2), (tissue(5e-3),) * 2, [where], pulse)
    (at,) = [row.reactions[0] for row in asked if row.nerve == "tibial"]
    sizes, warm = np.array([9e-6, 10.5e-6, 12.5e-6, 14e-6]), np.full(4, 31.0)
    fields = [at.amplitudes] * 4
    true = exact([Case(at.place, at.amplitudes, float(size), 31.0) for size in sizes], pulse)
    told = {
        push.kind: replace(at, pushes=(push,)).over(fields, sizes, warm) / true
        for push in at.pushes
    }
    first = min(told, key=lambda kind: float(np.median(told[kind])))
    assert first == fires
    # The table alone is good to 3 %; what it says of a trailing phase was wrong by 3 % under pads.
    assert float(np.median(told[first])) == pytest.approx(1.0, abs=0.04)


def test_ends_are_those_of_everybody_solved() -> None:
    """Only people next to the ends are solved; with everybody solved the ends stay where they are."""
    pulse = Pulse("symmetric-biphasic", 100)
    found = end_trials(pads(), (BODY, BODY), pulse, ceiling=0.1, seed=3)
    assert {(row.fibre, row.pad) for row in found} == {
        (fibre, pad) for fibre in ("A-beta", "A-delta") for pad in (1, 2)
    }
    # One end in 250 moves by 5 %, the others by 1 %; with 21 people at each end this one moved by 6 %.
    assert max(abs(miss) for row in found for miss in row.misses) < 0.03


@pytest.mark.parametrize(
    ("model", "diameter", "width", "kind"),
    [("myelinated", 12e-6, 200e-6, "leading"), ("myelinated", 4.5e-6, 100e-6, "trailing")],
    ids=["thick", "thin"],
)
def test_the_table_of_excitability_can_be_built_again(
    model: str, diameter: float, width: float, kind: str
) -> None:
    """A row of the shipped table is what the exact solver gives today."""
    rows = read_json("excitability")["models"][model]
    (kept,) = [r for r in rows if (r["diameter"], r["width"], r["kind"]) == (diameter, width, kind)]
    built = entry(model, diameter, width, kind)
    # Brackets of 1e-4 may move the length constant by one step of its grid, 2 %.
    assert built["length"] == pytest.approx(kept["length"], rel=0.03)
    assert built["critical"] == pytest.approx(kept["critical"], rel=0.03)
    assert built["miss"] < 0.03


def test_a_near_pad_is_added_to_the_field() -> None:
    """Near pads of opposite sign help each other: less current than for far ones."""
    near, far = (
        felt(predict(pads(distance=d), (tissue(6e-3),) * 2, [nerve(17e-3)], PULSE, ceiling=0.3), "tibial")
        for d in (0.08, 0.3)
    )  # fmt: skip
    assert near != pytest.approx(far, rel=BRACKET)
    assert 0.7 < near / far < 1.3


def test_a_body_with_a_hole_is_refused() -> None:
    """A nerve at no depth never reaches the field."""
    with pytest.raises(ValueError, match="finite"):
        NervePlace(nerve(math.nan), tissue(), pads())


@pytest.fixture(scope="module")
def compared() -> tuple[Comparison, ...]:
    """Published human numbers beside the model's."""
    return comparisons()


def test_the_known_miss_is_what_the_model_misses_by(compared: tuple[Comparison, ...]) -> None:
    """The shipped range lies between the two bodies of the comparison, and its value between those."""
    misses = sorted(row.measured / row.predicted for row in compared if "leg nerve" in row.what)
    kept = table("human_thresholds")["known_miss"]
    # Printed with two digits.
    assert [kept.low, kept.high] == pytest.approx(misses, rel=0.02)
    assert kept.value == pytest.approx(math.prod(misses) ** 0.5, rel=0.02)


def test_the_page_shows_what_the_model_gives_today(compared: tuple[Comparison, ...]) -> None:
    """Published human numbers beside the model's, misses left in, as printed in the document."""
    page = read("docs/recruitment.md")
    for row in compared:
        (printed,) = [text for text in page.splitlines() if text.startswith(f"| {row.what} |")]
        cells = [cell.strip() for cell in printed.split("|")[1:-1]]
        assert cells[1] == row.unit
        # Printed with three digits.
        assert [float(cells[2]), float(cells[3])] == pytest.approx(
            [row.measured, row.predicted], rel=6e-3
        )
