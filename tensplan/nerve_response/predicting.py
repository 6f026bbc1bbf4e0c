"""Predictions of the simulator as rows of a plan."""

from __future__ import annotations

from simulator.recruitment import Prediction
from simulator.recruitment.spread import Spread
from tensplan.nerve_response.asking import ask, pulses_of
from tensplan.nerve_response.row import SKIN, NerveRow, rounded
from tensplan.nerve_response.scaling import Scale
from tensplan.nerve_response.scene import Scene
from tensplan.nerve_response.tissue import weakest
from tensplan.protocol.program import Program
from tensplan.units import from_si


def rows_of(
    scene: Scene, channel: str, name: str, program: Program, scale: Scale
) -> tuple[NerveRow, ...]:
    """Return the predictions of a channel and program as rows.

    Parameters
    ----------
    scene : Scene
        Where the pads lie.
    channel, name : str
        Channel id and program name.
    program : Program
        Gives the cap and the narrowest pulse.
    scale : Scale
        The predictions for the widest pulse, scaled to the person.
    """
    widest, narrowest = pulses_of(program)
    same = widest == narrowest
    narrow = {} if same else {_key(one): one for one in ask(scene, narrowest).predictions}
    cap = program.amplitude_cap_ma
    return tuple(
        NerveRow(
            channel=channel,
            program=name,
            pad=f"{channel}{one.pad}",
            nerve=one.nerve,
            fibre=one.fibre,
            sense=one.sense,
            target=(one.pad, one.nerve) in scene.intended,
            threshold_ma=_ma(one.current),
            threshold_low_ma=_ma(one.low),
            threshold_high_ma=_ma(one.high),
            threshold_narrowest_ma=None if same else _ma(scale.factor * narrow[_key(one)].current),
            cap_ma=cap,
            pulse_width_us=widest.width_us,
            reachable=from_si(one.low, "mA") <= cap,
            confidence=_confidence(scene, one),
            weak=one.weak,
            threshold_uniform_ma=_ma(one.uniform) if one.nerve == SKIN else None,
            threshold_isopotential_ma=_ma(one.isopotential) if one.nerve == SKIN else None,
        )
        for one in scale.after
    )


def _key(one: Prediction) -> tuple[str, int, str, str]:
    return one.nerve, one.pad, one.sense, one.fibre


def _ma(current: float) -> float:
    return rounded(from_si(current, "mA"))


def _confidence(scene: Scene, one: Prediction) -> str:
    """Return the weakest confidence of tissue and nerve; what the fibres add stands in `weak`."""
    tissue = scene.tissues[one.pad - 1]
    spreads: list[Spread | None] = [
        tissue.fat_thickness,
        tissue.skin_thickness,
        tissue.skin_conductivity,
        tissue.temperature,
    ]
    for target in scene.targets:
        if (target.nerve, target.pad) == (one.nerve, one.pad):
            spreads += [target.depth, target.offset]
    return weakest(spread.confidence for spread in spreads if spread is not None)
