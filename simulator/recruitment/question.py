"""What is asked about one channel: each class of fibres at each place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from simulator.properties import table
from simulator.recruitment.body import Sense, Target, Tissue
from simulator.recruitment.electrodes import Electrodes
from simulator.recruitment.excitability import pushes
from simulator.recruitment.nerve_place import NervePlace
from simulator.recruitment.prediction import SKIN, FibreClass
from simulator.recruitment.reaction import Reaction
from simulator.recruitment.skin_place import SkinPlace
from simulator.recruitment.spectrum import KEYS, spectrum, spread_of
from simulator.volume_conductor import WEIGHTINGS
from simulator.waveform import Pulse

FIBRES: Mapping[Sense, FibreClass] = {
    "sensation": "A-beta",
    "motor": "A-alpha",
    "pain": "A-delta",
}
"""Class of a nerve that is felt, moves or hurts."""

SKIN_SENSES: Mapping[FibreClass, Sense] = {"A-beta": "sensation", "A-delta": "pain", "C": "pain"}
"""What the afferents of the skin make felt."""

TABLES = ("tissue", "body_layers")
"""Tables behind every field."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Question:
    """One class of fibres of one nerve, or of the skin, under one pad.

    Parameters
    ----------
    nerve : str
    fibre, sense : str
    pad : int
    reactions : tuple of Reaction
        One, or one for each weighting.
    weak : tuple of str
        What is remembered or chosen.
    """

    nerve: str
    fibre: FibreClass
    sense: Sense
    pad: int
    reactions: tuple[Reaction, ...]
    weak: tuple[str, ...]


def questions(
    electrodes: Electrodes,
    tissues: tuple[Tissue, Tissue],
    targets: Sequence[Target],
    pulse: Pulse,
) -> list[Question]:
    """Everything that is asked about one channel: its targets, then the skin under each pad."""
    nerves = [
        _nerve(place, sense, pulse)
        for target in targets
        for place in [_nerve_place(target, tissues[target.pad - 1], electrodes)]
        for sense in sorted(target.senses)
    ]
    skin = [
        _skin(electrodes, tissues[pad - 1], pad, fibre, pulse)
        for pad in (1, 2)
        for fibre in SKIN_SENSES
    ]
    return nerves + skin


_nerve_place = lru_cache(maxsize=32)(NervePlace)
_skin_place = lru_cache(maxsize=64)(SkinPlace)
"""Places keep the fields of their people, which another pulse meets again."""


def _nerve(place: NervePlace, sense: Sense, pulse: Pulse) -> Question:
    """Fibres of one sense in one nerve."""
    fibre, target, tissue = FIBRES[sense], place.target, place.tissue
    kinds = spectrum(fibre)
    return Question(
        nerve=target.nerve,
        fibre=fibre,
        sense=sense,
        pad=target.pad,
        reactions=(
            Reaction(place, "myelinated", kinds.largest(), tissue.temperature, pushes(pulse)),
        ),
        weak=(*target.weak, *tissue.weak, *kinds.weak, *_weak_rows()),
    )


def _skin(
    electrodes: Electrodes, tissue: Tissue, pad: int, fibre: FibreClass, pulse: Pulse
) -> Question:
    """Afferents of one class that end under a pad."""
    names = [f"skin_{KEYS[fibre]}_{what}" for what in ("diameter", "ending")]
    rows = table("nerve_spectra")
    model = "bare" if fibre == "C" else "myelinated"
    outline, polarity = electrodes.outlines[pad - 1], electrodes.polarity(pad)
    return Question(
        nerve=SKIN,
        fibre=fibre,
        sense=SKIN_SENSES[fibre],
        pad=pad,
        reactions=tuple(
            Reaction(
                _skin_place(outline, polarity, tissue, fibre, weighting),
                model,
                spread_of(rows[names[0]]),
                tissue.temperature,
                pushes(pulse),
            )
            for weighting in WEIGHTINGS
        ),
        weak=(*tissue.weak, *(name for name in names if rows[name].is_weak), *_weak_rows()),
    )


def _weak_rows() -> tuple[str, ...]:
    """Name what is remembered or chosen behind every field; a tissue brings its own skin."""
    own = {"skin_conductivity", "skin_thickness", "bone_conductivity"}
    return tuple(
        key for name in TABLES for key, row in table(name).items() if row.is_weak and key not in own
    )
