"""Verification of the potential in layered tissue.

Routes: closed forms written out here, image series, symmetry and conservation laws, printed values,
the other of the two transforms, and a finite-element solution that knows neither. Both transforms
cut their integrals where 1e-8 of the scale is left, which sets most tolerances; the requirement
is 5e-4 against closed forms and 1e-3 against finite elements.
"""

import math
from itertools import pairwise

import numpy as np
import pytest
import skfem
from scipy.integrate import quad
from scipy.special import ellipe, j0, jv

from simulator.volume_conductor import Disc, Layer, Layers, Pad, Rectangle, potential

RADIUS = 0.016
SKIN = Layer(conductivity=0.005, thickness=1.5e-3, name="skin")
FAT = Layer(conductivity=0.03, thickness=8.5e-3, name="fat")
MUSCLE = Layer(conductivity=0.25, name="muscle")
THREE = Layers((SKIN, FAT, MUSCLE))
ALONG = Layer(conductivity=0.1, conductivity_along=0.4, name="muscle")
LIMB = Layers((Layer(conductivity=0.01, thickness=5e-3), FAT, ALONG))
ONE_DISC = [Pad(outline=Disc(RADIUS), current=1.0)]
ONE_PATCH = [Pad(outline=Rectangle(0.05, 0.03), current=1.0)]
CUT = 1e-7
"""Ten times what both transforms leave out."""


def same(conductivity, *heights):
    """Layers of equal conductivity."""
    tops = [Layer(conductivity=conductivity, thickness=height) for height in heights]
    return Layers((*tops, Layer(conductivity=conductivity)))


def row(distances, depth):
    """Points along x at one depth."""
    return [(x, 0.0, depth) for x in distances]


def isopotential(r, z, a):
    """Isopotential disc of one ampere on a half space of 1 S/m."""
    return math.asin(2 * a / (math.hypot(r - a, z) + math.hypot(r + a, z))) / (2 * math.pi * a)


def on_axis(z, a):
    """Uniform disc of one ampere on a half space of 1 S/m, on its axis."""
    return (math.hypot(a, z) - z) / (math.pi * a * a)


# closed forms -----------------------------------------------------------------------------


@pytest.mark.parametrize("route", ["hankel", "fourier"])
@pytest.mark.parametrize("layers", [same(0.2), same(0.2, 0.002, 0.006)], ids=["one", "three"])
@pytest.mark.parametrize("depth", [0.0, 0.001, 0.002, 0.005, 0.02, 0.1], ids=lambda z: f"{z}m")
def test_isopotential_disc_has_its_closed_form(route, layers, depth):
    """One layer, and three equal ones, give the arcsine of a disc at one potential."""
    distances = [0.0, 0.01, RADIUS, 0.04, 0.1]
    expected = [isopotential(r, depth, RADIUS) / 0.2 for r in distances]
    points = row(distances, depth)
    found = potential(points, ONE_DISC, layers, weighting="isopotential", route=route)
    np.testing.assert_allclose(found, expected, rtol=CUT, atol=0)


@pytest.mark.parametrize("route", ["hankel", "fourier"])
@pytest.mark.parametrize("layers", [same(0.2), same(0.2, 0.002, 0.006)], ids=["one", "three"])
def test_uniform_disc_has_its_closed_form_on_the_axis(route, layers):
    """Under the middle of an even flux the potential is a difference of distances."""
    depths = [0.0, 0.001, 0.002, 0.005, 0.02, 0.1]
    expected = [on_axis(z, RADIUS) / 0.2 for z in depths]
    found = potential([(0, 0, z) for z in depths], ONE_DISC, layers, route=route)
    np.testing.assert_allclose(found, expected, rtol=CUT, atol=0)


def test_uniform_disc_has_its_closed_form_on_the_skin():
    """Inside the pad on the skin an even flux gives a complete elliptic integral."""
    distances = np.array([0.0, 0.3, 0.9, 0.9999, 1.0]) * RADIUS
    expected = 2 / (math.pi**2 * RADIUS * 0.2) * ellipe((distances / RADIUS) ** 2)
    found = potential(row(distances, 0.0), ONE_DISC, same(0.2))
    # no integral over wavenumbers here, only the sum of discs: rounding and its kink at the edge
    np.testing.assert_allclose(found, expected, rtol=1e-11, atol=0)


