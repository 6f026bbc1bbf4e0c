"""Predictions scaled to what the person felt, where that was measured on these pads."""

from __future__ import annotations

from dataclasses import dataclass, replace

from simulator.recruitment import Prediction, calibrate, first_tingle
from tensplan.nerve_response.asking import CEILING, Asked, ask
from tensplan.patient.body import Measured
from tensplan.units import to_si


@dataclass(frozen=True, kw_only=True, slots=True)
class Scale:
    """Predictions before and after the person was asked.

    Attributes
    ----------
    before, after : tuple of Prediction
        In the same order; the same where nothing was measured.
    factor : float
        After over before.
    tolerance : float or None
        Strongest amplitude that the person tolerated at this pulse width. [A]
    most_ma : float or None
        The same, or of a narrower pulse: no more is tolerated of a wider one. [mA]
    is_measured : bool
        Whether the person was asked.
    """

    before: tuple[Prediction, ...]
    after: tuple[Prediction, ...]
    factor: float = 1.0
    tolerance: float | None = None
    most_ma: float | None = None
    is_measured: bool = False


def scale_to(asked: Asked, measured: Measured | None) -> Scale:
    """Scale the predictions of a channel to the person's own first tingle or tolerance.

    The factor is found at the pulse width of the measurement and holds for others: the model is
    trusted in how a threshold changes with the width, not in its milliamperes.

    Parameters
    ----------
    asked : Asked
        The channel and the pulse that is planned.
    measured : Measured or None
        On the same sites; None where the person was not asked.

    Raises
    ------
    ValueError
        If the tolerance lies below the first tingle.

    Examples
    --------
    >>> import tensplan
    >>> from tensplan.nerve_response.asking import pulses_of
    >>> from tensplan.nerve_response.scene import scene
    >>> protocol = tensplan.load_protocol("distal-nerve-sural")
    >>> where = scene(protocol.placement.channels[0])
    >>> scale_to(ask(where, pulses_of(protocol.programs["conventional"])[0]), None).factor
    1.0
    """
    before = asked.predictions
    sensation, tolerance = _currents(measured)
    if measured is None or (sensation is None and tolerance is None):
        return Scale(before=before, after=before)
    then = ask(asked.scene, replace(asked.pulse, width_us=measured.pulse_width_us))
    factor = calibrate(
        then.predictions, ceiling=CEILING, sensation=sensation, tolerance=tolerance
    ).factor
    after = calibrate(
        before, ceiling=CEILING, sensation=factor * first_tingle(before).current
    ).after
    measured_us, asked_us = measured.pulse_width_us, asked.pulse.width_us
    return Scale(
        before=before,
        after=after,
        factor=factor,
        tolerance=tolerance if measured_us == asked_us else None,
        most_ma=measured.tolerance_ma if measured_us <= asked_us else None,
        is_measured=True,
    )


def _currents(measured: Measured | None) -> tuple[float | None, float | None]:
    """Return the first tingle and the tolerance, as far as they were measured. [A]"""
    if measured is None:
        return None, None
    found = (measured.sensation_ma, measured.tolerance_ma)
    first, second = (None if ma is None else to_si(ma, "mA") for ma in found)
    return first, second
