"""The shipped protocols: sound, within the project's dose ranges, and honest about evidence."""

import re

import pytest

from simulator.properties import device
from tensplan.checking import check_files
from tensplan.placement.layouts import layouts
from tensplan.placement.sites import site
from tensplan.protocol.catalogue import catalogue, load_document, load_protocol
from tensplan.protocol.validation import draft_of
from tensplan.resources import protocols_folder
from tensplan.safety.judge import judge
from tensplan.safety.limits import own_limits

IDS = tuple(catalogue())
MODELINE = "# yaml-language-server: $schema=../schema/protocol.schema.json"
STRATEGIES = {
    "sciatic-path": 5,
    "foot-bracket": 6,
    "distal-nerve": 3,
    "sciatic-proximal": 1,
    "lumbar-segmental": 1,
    "contralateral": 1,
}
"""Fewest protocols of each strategy."""

WARNED = {"distal-nerve-low-rate": ["placement/gap-unknown"]}
"""Warnings that a file explains in a comment beside the channel."""

RECALLED = ("NICE NG59", "Wu 2018", "Buchmuller 2012", "Gibson 2019")
"""Sources of which author, year, wording or numbers were not read."""

FOOT_VIEWS = ("D", "S", "L", "M")


MOTOR = tuple(
    name
    for name in IDS
    if any(item.target == "motor-twitch" for item in load_protocol(name).programs.values())
)
COLD = tuple(
    name
    for name in IDS
    if any(entry.modality == "cold" for entry in load_protocol(name).thermal or ())
)


@pytest.fixture(params=IDS)
def protocol(request):
    """Return one shipped protocol."""
    return load_protocol(request.param)


def channels_with(protocol, target):
    """Yield each channel with each of its programs that has this target."""
    for channel in protocol.placement.channels:
        for name in protocol.planned_programs[channel.id]:
            if protocol.programs[name].target == target:
                yield channel, protocol.programs[name]


def rates(program):
    """Return every pulse rate of a program. [Hz]"""
    modulation = program.modulated("pulse_rate")
    return [program.pulse_rate_hz] if modulation is None else list(modulation.bounds)


def widths(program):
    """Return every pulse width of a program. [us]"""
    modulation = program.modulated("pulse_width")
    return [program.waveform.pulse_width_us] if modulation is None else list(modulation.bounds)


@pytest.mark.parametrize(("strategy", "fewest"), STRATEGIES.items(), ids=STRATEGIES)
def test_strategy_is_covered(strategy, fewest):
    """Each placement strategy has the protocols that the catalogue promises."""
    assert sum(path.parent.name == strategy for path in catalogue().values()) >= fewest


@pytest.mark.parametrize("name", IDS)
def test_file_checks_without_error(name):
    """A shipped protocol has no error, and no warning but the ones that its comments explain."""
    result = check_files([catalogue()[name]])
    assert [finding.rule for finding in result.findings] == WARNED.get(name, [])


@pytest.mark.parametrize("name", IDS)
def test_file_is_named_by_its_id_and_strategy(name):
    """The file's name is its id, its folder its strategy, its first line the editor's modeline."""
    path, protocol = catalogue()[name], load_protocol(name)
    assert (path.stem, path.parent.name) == (protocol.id, protocol.placement.strategy)
    assert path.read_text(encoding="utf-8").splitlines()[0] == MODELINE


@pytest.mark.parametrize("name", IDS)
def test_interphase_interval_is_written_out(name):
    """Nothing that reaches the skin is left to a default."""
    programs = load_document(name).value["programs"]
    assert all("interphase_interval_us" in body["waveform"] for body in programs.values())


@pytest.mark.parametrize("name", IDS)
def test_cap_has_its_reason_beside_it(name):
    """Each amplitude cap follows a comment that says why, and that it is a project default."""
    text = catalogue()[name].read_text(encoding="utf-8")
    reasons = re.findall(r"((?:^ +#.*\n)*)^ +amplitude_cap_ma", text, re.MULTILINE)
    assert reasons
    assert all("project default" in reason for reason in reasons)


def test_pads_are_a_known_layout(protocol):
    """The pads of each channel are a pair that the placement tables describe."""
    pairs = {frozenset(pair.sites) for layout in layouts() for pair in layout.pairs}
    for channel in protocol.placement.channels:
        assert frozenset(site(pad.site).id for pad in channel.pads) in pairs


def test_exposure_keeps_half_of_every_limit(protocol):
    """In the worst case of a generic unit no exposure passes half of its limit."""
    judged = judge(draft_of(protocol), limits=own_limits(), profile=device("generic-tens"))
    shares = {row.quantity: row.share_of_limit for row in judged.rows if row.limit}
    assert "rms_current_density_ma_per_cm2" in shares
    assert max(shares.values()) <= 0.5


