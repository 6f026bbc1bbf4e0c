"""Layers of a limb whose skin is a thin barrier over dermis."""

from __future__ import annotations

from collections.abc import Mapping

from simulator.properties import table
from simulator.volume_conductor import Layer, Layers


def skin_layers(
    *,
    fat_thickness: float,
    skin_thickness: float,
    skin_conductivity: float,
    directed: bool = True,
) -> Layers:
    """Layers under a pad: horny barrier, dermis, fat, muscle.

    The barrier takes what the skin as a whole resists beyond its dermis, so that the skin keeps
    its resistance and the nerve endings lie in tissue that conducts as dermis does.

    Parameters
    ----------
    fat_thickness, skin_thickness : float
        Above 0; the skin with its barrier. [m]
    skin_conductivity : float
        Of the whole skin taken as one layer. [S/m]
    directed : bool
        Whether muscle conducts better along the limb; without, it has the geometric mean.

    Raises
    ------
    ValueError
        If a number is not above 0, the skin is no thicker than its barrier, or it conducts better
        than its dermis would.

    Examples
    --------
    >>> layers = skin_layers(fat_thickness=5e-3, skin_thickness=1.5e-3, skin_conductivity=7e-4)
    >>> [layer.name for layer in layers.stack]
    ['barrier', 'dermis', 'fat', 'muscle']
    """
    rows = table("body_layers")
    barrier, dermis = rows["barrier_thickness"].value, rows["dermis_conductivity"].value
    if not skin_thickness > barrier:
        raise ValueError(f"skin_thickness must be above {barrier} m, got {skin_thickness} m")
    if not skin_conductivity > 0:
        raise ValueError(f"skin_conductivity must be above 0 S/m, got {skin_conductivity} S/m")
    rest = skin_thickness / skin_conductivity - (skin_thickness - barrier) / dermis
    if not rest > 0:
        raise ValueError(
            f"skin_conductivity must be below that of dermis, {dermis} S/m, "
            f"got {skin_conductivity} S/m"
        )
    tissue = table("tissue")
    across = tissue["muscle_conductivity_across"].value
    along = tissue["muscle_conductivity_along"].value
    muscle = (
        Layer(conductivity=across, conductivity_along=along, name="muscle")
        if directed
        else Layer(conductivity=(across**2 * along) ** (1 / 3), name="muscle")
    )
    return Layers(
        (
            Layer(conductivity=barrier / rest, thickness=barrier, name="barrier"),
            Layer(conductivity=dermis, thickness=skin_thickness - barrier, name="dermis"),
            Layer(
                conductivity=tissue["fat_conductivity"].value, thickness=fat_thickness, name="fat"
            ),
            muscle,
        ),
        confidence="project-default",
    )


def skin_layers_of(body: Mapping[str, float], *, directed: bool = True) -> Layers:
    """Layers of a body, whose numbers have the names of `skin_layers`."""
    names = ("fat_thickness", "skin_thickness", "skin_conductivity")
    return skin_layers(**{name: body[name] for name in names}, directed=directed)
