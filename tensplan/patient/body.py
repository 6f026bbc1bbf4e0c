"""Body measures, and what the person felt of the current."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from tensplan.patient.places import Day, EachOnce, SiteOrArea
from tensplan.protocol.field import Model, key

Thickness = Annotated[float, Field(gt=0, le=200)]


class Body(Model):
    """Sizes that move the pads and the depth of the nerves."""

    height_cm: float | None = key("height", "Standing height.", default=None, ge=100, le=230)
    foot_length_mm: float | None = key(
        "foot length", "Heel to the longest toe.", default=None, ge=150, le=350
    )
    bmi_kg_per_m2: float | None = key("BMI", "Body mass index.", default=None, ge=10, le=80)
    fat_thickness_mm: Annotated[dict[SiteOrArea, Thickness], EachOnce] | None = key(
        "fat thickness", "Under the skin, by site.", unit="mm", default=None
    )


class Measured(Model):
    """Currents at which this person felt something, on two pads."""

    sites: Annotated[tuple[SiteOrArea, ...], Field(strict=False, min_length=2, max_length=2)] = key(
        "sites", "Pad 1 and pad 2."
    )
    pulse_width_us: int = key("pulse width", "Width of the leading phase.", gt=0, le=10_000)
    sensation_ma: float | None = key("first sensation", "First tingle.", default=None, gt=0, le=200)
    motor_ma: float | None = key(
        "first twitch", "First visible twitch.", default=None, gt=0, le=200
    )
    tolerance_ma: float | None = key(
        "tolerance", "Strongest that was tolerated.", default=None, gt=0, le=200
    )
    measured_on: Day = key("measured on", "Day of the measurement.")