@pytest.mark.parametrize("stretch", [1.0, 2.0], ids=["isotropic", "along-x"])
@pytest.mark.parametrize("layers", ["one", "three"])
def test_rectangle_is_the_sum_of_its_point_sources(stretch, layers):
    """Away from the pad a rectangle is the Gauss sum of points; a stretched space is shrunk."""
    half = Layer(conductivity=0.1, conductivity_along=0.1 * stretch**2)
    tops = [
        Layer(conductivity=0.1, conductivity_along=0.1 * stretch**2, thickness=h)
        for h in (0.003, 0.007)
    ]
    stack = Layers((half,)) if layers == "one" else Layers((*tops, half))
    nodes, weights = np.polynomial.legendre.leggauss(24)
    x, y = np.meshgrid(0.025 * nodes, 0.015 * nodes)
    share = np.outer(weights, weights) / 4
    points = [(0.0, 0.0, 0.02), (0.03, 0.01, 0.015), (0.1, 0.0, 0.03), (0.0, 0.1, 0.03)]
    expected = [
        np.sum(share / np.sqrt(((px - x) / stretch) ** 2 + (py - y) ** 2 + pz**2))
        / (2 * math.pi * 0.1 * stretch)
        for px, py, pz in points
    ]
    found = potential(points, ONE_PATCH, stack)
    np.testing.assert_allclose(found, expected, rtol=CUT, atol=0)


@pytest.mark.parametrize("second", [0.3, 0.02], ids=["better-below", "worse-below"])
@pytest.mark.parametrize("route", ["hankel", "fourier"])
@pytest.mark.parametrize("weighting", ["uniform", "isopotential"])
def test_two_layers_are_an_image_series(second, route, weighting):
    """Two layers give mirror images of the pad, each weaker by the reflection factor."""
    first, height = 0.1, 0.008
    factor = (first - second) / (first + second)
    disc = on_axis if weighting == "uniform" else lambda z, a: isopotential(0.0, z, a)
    depths = [0.0, 0.004, 0.0079, 0.008, 0.02, 0.05]
    expected = []
    for z in depths:
        count = range(-400, 401) if z < height else range(401)
        terms = [factor ** abs(n) * disc(abs(2 * n * height + z), RADIUS) for n in count]
        expected.append(sum(terms) * (1.0 if z < height else 1 + factor) / first)
    layers = Layers((Layer(conductivity=first, thickness=height), Layer(conductivity=second)))
    points = [(0, 0, z) for z in depths]
    found = potential(points, ONE_DISC, layers, weighting=weighting, route=route)
    np.testing.assert_allclose(found, expected, rtol=CUT, atol=0)


# limits and symmetry ------------------------------------------------------------------------


@pytest.mark.parametrize("pads", [ONE_DISC, ONE_PATCH], ids=["disc", "rectangle"])
@pytest.mark.parametrize("weighting", ["uniform", "isopotential"])
def test_equal_layers_collapse(pads, weighting):
    """Cutting a layer in three changes nothing, above, inside and below the cuts."""
    split = [
        Layer(conductivity=0.01, thickness=h, conductivity_along=0.02) for h in (1e-3, 3e-3, 1e-3)
    ]
    whole = Layer(conductivity=0.01, thickness=5e-3, conductivity_along=0.02)
    points = [(0.0, 0.0, 0.0005), (0.01, 0.01, 0.002), (0.03, 0.0, 0.0045), (0.0, 0.05, 0.02)]
    one = potential(points, pads, Layers((whole, FAT, ALONG)), weighting=weighting)
    cut = potential(points, pads, Layers((*split, FAT, ALONG)), weighting=weighting)
    np.testing.assert_allclose(cut, one, rtol=CUT, atol=0)


@pytest.mark.parametrize("edge", [1.5e-3, 1e-2], ids=["skin-fat", "fat-muscle"])
@pytest.mark.parametrize("pads", [ONE_DISC, ONE_PATCH], ids=["disc", "rectangle"])
def test_potential_and_flux_are_continuous_across_a_boundary(edge, pads):
    """Through a boundary the potential does not jump and neither does the current."""
    step = 1e-6
    depths = [edge - 2 * step, edge - step, edge, edge + step, edge + 2 * step]
    v = potential([(0.01, 0.0, z) for z in depths], pads, THREE)
    above, below = (FAT, MUSCLE) if edge == 1e-2 else (SKIN, FAT)
    upper = above.conductivity * (v[0] - 4 * v[1] + 3 * v[2])
    lower = below.conductivity * (-3 * v[2] + 4 * v[3] - v[4])
    # a jump of the potential by 1e-9 of itself would show in a difference over a micrometre as 1e-5
    assert upper == pytest.approx(lower, rel=1e-3, abs=0)


