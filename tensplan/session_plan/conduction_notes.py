"""Entered conduction velocities beside what the simulator predicts at that skin temperature."""

from __future__ import annotations

from functools import cache

from tensplan.patient.model import Patient
from tensplan.patient.nerve_conduction import (
    Compared,
    Reference,
    compare,
    reference_temperature_c,
    references,
)

FIBRE_UM = 10.0
FIBRE_NODES = 41
"""Fibre whose slowing with cold stands for the nerve's (project default): its share, not its speed."""

Note = dict[str, str]


def conduction_notes(patient: Patient) -> list[Note]:
    """Return a note for each entered value: beside the references, and beside the prediction.

    They never allow, refuse or unblock anything.

    Examples
    --------
    >>> import tensplan
    >>> conduction_notes(tensplan.load_patient("example-intact"))
    []
    """
    notes = []
    for study in patient.nerve_conduction or ():
        compared = compare(study, age_years=patient.age_years)
        notes += [_beside_reference(item) for item in compared]
        if study.velocity_m_per_s is not None and study.skin_temperature_c is not None:
            notes += _predicted(study.study, study.velocity_m_per_s, study.skin_temperature_c)
    return notes


def slowing(skin_temperature_c: float) -> float:
    """Return the simulated velocity at a temperature over that at the reference temperature.

    Parameters
    ----------
    skin_temperature_c : float
        Temperature of the nerve, taken as that of the skin. [degC]

    Raises
    ------
    ValueError
        If the fibre model does not hold at that temperature.
    """
    return _velocity(skin_temperature_c) / _velocity(reference_temperature_c())


@cache
def _velocity(temperature_c: float) -> float:
    """Simulate the velocity of the standing fibre. [m/s]"""
    from simulator.nerve import conduction_velocity, mrg

    fibre = mrg(FIBRE_UM * 1e-6, FIBRE_NODES, temperature=temperature_c)
    return conduction_velocity(fibre)


def _beside_reference(item: Compared) -> Note:
    """Return the note on one comparison."""
    return {
        "says": item.words,
        "source": item.reference.source,
        "confidence": item.reference.confidence,
    }


def _predicted(study: str, velocity: float, temperature_c: float) -> list[Note]:
    """Return what the simulator expects of a nerve that conducts at the reference mean."""
    found = [ref for ref in references() if ref.study == study]
    means = [
        (ref, ref.mean)
        for ref in found
        if ref.quantity == "velocity_m_per_s" and ref.mean is not None
    ]
    return [_prediction(ref, mean, velocity, temperature_c) for ref, mean in means]


def _prediction(ref: Reference, mean: float, velocity: float, temperature_c: float) -> Note:
    """Return one prediction, or why there is none."""
    here = f"{ref.study} at {temperature_c:g} degC"
    try:
        expected = f"{mean * slowing(temperature_c):.1f} m/s"
    except ValueError as error:
        says = f"{here}: the simulator expects nothing, {error}"
    else:
        says = (
            f"{here}: the simulator expects {expected} of a nerve that conducts at the mean of "
            f"{mean:g} m/s at {reference_temperature_c():g} degC ({ref.who}); "
            f"{velocity:g} m/s was entered"
        )
    source = f"{ref.source}; share by the MRG fibre of {FIBRE_UM:g} um and the Q10 of its gates"
    return {"says": says, "source": source, "confidence": "derived"}