def test_sub_motor_dose_is_in_the_project_range(protocol):
    """Sub-motor programs keep 50 to 120 Hz, 60 to 200 us and 20 to 60 min."""
    for _, program in channels_with(protocol, "strong-but-comfortable"):
        assert all(50 <= rate <= 120 for rate in rates(program))
        assert all(60 <= width <= 200 for width in widths(program))
        assert 20 <= program.duration_min <= 60


@pytest.mark.parametrize("name", MOTOR)
def test_motor_dose_is_in_the_project_range(name):
    """Twitch programs keep 1 to 10 twitches a second, 20 to 30 min, and one session a day."""
    protocol = load_protocol(name)
    for channel, program in channels_with(protocol, "motor-twitch"):
        per_second = [program.burst.bursts_per_s] if program.burst else rates(program)
        assert all(1 <= twitches <= 10 for twitches in per_second)
        assert 20 <= program.duration_min <= 30
        assert protocol.course.sessions_per_day == 1
        assert not any(pad.site.startswith("lumbar") for pad in channel.pads)


@pytest.mark.parametrize("word", ["clot", "surgery", "foot drop"])
@pytest.mark.parametrize("name", MOTOR)
def test_motor_protocol_says_whom_it_is_not_for(name, word):
    """A protocol at twitch level names clots, recent surgery and foot drop in its summary."""
    assert word in load_protocol(name).summary


def caps_by_region():
    """Return the caps of channels wholly on the foot, and of channels on the back. [mA]"""
    foot, back = [], []
    for name in IDS:
        for channel, program in channels_with(load_protocol(name), "strong-but-comfortable"):
            sites = [site(pad.site) for pad in channel.pads]
            if all(item.view in FOOT_VIEWS for item in sites):
                foot.append(program.amplitude_cap_ma)
            if any(item.id.startswith("lumbar") for item in sites):
                back.append(program.amplitude_cap_ma)
    return foot, back


def test_caps_on_the_foot_are_below_those_on_the_back():
    """No cap of a pair on foot or ankle reaches the lowest cap of a pair at the back."""
    foot, back = caps_by_region()
    assert len(foot) >= 8
    assert max(foot) < min(back)


def test_evidence_is_indirect_and_says_for_whom(protocol):
    """No evidence is claimed to be about foot pain after back surgery: none was found."""
    assert protocol.evidence
    assert {entry.applies for entry in protocol.evidence} == {"indirect"}


def test_guideline_and_null_trial_speak_against(protocol):
    """Every protocol prints NICE NG59 and the null result of Wu 2018."""
    against = " ".join(entry.citation for entry in protocol.evidence_against)
    assert "NICE NG59" in against
    assert "Wu 2018" in against


def test_recalled_facts_say_so(protocol):
    """A source that was not read in full carries the word recalled."""
    entries = [(e.citation, e.supports) for e in protocol.evidence]
    entries += [(e.citation, e.says) for e in protocol.evidence_against]
    for citation, text in entries:
        if citation.startswith(RECALLED):
            assert "recalled" in citation + text


def test_heat_comes_first_and_cold_stands_apart(protocol):
    """Heat ends ten minutes before the pads; cold is never part of a session with current."""
    for entry in protocol.thermal or ():
        when = "before-stimulation" if entry.modality == "heat" else "separate"
        assert entry.when == when
        assert entry.gap_min >= 10
        assert entry.duration_min <= 15


@pytest.mark.parametrize("name", COLD)
def test_cold_is_kept_for_visible_swelling(name):
    """A protocol with cold says that it is for acute, visible swelling only."""
    assert "only for acute, visible swelling" in catalogue()[name].read_text(encoding="utf-8")


def test_catalogue_has_motor_and_cold_protocols():
    """The cases above exist."""
    assert len(MOTOR) >= 3
    assert len(COLD) >= 1


def test_rotation_alternates_a_high_and_a_low_rate():
    """The rotation has one day above 50 Hz and one day at 10 Hz or less."""
    protocol = load_protocol("sciatic-path-rotation")
    high, low = (protocol.programs[name] for name in protocol.course.rotation)
    assert min(rates(high)) >= 80
    assert max(rates(low)) <= 10


def test_no_file_prescribes_a_current():
    """The only current in a protocol file is the cap."""
    for path in protocols_folder().glob("*/*.yaml"):
        for word in re.findall(r"^[^#\n]*?(\w+_ma)\b", path.read_text(encoding="utf-8"), re.M):
            assert word == "amplitude_cap_ma"