def test_far_away_only_the_last_layer_counts():
    """A pole far away on thin layers is a point source on a half space of the last one."""
    found = potential([(0.0, 0.0, 40.0)], ONE_DISC, THREE)
    # thin layers shift the source by at most their height over the distance
    assert found[0] == pytest.approx(1 / (2 * math.pi * 0.25 * 40.0), rel=1e-3, abs=0)


@pytest.mark.parametrize("weighting", ["uniform", "isopotential"])
def test_pads_superpose(weighting):
    """Several pads give the sum of single ones of one ampere at the origin, times their currents."""
    pads = [
        Pad(outline=Disc(RADIUS), current=2e-3, x=-0.04),
        Pad(outline=Disc(RADIUS), current=-3e-3, x=0.05, y=0.01),
        Pad(outline=Disc(0.02), current=1e-3, y=-0.06),
    ]
    points = np.array(row([-0.05, 0.0, 0.02], 0.015))
    alone = 0.0
    for pad in pads:
        unit = [Pad(outline=pad.outline, current=1.0)]
        shifted = points - np.array([pad.x, pad.y, 0.0])
        alone += pad.current * potential(shifted, unit, THREE, weighting=weighting)
    found = potential(points, pads, THREE, weighting=weighting)
    np.testing.assert_allclose(found, alone, rtol=CUT, atol=0)


@pytest.mark.parametrize(
    "layers", [pytest.param(THREE, id="isotropic"), pytest.param(LIMB, id="anisotropic")]
)
def test_pads_are_reciprocal(layers):
    """What a small pad drives into a large one, the large one drives into the small one."""
    first = Pad(outline=Rectangle(0.03, 0.02), current=1.0, x=-0.04)
    second = Pad(outline=Rectangle(0.05, 0.04), current=1.0, x=0.03, y=0.02)
    nodes, weights = np.polynomial.legendre.leggauss(8)
    share = np.outer(weights, weights).ravel() / 4

    def mean_under(pad, source):
        length, width = pad.outline.length / 2, pad.outline.width / 2
        points = [(pad.x + length * a, pad.y + width * b, 0.0) for a in nodes for b in nodes]
        return share @ potential(points, [source], layers)

    # eight Gauss nodes a side over a gap of 3 cm between pads of 5 cm leave 1e-6
    assert mean_under(second, first) == pytest.approx(mean_under(first, second), rel=1e-5, abs=0)


@pytest.mark.parametrize("depth", [0.003, 0.009, 0.03], ids=["first", "second", "last"])
@pytest.mark.parametrize("layers", [same(0.2), THREE, LIMB], ids=["one", "three", "anisotropic"])
def test_current_is_conserved_through_planes(layers, depth):
    """What enters the skin leaves a box below it: through the plane at a depth and the sides."""
    half, step = 0.04, 2e-5
    nodes, weights = np.polynomial.legendre.leggauss(14)
    flat, share = half / 2 * (nodes + 1), half / 2 * weights
    tops = [top for top in layers.tops if top < depth] + [depth]
    total = 0.0

    def slope(points, axis):
        shift = np.zeros(3)
        shift[axis] = step
        both = np.concatenate((points + shift, points - shift))
        v = potential(both, ONE_DISC, layers).reshape(2, -1)
        return (v[1] - v[0]) / (2 * step)

    across = np.array([layer.conductivity for layer in layers.stack])
    along = across * np.array([layer.stretch**2 for layer in layers.stack])
    plane = np.array([(x, y, depth) for x in flat for y in flat])
    total += 4 * across[len(tops) - 2] * (np.outer(share, share).ravel() @ slope(plane, 2))
    for index, (top, bottom) in enumerate(pairwise(tops)):
        z, dz = top + (bottom - top) / 2 * (nodes + 1), (bottom - top) / 2 * weights
        both = np.outer(share, dz).ravel()
        front = np.array([(half, y, h) for y in flat for h in z])
        side = np.array([(x, half, h) for x in flat for h in z])
        total += 4 * along[index] * (both @ slope(front, 0))
        total += 4 * across[index] * (both @ slope(side, 1))
    # central differences over 20 um at 3 mm: (step/depth)^2; 14 nodes over the edge of a pad: 1e-3
    assert total == pytest.approx(1.0, rel=2e-3, abs=0)


# printed values and second routes -----------------------------------------------------------


