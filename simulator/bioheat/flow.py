"""How the flow of blood answers to the temperature of the tissue."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from simulator.bioheat.slab import FloatArray
from simulator.bioheat.tables import constant


@dataclass(frozen=True, kw_only=True)
class Flow:
    """Flow of blood in each cell as a factor on its resting value.

    Parameters
    ----------
    glabrous : bool
        Whether the skin is hairless, with little reserve.
    scale : ndarray, shape (people,)
        Factor on all flow: 0 where it is shut off, 1 as in the data.
    dilation : ndarray, shape (people,)
        1 where vessels open in heat as they should, 0 where they do not.

    Notes
    -----
    Skin opens linearly over 8 K from 34 degC and closes linearly below 33 degC; muscle opens
    over 7 K from 37 degC. It answers at once, and the axon reflex is left out. Flow that real
    cold has closed stays closed for two hours.
    """

    glabrous: bool
    scale: FloatArray
    dilation: FloatArray

    def factor(
        self, temperature: FloatArray, response: tuple[str, ...], ceiling: FloatArray
    ) -> FloatArray:
        """Factor on the resting flow.

        Parameters
        ----------
        temperature, ceiling : ndarray, shape (cells, people)
            Tissue [degC], and the factor that earlier cold still allows.
        response : tuple of str
            One per cell.

        Returns
        -------
        factor : ndarray, shape (cells, people)
        """
        skin = np.array([kind == "skin" for kind in response])[:, None]
        muscle = np.array([kind == "muscle" for kind in response])[:, None]
        hot = skin * self._skin_gain() * _ramp(temperature, "dilation")
        hot = hot + muscle * constant("muscle_dilation_gain") * _ramp(
            temperature, "muscle_dilation"
        )
        cold = np.where(skin | muscle, np.minimum(constriction(temperature), ceiling), 1.0)
        result: FloatArray = self.scale * (1 + self.dilation * hot) * cold
        return result

    def _skin_gain(self) -> float:
        """How much wider the vessels of skin get at most."""
        return constant("dilation_gain_glabrous" if self.glabrous else "dilation_gain_hairy")


def _ramp(temperature: FloatArray, name: str) -> FloatArray:
    """Return 0 below the start of a ramp, 1 above its end."""
    start, span = constant(f"{name}_from"), constant(f"{name}_span")
    return np.clip((temperature - start) / span, 0.0, 1.0)


def constriction(temperature: FloatArray) -> FloatArray:
    """Factor on the flow that cold leaves, from 1 at 33 degC to its floor at 15 degC.

    Examples
    --------
    >>> constriction(np.array([40.0, 24.0, 5.0])).round(3).tolist()
    [1.0, 0.575, 0.15]
    """
    floor = constant("constriction_floor")
    warm = (temperature - constant("constriction_full_at")) / constant("constriction_span")
    return np.clip(floor + (1 - floor) * warm, floor, 1.0)


@dataclass(slots=True)
class ColdMemory:
    """What cold has closed, cell by cell; the one thing here that changes with time.

    Parameters
    ----------
    ceiling : ndarray, shape (cells, people)
        Factor that earlier cold still allows.
    since : ndarray, shape (cells, people)
        When it was last set. [s]
    """

    ceiling: FloatArray
    since: FloatArray = field(init=False)

    def __post_init__(self) -> None:
        self.since = np.full(self.ceiling.shape, -np.inf)

    def remember(self, temperature: FloatArray, now: float) -> None:
        """Hold the lowest factor that real cold has reached, and forget it in time."""
        self.ceiling[now - self.since > constant("constriction_hold")] = 1.0
        cold = temperature < constant("constriction_held_below")
        if not cold.any():
            return
        left = np.where(cold, constriction(temperature), 1.0)
        lower = left <= self.ceiling
        self.since[lower & cold] = now
        self.ceiling = np.minimum(self.ceiling, left)
