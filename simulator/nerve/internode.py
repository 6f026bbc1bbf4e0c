"""The myelinated stretch between two nodes, condensed to the modes that its nodes can see.

An internode is linear, so its voltages are a sum of modes that each decay on their own. A backward
Euler step of a mode is one multiplication, and the nodes keep a tridiagonal system.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

PAIRS = 10
"""Compartments of an internode: MYSA, FLUT, six STIN, FLUT, MYSA."""


@dataclass(frozen=True, slots=True, eq=False)
class Internode:
    """Modes of one internode.

    Parameters
    ----------
    decay : ndarray, shape (20,)
        Decay rates; ten modes alike at both ends, then ten opposite. [1/s]
    seen : ndarray, shape (20,)
        Share of the mode in the axoplasm next to the left node. [1/sqrt(F)]
    shape : ndarray, shape (20, 20)
        Modes over the axoplasm, then the periaxonal space, of the ten compartments.
    axial, periaxonal : ndarray, shape (11,)
        Conductances from node to node through the ten compartments. [S]
    """

    decay: Array
    seen: Array
    shape: Array
    axial: Array
    periaxonal: Array

    @property
    def join(self) -> float:
        """Axoplasmic conductance between a node and its neighbour compartment [S]."""
        return float(self.axial[0])

    def drive(self, outside: Array) -> Array:
        """Return what a potential outside puts into each mode.

        Parameters
        ----------
        outside : ndarray, shape (..., 12)
            Left node, ten compartments, right node. [V]

        Returns
        -------
        drive : ndarray, shape (..., 20)
            Rate of each mode, times its `seen`. [V/s]
        """
        steps = np.diff(outside, axis=-1)
        inner = np.diff(self.axial * steps, axis=-1)
        outer = np.diff(self.periaxonal * steps, axis=-1)
        return np.asarray((np.concatenate([inner, outer], axis=-1) @ self.shape) * self.seen)


def condense(
    *, axial: Array, periaxonal: Array, capacitance: Array, leak: Array, myelin: tuple[Array, Array]
) -> Internode:
    """Find the modes of an internode that is the same from both ends.

    Parameters
    ----------
    axial, periaxonal : ndarray, shape (11,)
        Conductances along the two cables. [S]
    capacitance, leak : ndarray, shape (10,)
        Of the axolemma of each compartment. [F], [S]
    myelin : pair of ndarray, shape (10,)
        Its capacitance and conductance to the outside. [F], [S]

    Raises
    ------
    ValueError
        If the internode is not the same from both ends.
    """
    rows = (axial, periaxonal, capacitance, leak, *myelin)
    if not all(np.allclose(row, row[::-1], rtol=1e-9, atol=0) for row in rows):
        raise ValueError("internode must be the same from both ends")
    stored = _two_cables(capacitance, myelin[0])
    lost = _two_cables(leak, myelin[1])
    lost[:PAIRS, :PAIRS] += _ladder(axial)
    lost[PAIRS:, PAIRS:] += _ladder(periaxonal)
    even, odd = _mirrored()
    parts = [_modes(basis.T @ lost @ basis, basis.T @ stored @ basis) for basis in (even, odd)]
    shape = np.concatenate([even @ parts[0][1], odd @ parts[1][1]], axis=1)
    decay = np.concatenate([parts[0][0], parts[1][0]])
    return Internode(decay, shape[0], shape, axial, periaxonal)


def _modes(lost: Array, stored: Array) -> tuple[Array, Array]:
    """Decay rates and shapes of a passive network, each shape storing one unit."""
    root = np.linalg.inv(np.linalg.cholesky(stored))
    rates, turned = np.linalg.eigh(root @ lost @ root.T)
    return rates, root.T @ turned


def _two_cables(axolemma: Array, myelin: Array) -> Array:
    """Matrix of an element across the axolemma and one across the myelin."""
    across = np.diag(axolemma)
    return np.block([[across, -across], [-across, across + np.diag(myelin)]])


def _ladder(steps: Array) -> Array:
    """Matrix of conductances in a row whose two ends are held."""
    return np.diag(steps[:-1] + steps[1:]) - np.diag(steps[1:-1], 1) - np.diag(steps[1:-1], -1)


def _mirrored() -> tuple[Array, Array]:
    """Bases of what is alike and what is opposite at the two ends."""
    half = PAIRS // 2
    eye, back = np.eye(half), np.eye(half)[::-1]
    zero = np.zeros((PAIRS, half))
    alike = np.concatenate([eye, back]) / np.sqrt(2)
    opposite = np.concatenate([eye, -back]) / np.sqrt(2)
    even = np.block([[alike, zero], [zero, alike]])
    odd = np.block([[opposite, zero], [zero, opposite]])
    return even, odd
