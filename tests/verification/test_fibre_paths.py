"""Verification of fibres that bend, and of fibres that end: closed form, scaling, symmetry."""

from dataclasses import replace
from math import pi

import numpy as np
import pytest

from simulator.nerve import Phase, laid, mrg, sundt, thresholds_at_length
from simulator.nerve.batch import pushes, stack
from simulator.nerve.fibre_run import start, watch
from simulator.nerve.lanes import lanes_for

PULSE = [Phase(0.0, 100e-6, -1.0)]


def source(places, at):
    """Potential for one ampere from a point in a medium of 0.25 S/m. [V/A]"""
    return 1 / (4 * pi * 0.25 * np.linalg.norm(places - np.asarray(at), axis=1))


def one(fibre, field, **options):
    """Threshold of one fibre, bracketed to 1e-7."""
    pulse = options.pop("phases", PULSE)
    return thresholds_at_length([fibre], [field], pulse, tolerance=1e-7, **options)[0]


def test_a_path_without_bends_is_the_straight_fibre():
    """Laid along a slanted line of many corners, a fibre has the threshold of the straight one."""
    fibre = mrg(10e-6, 21)
    way = np.array([2.0, -1.0, 2.0]) / 3
    aside = np.array([1.0, 2.0, 0.0]) / np.sqrt(5) * 1e-3
    places = laid(fibre, np.outer(np.linspace(0, 25e-3, 40), way))
    straight = np.stack([fibre.positions, 0 * fibre.positions, 0 * fibre.positions], axis=1)
    middle = fibre.positions[110]
    bent = one(fibre, source(places, middle * way + aside))
    # two brackets of 1e-7
    assert bent.current == pytest.approx(
        one(fibre, source(straight, [middle, 1e-3, 0])).current, rel=2e-7
    )


def test_a_mirrored_path_has_the_same_threshold():
    """A fibre that turns left past a source fires as one that turns right."""
    fibre = mrg(10e-6, 21)
    path = np.array([[0, 0, 0], [11.2e-3, 0, 0], [11.2e-3, 15e-3, 2e-3]])
    mirror = np.array([1, -1, 1])
    found = [one(fibre, source(laid(fibre, p), [9e-3, 0, 3e-3])) for p in (path, path * mirror)]
    # two brackets of 1e-7
    assert found[0].current == pytest.approx(found[1].current, rel=2e-7)
    assert found[0].site == found[1].site


def test_a_uniform_field_fires_a_fibre_where_it_bends():
    """Without a bend only the ends feel a uniform field; a corner fires, and the nearer the sharper."""
    fibre = mrg(10e-6, 121)
    half = 60 * fibre.spacing
    # far from the corner the field fades slowly, so that neither the ends nor the fade fire
    fade = np.exp(-(((fibre.positions[:-1] - half) / 30e-3) ** 2))
    found = []
    for angle in (90, 180):
        turn = half * np.array([np.cos(np.radians(angle)), np.sin(np.radians(angle)), 0.0])
        places = laid(fibre, [[-half, 0, 0], [0, 0, 0], 1.01 * turn])
        along = np.concatenate([[0.0], np.cumsum(fade * np.diff(places[:, 0]))])
        found.append(one(fibre, 100 * along))
    assert all(abs(each.site - 60) <= 1 for each in found)
    # the corner's second difference is 1 - cos(angle) of the field; 2 %: so does the fade, a little
    assert found[0].current / found[1].current == pytest.approx(2.0, rel=0.02)


@pytest.mark.parametrize(
    "build", [lambda: mrg(10e-6, 31), lambda: sundt(1e-6, 241)], ids=["a-beta", "c"]
)
def test_a_terminal_fires_in_a_uniform_field_and_half_of_it_needs_twice_the_current(build):
    """A real end fires, says so, and answers to the field alone."""
    fibre = build()
    field = 100 * np.minimum(fibre.positions, 0.6 * fibre.length)
    pulse = [Phase(0.0, 200e-6, 1.0)]
    full = one(fibre, field, phases=pulse, ends="terminal", wait=15e-3)
    half = one(fibre, field / 2, phases=pulse, ends="terminal", wait=15e-3)
    assert full.at_terminal
    # two brackets of 1e-7
    assert half.current == pytest.approx(2 * full.current, rel=2e-7)
    with pytest.raises(ValueError, match="fire away from its ends"):
        one(fibre, field, phases=pulse, wait=15e-3)


def passive(section_count):
    """A fibre without myelin whose membrane only leaks."""
    fibre = sundt(1e-6, section_count)
    leak = replace(fibre.channels, conductances=(0.0, 0.0, 0.0, 0.0, 1.0))
    return replace(fibre, channels=leak)


def test_the_end_of_a_passive_cable_is_polarised_as_the_closed_form_says():
    """In a uniform field E an end of a long cable stands at E lambda exp(-x / lambda)."""
    fibre = passive(721)
    batch = stack([fibre], 1e-3, terminal=True)
    push, node_push = pushes(fibre, fibre.positions, 1e-3)
    lanes = lanes_for(fibre.nodes, 0, 1)
    start(batch, lanes, push, node_push)
    watch(batch, lanes, np.full(400, 1e-3), np.empty((400, fibre.nodes)))
    # lambda = sqrt(d / (4 rho g)) with d = 1 um, rho = 1 ohm m, g = 1 S/m2
    length = np.sqrt(1e-6 / 4)
    x = fibre.positions[:120] + 0.5 * fibre.spacing
    # 1e-3: sections of a sixtieth of lambda, squared and over 24, and an end twelve lambda away
    np.testing.assert_allclose(lanes.nodes[:120, 0], 1e-3 * length * np.exp(-x / length), rtol=1e-3)
