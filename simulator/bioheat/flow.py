"""How the flow of blood answers to the temperature of the tissue."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simulator.bioheat.lanes import KINDS, Answer
from simulator.bioheat.slab import FloatArray
from simulator.bioheat.tables import constant
from simulator.compiled import Compiled

flow_factors = Compiled("simulator.bioheat.kernel", "flow_factors")


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

    @property
    def answer(self) -> Answer:
        """The same in numbers for the kernel."""
        gain = constant("dilation_gain_glabrous" if self.glabrous else "dilation_gain_hairy")
        return _answer(gain, np.array(self.scale, float), np.array(self.dilation, float))

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

        Raises
        ------
        ValueError
            If the shapes are not those of the cells and the people.

        Examples
        --------
        >>> flow = Flow(glabrous=False, scale=np.ones(1), dilation=np.ones(1))
        >>> flow.factor(np.array([[38.0]]), ("skin",), np.ones((1, 1))).round(6).tolist()
        [[5.5]]
        """
        kinds = np.array([KINDS[kind] for kind in response])
        shape = (len(response), np.size(self.scale))
        if temperature.shape != shape or ceiling.shape != shape:
            raise ValueError(
                f"temperature and ceiling must have shape {shape} (cells, people), "
                f"got {temperature.shape} and {ceiling.shape}"
            )
        factor = np.empty(temperature.shape)
        at, bound = (np.array(given, dtype=float, order="C") for given in (temperature, ceiling))
        flow_factors(self.answer, kinds, at, bound, factor)
        return factor


def resting(people: int) -> Answer:
    """Flow as published for everybody, whatever the temperature, where no cell answers."""
    return _answer(0.0, np.ones(people), np.zeros(people))


def _answer(gain: float, scale: FloatArray, dilation: FloatArray) -> Answer:
    """Put the constants of the answer beside the people."""
    floor = constant("constriction_floor")
    return Answer(
        opens=np.array(
            [
                [gain, constant("dilation_from"), 1 / constant("dilation_span")],
                [
                    constant("muscle_dilation_gain"),
                    constant("muscle_dilation_from"),
                    1 / constant("muscle_dilation_span"),
                ],
            ]
        ),
        closes=np.array(
            [
                floor,
                constant("constriction_full_at"),
                (1 - floor) / constant("constriction_span"),
                constant("constriction_held_below"),
                constant("constriction_hold"),
            ]
        ),
        scale=scale,
        dilation=dilation,
    )
