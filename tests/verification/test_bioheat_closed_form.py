"""The heat solver against closed forms, with the error and the observed order."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import erf, erfc, erfcx, iv

from simulator.bioheat.contact import Contact
from simulator.bioheat.medium import Medium, build
from simulator.bioheat.slab import Slab
from simulator.bioheat.solver import Room, Stage, solve
from simulator.bioheat.steps import Steps

K, RHO_C, BLOOD = 0.4, 3.8e6, 1.96e-3 * 1050 * 3617
A = K / RHO_C
SECONDS = 600.0
DEEP = 0.08
"""The front of 600 s reaches 8 mm; 80 mm are as good as a half-space."""


def tissue(cells: int, *, blood: float = 0.0, source: float = 0.0, deep: float = DEEP) -> Medium:
    """Return homogeneous tissue with cells that grow with depth."""
    slab = Slab(
        thickness=deep,
        conductivity=K,
        volumetric_heat=RHO_C,
        blood_heat=blood,
        source=source,
        cells=cells,
        stretch=20.0,
    )
    return build([slab], arterial=37.0)


def end(medium: Medium, contact: Contact | None, start: float = 33.0, seconds: float = SECONDS):
    """Return the profile at the end, with steps short enough that only the grid errs."""
    fine = Steps(first=0.002, growth=1.05, longest=seconds / 300, output=seconds)
    initial = np.full(medium.depth.shape, start)
    return solve(medium, [Stage(seconds=seconds, contact=contact)], initial, steps=fine)


def step(x):
    """Return V1: half-space, surface jumps from 33 to 45 degC."""
    return 45 + (33 - 45) * erf(x / (2 * np.sqrt(A * SECONDS)))


def robin(x):
    """Return V2: half-space, 45 degC behind 200 W/(m2 K)."""
    z, g = x / (2 * np.sqrt(A * SECONDS)), 200 * np.sqrt(A * SECONDS) / K
    return 33 + 12 * (erfc(z) - np.exp(-(z**2)) * erfcx(z + g))


def pennes(x):
    """Return V3: half-space with blood at 37 degC, all at 37, surface jumps to 45 degC."""
    m, b = np.sqrt(BLOOD / K), BLOOD / RHO_C
    z = x / (2 * np.sqrt(A * SECONDS))
    away = np.exp(-m * x) * erfc(z - np.sqrt(b * SECONDS))
    back = np.exp(m * x) * erfc(z + np.sqrt(b * SECONDS))
    return 37 + 8 * 0.5 * (away + back)


HALF_SPACES = {
    "V1-step": (step, Contact(temperature=45.0, resistance=0.0), 0.0, 33.0),
    "V2-robin": (robin, Contact(temperature=45.0, resistance=1 / 200), 0.0, 33.0),
    "V3-pennes": (pennes, Contact(temperature=45.0, resistance=0.0), BLOOD, 37.0),
}


def half_space_error(case: str, cells: int) -> float:
    """Return the largest error of the profile. [K]"""
    exact, contact, blood, start = HALF_SPACES[case]
    medium = tissue(cells, blood=blood)
    found = end(medium, contact, start).profile[-1, :, 0]
    return float(np.abs(found - exact(medium.depth[:, 0])).max())


@pytest.mark.parametrize("case", HALF_SPACES)
def test_half_space_closed_form(case):
    """V1 to V3: error below 0.02 K at 60 cells, falling with the square of the cell."""
    errors = np.array([half_space_error(case, cells) for cells in (60, 120, 240)])
    assert errors[0] < 0.02
    order = np.log2(errors[:-1] / errors[1:])
    assert order == pytest.approx(2.0, abs=0.1)  # second order in space


def slab_error(cells: int) -> float:
    """Return the error of V4: perfused slab with metabolic heat, 33 outside and 36 degC inside."""
    deep, made = 0.02, 1000.0
    slab = Slab(
        thickness=deep,
        conductivity=K,
        volumetric_heat=RHO_C,
        blood_heat=BLOOD,
        source=made,
        cells=cells,
    )
    medium = build([slab], arterial=37.0, core=36.0)
    found = end(medium, Contact(temperature=33.0, resistance=0.0), 35.0, 6000.0).profile[-1, :, 0]
    x, m, far = medium.depth[:, 0], np.sqrt(BLOOD / K), 37.0 + made / BLOOD
    outside, inside = 33.0 - far, 36.0 - far
    exact = far + (outside * np.sinh(m * (deep - x)) + inside * np.sinh(m * x)) / np.sinh(m * deep)
    return float(np.abs(found - exact).max())


def test_steady_perfused_slab_closed_form():
    """V4: the slab settles on the hyperbolic sines, with second order."""
    errors = np.array([slab_error(cells) for cells in (20, 40, 80)])
    assert errors[0] < 0.02
    assert np.log2(errors[:-1] / errors[1:]) == pytest.approx(2.0, abs=0.1)  # second order


def test_two_half_spaces_meet_at_the_effusivity_mean():
    """V5: a water pack of 50 degC on skin of 33 degC meets it at 42.74 degC, at once."""
    water = Slab(thickness=0.08, conductivity=0.6, volumetric_heat=4.18e6, cells=160, stretch=0.05)
    skin = Slab(
        thickness=0.08, conductivity=0.37, volumetric_heat=1109 * 3391, cells=160, stretch=20
    )
    medium = build([water, skin])
    initial = np.where(np.arange(320) < 160, 50.0, 33.0)[:, None]
    trace = solve(medium, [Stage(seconds=100.0)], initial, steps=Steps(first=0.002, longest=1.0))
    e1, e2 = np.sqrt(0.6 * 4.18e6), np.sqrt(0.37 * 1109 * 3391)
    exact = (e1 * 50 + e2 * 33) / (e1 + e2)
    assert exact == pytest.approx(42.743, abs=5e-4)  # printed digits
    late = trace.time > 5  # by then the front has passed several cells
    assert np.abs(trace.basal[late, 0] - exact).max() < 0.005  # K, error of the grid


def test_uniform_perfused_tissue_decays_to_blood():
    """V6: insulated tissue at 30 degC warms to blood by one exponential."""
    found = end(tissue(10, blood=BLOOD), None, 30.0).profile[-1, :, 0]
    exact = 37 - 7 * np.exp(-BLOOD / RHO_C * SECONDS)
    assert found == pytest.approx(exact, abs=1e-5)  # K, second order in steps of 1 s


def melting(latent: float) -> tuple[float, float]:
    """Return when the last ice of a pack on insulation melts, and by how much it has warmed."""
    pack = Contact(
        temperature=0.0, resistance=1e9, capacity=5e4, latent=latent, melting=0.0, loss=10.0
    )
    trace = solve(
        tissue(4),
        [Stage(seconds=3600.0, contact=pack)],
        np.full((4, 1), 25.0),
        room=Room(temperature=25.0),
        steps=Steps(first=0.01, longest=1.0),
    )
    liquid = trace.pack[:, 0] > 0
    return float(trace.time[liquid][0]), float(trace.pack[-1, 0])


def test_pack_melts_when_its_latent_heat_is_paid():
    """V7: ice that takes 10 W/(m2 K) from a room at 25 degC lasts L / (h dT), then warms up."""
    latent = 4.5e5
    when, warm = melting(latent)
    due = latent / (10 * 25)
    assert when == pytest.approx(due, abs=2.0)  # s: found to the end of a step of 1 s
    left = 3600 - due
    assert warm == pytest.approx(25 * (1 - np.exp(-10 / 5e4 * left)), abs=5e-3)  # K, as above


def test_layers_share_a_difference_by_their_resistance():
    """V8: flux through three layers and a cover is the difference over all resistances."""
    parts = [(0.002, 0.24), (0.01, 0.21), (0.02, 0.49)]
    slabs = [Slab(thickness=d, conductivity=k, volumetric_heat=3e6, cells=12) for d, k in parts]
    medium = build(slabs, core=37.0)
    contact = Contact(temperature=10.0, resistance=0.02)
    trace = end(medium, contact, 30.0, 4e4)
    whole = 0.02 + sum(d / k for d, k in parts)
    flux = (37 - 10) / whole
    assert trace.skin[-1, 0] == pytest.approx(10 + flux * 0.02, abs=1e-6)  # K, all settled
    assert trace.basal[-1, 0] == pytest.approx(10 + flux * (0.02 + 0.002 / 0.24), abs=1e-6)


def limb_error(cells: int) -> float:
    """Return the error of V10: perfused limb of 50 mm in a bath of 20 degC."""
    radius = 0.05
    slab = Slab(
        thickness=radius, conductivity=K, volumetric_heat=RHO_C, blood_heat=BLOOD / 10, cells=cells
    )
    medium = build([slab], radius=radius)
    found = end(medium, Contact(temperature=20.0, resistance=0.0), 30.0, 6e4).profile[-1, :, 0]
    m = np.sqrt(BLOOD / 10 / K)
    exact = 37 - 17 * iv(0, m * (radius - medium.depth[:, 0])) / iv(0, m * radius)
    return float(np.abs(found - exact).max())


def test_steady_perfused_limb_closed_form():
    """V10: the round limb settles on the Bessel function, with second order."""
    errors = np.array([limb_error(cells) for cells in (25, 50, 100)])
    assert errors[0] < 0.02
    assert np.log2(errors[:-1] / errors[1:]) == pytest.approx(2.0, abs=0.1)  # second order