@pytest.mark.parametrize(
    ("weighting", "expected"),
    [
        pytest.param("uniform", [36.777, 26.958, 15.798, 7.967], id="uniform"),
        pytest.param("isopotential", [34.888], id="isopotential"),
    ],
)
def test_pinned_values(weighting, expected):
    """1 mA from a disc of 16 mm, 20 mm deep under skin, fat and muscle [mV]."""
    points = row([0.0, 0.02, 0.04, 0.08][: len(expected)], 0.02)
    found = potential(points, [Pad(outline=Disc(RADIUS), current=1e-3)], THREE, weighting=weighting)
    # half a unit of the last printed digit
    np.testing.assert_allclose(1e3 * found, expected, rtol=0, atol=5.1e-4)


@pytest.mark.parametrize("depth", [0.0, 0.001, 0.0016, 0.005, 0.02], ids=lambda z: f"{z}m")
@pytest.mark.parametrize("weighting", ["uniform", "isopotential"])
def test_transforms_agree(depth, weighting):
    """Hankel and Fourier give the same disc on the same layers, from the skin down."""
    points = row(np.linspace(0.0, 0.06, 13), depth)
    hankel, fourier = (
        potential(points, ONE_DISC, THREE, weighting=weighting, route=route)
        for route in ("hankel", "fourier")
    )
    np.testing.assert_allclose(fourier, hankel, rtol=CUT, atol=0)


@pytest.mark.parametrize("weighting", ["uniform", "isopotential"])
def test_transforms_agree_on_a_square_seen_from_far(weighting):
    """A rectangle by Fourier is its even patches by Hankel, each a disc of the same area."""
    pads = [Pad(outline=Rectangle(0.01, 0.01), current=1.0)]
    disc = [Pad(outline=Disc(0.01 / math.sqrt(math.pi)), current=1.0)]
    points = row([0.0, 0.05, 0.1], 0.06)
    square = potential(points, pads, THREE, weighting=weighting)
    # second moments differ by 5 % of (5 mm / 60 mm)^2
    np.testing.assert_allclose(square, potential(points, disc, THREE), rtol=2e-3, atol=0)


def test_point_source_by_adaptive_quadrature():
    """A tiny pad on two layers is the textbook integral over J0, taken by another integrator."""
    factor = (0.03 - 0.25) / (0.03 + 0.25)

    def integrand(k):
        echo = factor * math.exp(-2 * k * 0.01)
        return math.exp(-k * 0.02) * (1 + factor) / (1 - echo) * j0(k * 0.03)

    # quad from 0 to where exp(-0.02 k) is 1e-17
    expected = quad(integrand, 0, 2000, limit=400, epsabs=0, epsrel=1e-10)[0] / 0.03 / (2 * math.pi)
    layers = Layers((Layer(conductivity=0.03, thickness=0.01), MUSCLE))
    found = potential([(0.03, 0.0, 0.02)], [Pad(outline=Disc(1e-6), current=1.0)], layers)
    assert found[0] == pytest.approx(expected, rel=CUT, abs=0)


def test_anisotropic_point_by_an_angular_series():
    """Under a tiny pad on fat and anisotropic muscle the angle average is a one-fold integral."""
    fat, height, across, stretch = 0.03, 0.01, 0.1, 2.0

    def ring(k):
        angles = np.pi / 2 * (np.arange(64) + 0.5) / 64
        line = across * np.sqrt((stretch * np.cos(angles)) ** 2 + np.sin(angles) ** 2)
        factor = (fat - line) / (fat + line)
        fall = line / across * k * 0.015
        echo = factor * math.exp(-2 * k * height)
        wave = math.exp(-k * height) * (1 + factor) / (1 - echo) * np.exp(-fall)
        # the mean over the angle of exp(i k . x) with x along the limb, by Jacobi and Anger
        series = jv(0, k * 0.03) + sum(
            2 * (-1) ** n * jv(2 * n, k * 0.03) * np.cos(2 * n * angles) for n in range(1, 40)
        )
        return float(np.mean(wave * series))

    expected = quad(ring, 0, 1500, limit=400, epsabs=0, epsrel=1e-9)[0] / fat / (2 * math.pi)
    layers = Layers((Layer(conductivity=fat, thickness=height), ALONG))
    found = potential([(0.03, 0.0, 0.025)], [Pad(outline=Disc(1e-6), current=1.0)], layers)
    assert found[0] == pytest.approx(expected, rel=CUT, abs=0)


