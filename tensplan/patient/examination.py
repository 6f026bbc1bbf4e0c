"""What was found on the person: strength, reflexes, signs, swelling, circulation, nerve studies."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from tensplan.patient.places import Day, SiteOrArea
from tensplan.protocol.field import Model, key

Reflex = Literal["normal", "reduced", "absent", "brisk"]


class Muscle(Model):
    """Strength of one movement on the painful side, by the MRC scale."""

    grade: int = key("grade", "MRC grade, 0 to 5.", ge=0, le=5)
    previous_grade: int | None = key(
        "previous grade", "MRC grade at the examination before.", default=None, ge=0, le=5
    )


class Strength(Model):
    """Movements that tell the roots and the peroneal nerve apart."""

    ankle_dorsiflexion: Muscle | None = key("ankle dorsiflexion", "Foot up.", default=None)
    great_toe_extension: Muscle | None = key("great toe extension", "Toe up.", default=None)
    hip_abduction: Muscle | None = key("hip abduction", "Leg to the side.", default=None)
    inversion: Muscle | None = key("inversion", "Sole inwards.", default=None)
    eversion: Muscle | None = key("eversion", "Sole outwards.", default=None)
    plantarflexion: Muscle | None = key("plantarflexion", "Heel raise on one leg.", default=None)

    @property
    def graded(self) -> dict[str, Muscle]:
        """The movements that were tested, by name."""
        found = {name: getattr(self, name) for name in type(self).model_fields}
        return {name: muscle for name, muscle in found.items() if muscle is not None}


class Reflexes(Model):
    """Tendon reflexes on the painful side."""

    ankle_reflex: Reflex | None = key("ankle reflex", "Achilles tendon.", default=None)
    knee_reflex: Reflex | None = key("knee reflex", "Patellar tendon.", default=None)


class Signs(Model):
    """Signs that point to a root, a nerve, or many nerves; true means positive."""

    straight_leg_raise: bool | None = key("straight leg raise", "Leg pain on it.", default=None)
    reverse_straight_leg_raise: bool | None = key(
        "reverse straight leg raise", "Thigh pain on it.", default=None
    )
    tinel_at_fibular_neck: bool | None = key(
        "Tinel, fibular neck", "Tapping there tingles to the foot.", default=None
    )
    tinel_at_inner_ankle: bool | None = key(
        "Tinel, inner ankle", "Tapping there tingles to the sole.", default=None
    )
    stocking_pattern: bool | None = key(
        "stocking pattern", "Both feet numb as if in stockings.", default=None
    )


class Swelling(Model):
    """Swelling that can be seen or measured."""

    acute_at: Annotated[tuple[SiteOrArea, ...], Field(strict=False)] | None = key(
        "acute at", "Where there is acute, visible swelling; none for an empty list.", default=None
    )
    calf_difference_cm: float | None = key(
        "calf difference", "Painful side less the other side.", default=None, ge=-30, le=30
    )


class Circulation(Model):
    """Blood flow of the painful foot."""

    pulses: Literal["present", "absent"] | None = key("pulses", "Foot pulses.", default=None)
    ankle_brachial_index: float | None = key(
        "ankle-brachial index", "Pressure at the ankle over the arm.", default=None, gt=0, le=3
    )


class NerveConduction(Model):
    """One nerve conduction study, as it was measured."""

    study: Literal[
        "tibial-motor",
        "peroneal-motor",
        "sural-sensory",
        "dorsal-sural-sensory",
        "superficial-peroneal-sensory",
        "medial-plantar-sensory",
        "soleus-h-reflex",
    ] = key("study", "Nerve and kind.")
    velocity_m_per_s: float | None = key(
        "conduction velocity", "Between two points.", default=None, gt=0, le=150
    )
    latency_ms: float | None = key(
        "latency", "Distal latency, peak latency or H latency.", default=None, gt=0, le=200
    )
    amplitude_mv: float | None = key("motor amplitude", "Of a muscle.", default=None, ge=0, le=100)
    amplitude_uv: float | None = key("sensory amplitude", "Of a nerve.", default=None, ge=0, le=500)
    skin_temperature_c: float | None = key(
        "skin temperature", "During the study.", default=None, ge=10, le=45
    )
    tested_on: Day | None = key("tested on", "Day of the study.", default=None)
