"""Which nerves run under the sites, and how that is known."""

import pytest

from tensplan.nerve_response.anatomy import crossings, load, nerve
from tensplan.placement.sites import site, site_ids

UNKNOWN_DEPTH = {"lumbar-s1"}
every_site = pytest.mark.parametrize("name", site_ids())


def test_every_site_is_listed_once():
    """The 28 sites and the table of nerves under them match both ways."""
    assert set(load("crossings")["sites"]) == set(site_ids())


@every_site
def test_a_used_site_is_meant_for_the_nerve_straight_under_it(name):
    """The first nerve of a site is a target without an offset; a refused site has none."""
    found = crossings(name)
    assert [c.offset is None for c in found] == [True, False, False][: len(found)]
    assert all(c.is_target for c in found[:1])
    assert bool(found) == site(name).used


def test_only_the_division_of_the_sciatic_nerve_is_meant_for_two():
    """Above the knee both parts are meant; the other pad decides which."""
    double = [name for name in site_ids() if sum(c.is_target for c in crossings(name)) > 1]
    assert double == ["popliteal-upper"]


@every_site
def test_depth_is_known_or_said_to_be_unknown(name):
    """Only the sites listed here lack a depth; every other nerve has one above 0 mm."""
    for crossing in crossings(name):
        assert (crossing.depth is None) == (name in UNKNOWN_DEPTH)
        if crossing.depth is not None:
            assert crossing.depth.mean_mm > crossing.depth.sd_mm > 0


@every_site
def test_a_length_that_nobody_read_is_never_called_quoted(name):
    """Recalled and chosen lengths carry the matching word."""
    for crossing in crossings(name):
        for length in filter(None, (crossing.depth, crossing.offset)):
            pairs = [(length.source, length.confidence), (length.sd_source, length.sd_confidence)]
            for source, word in pairs:
                assert (source.kind == "recalled") == (word == "recalled")
                assert (source.kind == "project") == (word == "project-default")


@pytest.mark.parametrize(
    ("name", "mean_mm", "sd_mm", "confidence"),
    [
        ("sural-ankle", 5.2, 1.3, "quoted"),
        ("dorsal-ankle", 2.1, 0.6, "quoted"),
        ("popliteal-upper", 17.2, 5.4, "quoted"),
        ("popliteal-crease", 14.0, 5.0, "quoted"),
        ("fibular-neck", 6.0, 3.0, "recalled"),
        ("gluteal-midpoint", 50.0, 12.0, "quoted-secondary"),
    ],
)
def test_measured_depths_beat_recalled_ones(name, mean_mm, sd_mm, confidence):
    """Where a depth was measured, that value is used, under its confidence word."""
    depth = crossings(name)[0].depth
    assert (depth.mean_mm, depth.sd_mm, depth.confidence) == (mean_mm, sd_mm, confidence)


@pytest.mark.parametrize("name", ["sural", "superficial-peroneal", "saphenous", "medial-calcaneal"])
def test_sensory_nerves_move_nothing(name):
    """A skin nerve has no twitch, anywhere."""
    assert nerve(name).content == "sensory"
    assert nerve(name).twitch == ""


@pytest.mark.parametrize("name", ["tibial", "common-peroneal", "deep-peroneal", "sciatic"])
def test_mixed_nerves_say_what_moves(name):
    """A mixed nerve names the movement that shows it."""
    assert nerve(name).content == "mixed"
    assert nerve(name).twitch


def test_deep_peroneal_has_no_motor_fibres_at_the_web():
    """Past its last muscle a mixed nerve is a skin nerve."""
    assert not crossings("first-web")[0].has_motor
    assert next(c for c in crossings("dorsal-ankle") if c.nerve.id == "deep-peroneal").has_motor


def test_unknown_nerve_is_refused():
    """A name that no nerve has raises, with the known ones."""
    with pytest.raises(ValueError, match=r"nerve must be one of sciatic, .*, got 'vagus'"):
        nerve("vagus")