def test_square_at_one_potential_has_its_resistance():
    """A square held at one potential has the capacity 0.3668 of its side, times 4 pi epsilon."""
    pads = [Pad(outline=Rectangle(1.0, 1.0), current=1.0)]
    under = potential([(0, 0, 0), (0.2, 0.3, 0)], pads, same(1.0), weighting="isopotential")
    # 16 bands from the middle to the edge leave 0.1 %
    np.testing.assert_allclose(2 / (4 * math.pi * under), 0.3668, rtol=2e-3, atol=0)


# finite elements ----------------------------------------------------------------------------


def graded(start, step, ratio, end):
    """Borders from a start to beyond an end, each cell larger than the last."""
    borders = [start]
    while borders[-1] < end:
        borders.append(borders[-1] + step)
        step *= ratio
    return np.array(borders)


def mesh_borders(heights, radius, fineness, far):
    """Borders along r and z: fine at the edge of the pad, coarse far away."""
    tops = np.concatenate(([0.0], np.cumsum(heights)))
    z = [
        np.linspace(top, bottom, count * fineness + 1)[:-1]
        for top, bottom, count in zip(tops[:-1], tops[1:], (3, 6), strict=True)
    ]
    z.append(graded(tops[-1], 2e-3 / fineness, 1 + 0.15 / fineness, far))
    inward = radius - graded(0.0, 2e-4 / fineness, 1 + 0.4 / fineness, radius)
    outward = graded(radius, 2e-4 / fineness, 1 + 0.25 / fineness, radius + 0.01)
    beyond = graded(outward[-1], 2.5e-3 / fineness, 1 + 0.12 / fineness, far)
    parts = ([0.0], inward[inward > radius / 100], outward, beyond)
    return np.unique(np.round(np.concatenate(parts), 12)), np.concatenate(z)


def finite_elements(conductivities, heights, radius, points, *, fineness=1, far=4.0):
    """Potential of a uniform disc of one ampere by axisymmetric quadratic elements."""
    r, z = mesh_borders(heights, radius, fineness, far)
    mesh = skfem.MeshQuad.init_tensor(r, z)
    inner = skfem.Basis(mesh, skfem.ElementQuad2())
    layer = np.searchsorted(np.cumsum(heights), mesh.p[1][mesh.t].mean(axis=0))
    sigma = inner.with_element(skfem.ElementQuad0()).interpolate(np.array(conductivities)[layer])
    top = mesh.facets_satisfying(lambda x: (x[1] < 1e-12) & (x[0] < radius))
    outer = mesh.facets_satisfying(lambda x: (x[1] > z[-1] - 1e-9) | (x[0] > r[-1] - 1e-9))
    last = conductivities[-1]

    def stiffness(u, v, w):
        return w["sigma"] * (u.grad[0] * v.grad[0] + u.grad[1] * v.grad[1]) * w.x[0]

    def like_a_pole(u, v, w):
        outward = w.x[0] * w.n[0] + w.x[1] * w.n[1]
        return last * u * v * outward / (w.x[0] ** 2 + w.x[1] ** 2) * w.x[0]

    def flux(v, w):
        return v * w.x[0] / (math.pi * radius**2)

    matrix = skfem.BilinearForm(stiffness).assemble(inner, sigma=sigma)
    matrix += skfem.BilinearForm(like_a_pole).assemble(
        skfem.FacetBasis(mesh, skfem.ElementQuad2(), facets=outer)
    )
    load = skfem.LinearForm(flux).assemble(skfem.FacetBasis(mesh, skfem.ElementQuad2(), facets=top))
    return inner.probes(np.asarray(points, dtype=float)) @ skfem.solve(matrix, load)


@pytest.mark.parametrize("depth", [0.005, 0.01, 0.02, 0.03], ids=lambda z: f"{z}m")
def test_finite_elements_agree(depth):
    """Skin, fat and muscle by finite elements: 41 points along the skin at each depth."""
    distances = np.linspace(0.0, 0.08, 41)
    heights = [SKIN.thickness, FAT.thickness]
    conductivities = [SKIN.conductivity, FAT.conductivity, MUSCLE.conductivity]
    spots = [distances, np.full(41, depth)]
    expected = finite_elements(conductivities, heights, RADIUS, spots)
    found = potential(row(distances, depth), ONE_DISC, THREE)
    # the requirement; this mesh leaves 3e-4, a finer one less
    np.testing.assert_allclose(found, expected, rtol=1e-3, atol=0)
