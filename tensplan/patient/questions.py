"""The questions to a person: red flags first, then what a protocol's rules need, in one numbering."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal, get_args

from tensplan.patient.codes import Agent, Medicine, PainRegion
from tensplan.patient.evidence import DECLARABLE
from tensplan.patient.places import areas, touches
from tensplan.patient.rule import MODALITIES, Modality, Rule, red_flags, screening_rules
from tensplan.placement.sites import find_site, site, sites
from tensplan.protocol.model import Protocol

Kind = Literal["yes-no", "choice", "number", "text", "list"]

SECONDS: Final[dict[Kind, int]] = {
    "yes-no": 8,
    "choice": 15,
    "number": 20,
    "text": 10,
    "list": 20,
}
"""Rough time for each kind of answer (project default)."""

TEST_SECONDS: Final = 45
FROM_FINDINGS: Final = frozenset({"P_SENS", "P_ALLO", "P_CHILD", "P_SKIN", "P_OEDEMA"})
"""Codes that other questions answer."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """One question.

    Parameters
    ----------
    id : str
        Key of the answer: a code, a file key, or a test and its place (``sharp_blunt@SITE``).
    part : str
        Heading under which it stands.
    ask, help : str
        The question, and what helps to answer it.
    kind : {"yes-no", "choice", "number", "text", "list"}
        Form of the answer.
    choices : tuple of str
        Words that may be answered.
    low, high : float
        Range of a number.
    whole : bool
        Whether the number is a count.
    seconds : int
        About how long it takes.
    """

    id: str
    part: str
    ask: str
    help: str
    kind: Kind
    choices: tuple[str, ...] = ()
    low: float = 0
    high: float = 0
    whole: bool = False
    seconds: int = 10


def questions(protocol: Protocol | None = None) -> tuple[Question, ...]:
    """Return the questions in order: red flags, who, conditions, surgery, examination.

    Parameters
    ----------
    protocol : Protocol or None
        Only what its rules need; everything when None.

    Examples
    --------
    >>> import tensplan
    >>> few = questions(tensplan.load_protocol("sciatic-path-conventional"))
    >>> few[0].id, len(few) < len(questions())
    ('RF_CES', True)
    """
    spots = _spots(protocol)
    return (
        *map(_red_flag, red_flags().values()),
        *_person(),
        *(_condition(rule) for rule in _needed(spots)),
        *_surgery(),
        *_skin(spots),
        *_sensation(spots, protocol),
        *_thermal(spots),
    )


def minutes_left(remaining: tuple[Question, ...]) -> int:
    """Return about how long some questions take, rounded up. [min]

    Examples
    --------
    >>> minutes_left(questions()[:11])
    2
    """
    return -(-sum(question.seconds for question in remaining) // 60)


def _spots(protocol: Protocol | None) -> list[tuple[Modality, str]]:
    """Return every modality with every place that is asked for."""
    if protocol is None:
        packs: tuple[Modality, ...] = ("heat", "cold")
        return [("tens", s.id) for s in sites() if s.used] + [
            (m, a) for m in packs for a in areas()
        ]
    pads = [pad for channel in protocol.placement.channels for pad in channel.pads]
    found = [s.id for s in (find_site(pad.site) for pad in pads) if s is not None]
    spots: list[tuple[Modality, str]] = [("tens", name) for name in dict.fromkeys(found)]
    return [*spots, *((entry.modality, entry.area) for entry in protocol.thermal or ())]


def _needed(spots: list[tuple[Modality, str]]) -> Iterator[Rule]:
    """Yield the conditions that say something about a modality at a place that is asked for."""
    for rule in screening_rules().values():
        if rule.id not in DECLARABLE - FROM_FINDINGS:
            continue
        if any(
            not clause.where or any(touches(place, where) for where in clause.where)
            for modality, place in spots
            for clause in rule.clauses(modality)
        ):
            yield rule


def _red_flag(rule: Rule) -> Question:
    return _yes_no(rule.id, "Red flags", rule.ask, rule.help)


def _condition(rule: Rule) -> Question:
    located = any(c.located for name in MODALITIES for c in rule.clauses(name))
    where = " After yes you may name places: yes lumbar, foot." if located else ""
    return _yes_no(rule.id, "Conditions", rule.ask, rule.help + where)


def _yes_no(name: str, part: str, ask: str, help_: str) -> Question:
    return Question(
        id=name, part=part, ask=ask, help=help_, kind="yes-no", seconds=SECONDS["yes-no"]
    )


def _choice(name: str, part: str, ask: str, help_: str, choices: tuple[str, ...]) -> Question:
    return Question(
        id=name,
        part=part,
        ask=ask,
        help=help_,
        kind="choice",
        choices=choices,
        seconds=SECONDS["choice"],
    )


def _list(name: str, part: str, ask: str, help_: str, choices: tuple[str, ...]) -> Question:
    return Question(
        id=name,
        part=part,
        ask=ask,
        help=help_,
        kind="list",
        choices=choices,
        seconds=SECONDS["list"],
    )


def _number(
    name: str, part: str, ask: str, help_: str, high: float, *, whole: bool, seconds: int
) -> Question:
    return Question(
        id=name,
        part=part,
        ask=ask,
        help=help_,
        kind="number",
        high=high,
        whole=whole,
        seconds=seconds,
    )


def _person() -> Iterator[Question]:
    part, plain = "Person", SECONDS["number"]
    yield Question(
        id="code",
        part=part,
        ask="Code of the person?",
        help="A pseudonym that only the clinic can resolve, such as P-014; never a name.",
        kind="text",
        seconds=SECONDS["text"],
    )
    yield _choice("side", part, "Which limb hurts?", "The pads go there.", ("left", "right"))
    yield _number(
        "age_years", part, "Age in years?", "Not a birth date.", 120, whole=True, seconds=plain
    )
    yield _list(
        "pain.regions",
        part,
        "Where does it hurt?",
        "The most painful place first.",
        get_args(PainRegion),
    )
    yield _number(
        "pain.nprs",
        part,
        "Pain from 0 to 10, average of the last week?",
        "It decides nothing about what is allowed.",
        10,
        whole=False,
        seconds=plain,
    )


def _surgery() -> Iterator[Question]:
    part = "Surgery"
    procedures = (
        "none", "microdiscectomy", "decompression", "fusion", "disc-replacement", "revision",
        "other",
    )  # fmt: skip
    ask = "Which operation on the back?"
    yield _choice("surgery.procedure", part, ask, "none when there was none.", procedures)
    rule = screening_rules()["T_ASK"]
    plain = SECONDS["number"]
    yield _number(
        "weeks_since_surgery", part, rule.ask, rule.help, 4000, whole=False, seconds=plain
    )
    yield _yes_no("surgery.fused", part, "Were segments fused?", "With or without hardware.")
    states = ("healed", "closed", "sutures", "open")
    yield _choice("surgery.wound", part, "How is the wound?", "Look at it.", states)


def _skin(spots: list[tuple[Modality, str]]) -> Iterator[Question]:
    part = "Skin, creams, circulation"
    states = (
        "intact",
        "broken",
        "rash",
        "infected",
        "fragile",
        "callus",
        "fresh-scar",
        "irradiated",
    )
    for place in dict.fromkeys(place for _, place in spots):
        ask = f"How is the skin: {_words(place)}?"
        yield _choice(f"skin@{place}", part, ask, "Look at it in good light.", states)
    agents = get_args(Agent)
    help_ = "none, or each with its place: lidocaine foot-sole, heat-rub lumbar."
    yield _list("topicals", part, "Which creams or patches, and where?", help_, agents)
    help_ = "Places, or none. Acute and visible, not a leg that is a little thick."
    yield _list("swelling.acute_at", part, "Where is there acute swelling?", help_, ())
    ask = "Can the foot pulses be felt?"
    yield _choice("circulation.pulses", part, ask, "Both places.", ("present", "absent"))
    help_ = "none, or those that apply; logged, never recommended."
    yield _list("medicines", part, "Which kinds of medicine?", help_, get_args(Medicine))


def _sensation(spots: list[tuple[Modality, str]], protocol: Protocol | None) -> Iterator[Question]:
    """Yield the tests under each pad; those on the limb that does not hurt apart."""
    pads = [] if protocol is None else [p for c in protocol.placement.channels for p in c.pads]
    other = {found.id for p in pads if p.side == "other" and (found := find_site(p.site))}
    treated = {found.id for p in pads if p.side == "treated" and (found := find_site(p.site))}
    for place in dict.fromkeys(place for modality, place in spots if modality == "tens"):
        if protocol is None or place in treated:
            yield from _tests_at(place, "", "Sensation under each pad")
        if place in other:
            yield from _tests_at(place, "other_", "Sensation on the limb that does not hurt")


def _tests_at(place: str, limb: str, part: str) -> Iterator[Question]:
    """Yield the tests of sensation at one site of one limb."""
    rules = screening_rules()
    yield _number(
        f"{limb}sharp_blunt@{place}",
        part,
        f"Sharp or blunt: how many of 10 right, {_words(place)}?",
        rules["P_SENS"].help,
        10,
        whole=True,
        seconds=TEST_SECONDS,
    )
    ask = f"Light touch: {_words(place)}?"
    answers = ("normal", "reduced", "absent", "painful")
    yield _choice(f"{limb}light_touch@{place}", part, ask, rules["P_ALLO"].help, answers)
    if touches(place, "foot-sole"):
        ask = f"10 g monofilament: {_words(place)}?"
        help_ = "Press until it bends, for a second."
        yield _choice(f"{limb}monofilament@{place}", part, ask, help_, ("felt", "not-felt"))


def _thermal(spots: list[tuple[Modality, str]]) -> Iterator[Question]:
    part = "Heat and cold, on the day itself"
    help_ = screening_rules()["P_HOTCOLD"].help
    packs = list(dict.fromkeys(place for modality, place in spots if modality != "tens"))
    for place in packs:
        for word in ("hot", "cold"):
            ask = f"{word.capitalize()} touches: how many of 5 right, {_words(place)}?"
            yield _number(f"{word}@{place}", part, ask, help_, 5, whole=True, seconds=TEST_SECONDS)
    if packs:
        rule = screening_rules()["M_FIRST"]
        yield _yes_no("heat_or_cold_before", part, rule.ask, rule.help)


def _words(place: str) -> str:
    """Return a place as people read it."""
    return place.replace("-", " ") if place in areas() else site(place).title.lower()
