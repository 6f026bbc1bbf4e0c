"""A pseudonymous patient file: what is absent is unknown, never normal."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from tensplan.patient.body import Body, Measured
from tensplan.patient.codes import ConditionCode, Medicine, RedFlagCode
from tensplan.patient.examination import (
    Circulation,
    NerveConduction,
    Reflexes,
    Signs,
    Strength,
    Swelling,
)
from tensplan.patient.history import Clearance, Implants, NearPad, Pain, Surgery, Topical
from tensplan.patient.places import Day, EachOnce, Place, SiteOrArea
from tensplan.patient.sensation import SensationTest
from tensplan.protocol.field import Model, key

PATIENT_SCHEMA = "tensplan/patient/1"

SkinState = Literal[
    "intact", "broken", "rash", "infected", "fragile", "callus", "fresh-scar", "irradiated"
]
SensationMap = Annotated[dict[SiteOrArea, SensationTest], EachOnce]
SkinMap = Annotated[dict[SiteOrArea, SkinState], EachOnce]


class Patient(Model):
    """A person under a code: never a name, a birth date, an address or a record number.

    Examples
    --------
    >>> import tensplan
    >>> tensplan.load_patient("example-intact").side
    'right'
    """

    schema_id: Literal["tensplan/patient/1"] = key(
        "schema", "Name and version of this file format.", alias="schema"
    )
    code: Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9-]{1,31}$")] = key(
        "code", "A pseudonym that only the clinic can resolve."
    )
    invented: bool = key(
        "invented", "Whether this is nobody: an example, planned on its own day.", default=False
    )
    side: Literal["left", "right"] | None = key(
        "side", "The painful limb; unknown when left out.", default=None
    )
    age_years: int | None = key(
        "age", "Completed years; never a birth date.", unit="years", default=None, ge=0, le=120
    )
    examined_on: Day | None = key("examined on", "Day of the examination.", default=None)
    weeks_since_surgery: float | None = key(
        "weeks since surgery", "Unknown when left out.", unit="weeks", default=None, ge=0, le=4000
    )
    surgery: Surgery | None = key("surgery", "The operation.", default=None)
    pain: Pain | None = key("pain", "Where and how much.", default=None)
    red_flags: Annotated[tuple[RedFlagCode, ...], Field(strict=False)] | None = key(
        "red flags",
        "Those found; an empty list says that all were asked and none is there.",
        default=None,
    )
    conditions: Annotated[tuple[ConditionCode, ...], Field(strict=False)] | None = key(
        "conditions",
        "Those found; a given list says that all others were asked and are not there.",
        default=None,
    )
    conditions_not_asked: Annotated[tuple[ConditionCode, ...], Field(strict=False)] | None = key(
        "conditions not asked", "Those that nobody asked about: they stay unknown.", default=None
    )
    where: (
        dict[ConditionCode, Annotated[tuple[Place, ...], Field(strict=False, min_length=1)]] | None
    ) = key("where", "Places of a condition; it counts everywhere when left out.", default=None)
    sensation: SensationMap | None = key("sensation", "Tests by site or area.", default=None)
    sensation_other_side: SensationMap | None = key(
        "sensation, other side", "Tests on the limb that does not hurt.", default=None
    )
    changed_on: Day | None = key(
        "changed on", "Day of the last new numbness or weakness: older tests lapse.", default=None
    )
    skin: SkinMap | None = key("skin", "State of the skin by site or area.", default=None)
    strength: Strength | None = key("strength", "MRC grades.", default=None)
    reflexes: Reflexes | None = key("reflexes", "Tendon reflexes.", default=None)
    signs: Signs | None = key("signs", "Straight leg raise, Tinel, stocking.", default=None)
    swelling: Swelling | None = key("swelling", "Seen or measured.", default=None)
    circulation: Circulation | None = key("circulation", "Of the painful foot.", default=None)
    implants: Implants | None = key("implants", "Details of implants.", default=None)
    near_pads: Annotated[tuple[NearPad, ...], Field(strict=False)] | None = key(
        "near the pads", "Scars, patches, wounds, hardware beside a site.", default=None
    )
    medicines: Annotated[tuple[Medicine, ...], Field(strict=False)] | None = key(
        "medicines", "Kinds that matter here; logged, never recommended.", default=None
    )
    topicals: Annotated[tuple[Topical, ...], Field(strict=False)] | None = key(
        "topicals", "Creams and patches; none for an empty list.", default=None
    )
    epidural_injection_on: Day | None = key(
        "epidural injection on", "Day of the last one, if any.", default=None
    )
    heat_or_cold_before: bool | None = key(
        "heat or cold before", "Whether packs were used before without trouble.", default=None
    )
    nerve_conduction: Annotated[tuple[NerveConduction, ...], Field(strict=False)] | None = key(
        "nerve conduction", "Studies, if known; notes that never unblock anything.", default=None
    )
    clearances: Annotated[tuple[Clearance, ...], Field(strict=False)] | None = key(
        "clearances", "Who cleared what, and when.", default=None
    )
    body: Body | None = key("body", "Sizes.", default=None)
    measured: Annotated[tuple[Measured, ...], Field(strict=False)] | None = key(
        "measured currents", "What this person felt.", default=None
    )
