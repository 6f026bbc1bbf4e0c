"""What the device plays at all: a plan whole, unchanged, allowed, approved, and within limits.

The reader is the device's own and shares nothing with the planner, so a fault in the export
of a plan cannot hide in both.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import isclose
from typing import Any, Literal

from simulator.device.canonical import canonical, digest
from simulator.device.plan_train import train_of
from simulator.exposure import Exposure, measure
from simulator.load import Load
from simulator.properties import DeviceProfile, table
from simulator.train import Train
from simulator.validation import Limit, validate

PLAN_SCHEMA = "tensplan/plan/1"
LARGEST_BYTES = 8_000_000
FASTEST_RATE = 10_000
MOST_PULSES = 20_000_000
"""Bounds of the work of reading a plan, far beyond any stimulation. [Hz], [1]"""

AGREEMENT = 1e-6
"""Relative difference allowed between an exposure in the plan and the device's own."""

SI_OF = {
    "_ma_per_cm2": 10.0,
    "_w_per_cm2": 1e4,
    "_uc": 1e-6,
    "_ma": 1e-3,
    "_mj": 1e-3,
    "_v": 1.0,
}
"""Factor to SI of each ending of a quantity's name."""

Reason = Literal[
    "not-a-plan", "digest", "limits", "blocked", "specimen", "approval", "program", "exposure",
    "validate", "encoding",
]  # fmt: skip


class PlanRefused(ValueError):  # noqa: N818 (what happened, not that something broke)
    """The device does not play this plan.

    Parameters
    ----------
    reason : Reason
        One word.
    message : str
        What was found.
    """

    def __init__(self, reason: Reason, message: str) -> None:
        super().__init__(message)
        self.reason = reason


@dataclass(frozen=True, kw_only=True, slots=True)
class AdmittedChannel:
    """One channel of an admitted plan.

    Parameters
    ----------
    id, program : str
        Names in the plan.
    areas : tuple of float
        Conductive area of each pad. [m2]
    train : Train
        At the cap.
    """

    id: str
    program: str
    areas: tuple[float, float]
    train: Train


@dataclass(frozen=True, kw_only=True, slots=True)
class Admitted:
    """A plan that the device plays.

    Parameters
    ----------
    digest : str
        Of the plan.
    channels : tuple of AdmittedChannel
        What to play.
    """

    digest: str
    channels: tuple[AdmittedChannel, ...]


def admit(
    data: bytes,
    *,
    profile: DeviceProfile,
    limits: Iterable[Limit],
    limits_digests: Collection[str],
    unapproved: Callable[[Mapping[str, Any]], str],
    unencodable: Callable[[Mapping[str, Train]], str] = lambda trains: "",
    programs: Mapping[str, str] | None = None,
) -> Admitted:
    """Read a plan, or refuse it with the reason.

    Where programs take turns by day, every one of them is read, judged and encoded, and one that is
    refused refuses the plan.

    Parameters
    ----------
    data : bytes
        Of a plan.json.
    profile : DeviceProfile
        Its tolerances act at once when the limits are held against the plan.
    limits : iterable of Limit
        Into 500 ohm, for the smaller pad.
    limits_digests : collection of str
        Versions of the limits that the device knows.
    unapproved : callable
        Given the content, returns why the plan may not be delivered, or nothing.
    unencodable : callable
        Given the trains by channel, returns why the wire of the device has no patterns for them, or
        nothing; without a wire there is nothing to ask. The programs to play are asked last.
    programs : mapping of str to str or None
        Which program each channel plays; those that stand at the channels when left out.

    Returns
    -------
    Admitted
        Digest and trains.

    Raises
    ------
    PlanRefused
        With one of the reasons; the first that is found.

    Examples
    --------
    >>> from simulator.properties import device
    >>> try:
    ...     admit(b"{}", profile=device("generic-tens"), limits=(), limits_digests=(),
    ...           unapproved=lambda content: "")
    ... except PlanRefused as refused:
    ...     print(refused.reason, refused)
    not-a-plan this is not a tensplan/plan/1
    """
    held = tuple(limits)
    content = read_plan(data)
    try:
        _check_allowed(content, limits_digests)
        why = unapproved(content)
        if why:
            raise PlanRefused("approval", why)
        channels = planned_channels(content, programs)
        sets = [*_other_days(content), channels]
        for channel in {(one.id, one.program): one for some in sets for one in some}.values():
            _check_exposure(channel, content["exposure"])
            _check_limits(channel, profile, held)
        for some in sets:
            why = unencodable({channel.id: channel.train for channel in some})
            if why:
                raise PlanRefused("encoding", why)
    except (KeyError, TypeError, AttributeError, IndexError, OverflowError) as error:
        raise PlanRefused("not-a-plan", f"the plan lacks a part: {error!r}") from None
    return Admitted(digest=content["digest"], channels=channels)


def read_plan(data: bytes) -> dict[str, Any]:
    """Return the content of a plan whose bytes are canonical and whose digest holds.

    Parameters
    ----------
    data : bytes
        Of a plan.json.

    Raises
    ------
    PlanRefused
        "not-a-plan" or "digest".
    """
    if len(data) > LARGEST_BYTES:
        raise PlanRefused("not-a-plan", f"a plan has at most {LARGEST_BYTES} bytes")
    try:
        content = json.loads(data)
        same = isinstance(content, dict) and canonical(content) == data
    except (ValueError, OverflowError, RecursionError) as error:
        raise PlanRefused("not-a-plan", f"this is no JSON of a plan: {error}") from None
    if not isinstance(content, dict) or content.get("schema") != PLAN_SCHEMA:
        raise PlanRefused("not-a-plan", f"this is not a {PLAN_SCHEMA}")
    if not same:
        raise PlanRefused("digest", "the bytes are not in canonical form")
    own = digest(content)
    if content.get("digest") != own:
        raise PlanRefused("digest", f"the plan was changed after it was made; its bytes give {own}")
    return content


def _check_allowed(content: Mapping[str, Any], limits_digests: Collection[str]) -> None:
    """Refuse limits that the device does not know, blocked plans, and plans for nobody."""
    judged_by = content["provenance"]["limits_digest"]
    if judged_by not in limits_digests:
        raise PlanRefused("limits", f"the plan was judged by limits not known here: {judged_by}")
    verdicts = (content["verdict"], content["modalities"]["tens"]["verdict"])
    if not set(verdicts) <= {"pass", "warn"}:
        raise PlanRefused("blocked", f"the plan is {verdicts[0]}, stimulation {verdicts[1]}")
    if content["patient"] is None:
        raise PlanRefused("specimen", "the plan is a specimen, for no person")


def _other_days(content: Mapping[str, Any]) -> list[tuple[AdmittedChannel, ...]]:
    """Channels as each day of the course plays them, without repeats."""
    days = {tuple(sorted(day["programs"].items())) for day in content.get("course", ())}
    return [planned_channels(content, dict(programs)) for programs in sorted(days)]


def planned_channels(
    content: Mapping[str, Any], programs: Mapping[str, str] | None = None
) -> tuple[AdmittedChannel, ...]:
    """Return the channels of a plan that was read, whether or not it may be played.

    Parameters
    ----------
    content : mapping
        Of the plan.
    programs : mapping of str to str or None
        Which program each channel plays; those that stand at the channels when left out.

    Raises
    ------
    PlanRefused
        "not-a-plan" or "program".
    """
    try:
        channels = tuple(
            _channel(content, part, None if programs is None else programs[part["id"]])
            for part in content["channels"]
        )
    except (KeyError, TypeError, AttributeError, IndexError, OverflowError) as error:
        raise PlanRefused("not-a-plan", f"the plan lacks a part: {error!r}") from None
    if not channels:
        raise PlanRefused("not-a-plan", "the plan has no channel")
    return channels


def _program(
    content: Mapping[str, Any], part: Mapping[str, Any], name: str | None
) -> Mapping[str, Any]:
    """Return a program of a channel by its name: its own, or one that takes turns with it."""
    own = part["program"]
    if name is None or name == own["name"]:
        return dict(own)
    if name not in part["programs"]:
        raise ValueError(f'"{name}" is none of its programs: {", ".join(part["programs"])}')
    return {"name": name, **content["protocol"]["content"]["programs"][name]}


def _channel(
    content: Mapping[str, Any], part: Mapping[str, Any], program: str | None
) -> AdmittedChannel:
    """Read one channel."""
    name = f"channel {part['id']}"
    try:
        played = _program(content, part, program)
        train = train_of(played)
        _check_work(train)
    except ValueError as error:
        raise PlanRefused("program", f"{name}: {error}") from None
    first, second = (float(pad["conductive_cm2"]) * 1e-4 for pad in part["pads"])
    if not (first > 0 and second > 0):
        raise PlanRefused("program", f"{name}: the area of a pad must be above 0 cm2")
    return AdmittedChannel(
        id=str(part["id"]),
        program=str(played["name"]),
        areas=(first, second),
        train=train,
    )


def _check_work(train: Train) -> None:
    """Refuse what no stimulator gives and no machine expands."""
    if train.fastest_rate > FASTEST_RATE:
        raise ValueError(f"pulse rate must be at most {FASTEST_RATE} Hz")
    if train.pulse_count() > MOST_PULSES:
        raise ValueError(f"a session must have at most {MOST_PULSES} pulses")


def _load(channel: AdmittedChannel) -> Load:
    """Load on which a channel is judged."""
    return Load(table("skin")["nominal_load"].value, min(channel.areas))


def _measured(channel: AdmittedChannel) -> Exposure:
    """Measure the pulses of a channel at its cap."""
    try:
        return measure(channel.train.without_ramps(), _load(channel))
    except ValueError as error:
        raise PlanRefused("program", f"channel {channel.id}: {error}") from None


def _check_exposure(channel: AdmittedChannel, rows: Iterable[Mapping[str, Any]]) -> None:
    """Refuse a plan whose figures are not those of its own program."""
    own = _measured(channel)
    mine = [
        row for row in rows if (row["channel"], row["program"]) == (channel.id, channel.program)
    ]
    if not mine:
        raise PlanRefused("exposure", f"channel {channel.id}: the plan states no exposure")
    for row in mine:
        name, factor = _si(row["quantity"])
        value, stated = getattr(own, name), row["simulated"] * factor
        if not isclose(value, stated, rel_tol=AGREEMENT, abs_tol=1e-15):
            raise PlanRefused(
                "exposure",
                f"channel {channel.id}: {row['quantity']} is {row['simulated']} in the plan, "
                f"but its program gives {value / factor:.9g}",
            )


def _si(quantity: str) -> tuple[str, float]:
    """Name of a quantity in the simulator, and the factor from its unit."""
    for ending, factor in SI_OF.items():
        if quantity.endswith(ending):
            return quantity.removesuffix(ending), factor
    raise PlanRefused("exposure", f"{quantity} carries no unit that is known here")


def _check_limits(
    channel: AdmittedChannel, profile: DeviceProfile, limits: Iterable[Limit]
) -> None:
    """Refuse what `simulator.validate` finds beyond a limit, at every tolerance at once."""
    worst = channel.train.without_ramps().scaled(
        amplitude=1 + profile.amplitude_tolerance.value,
        width=1 + profile.width_tolerance.value,
        pulse_rate=1 + Fraction(repr(profile.rate_tolerance.value)),
    )
    for check in validate(worst, _load(channel), limits):
        if check.broken:
            raise PlanRefused(
                "validate",
                f"channel {channel.id}: {check.quantity} is {check.value:.6g} at the tolerances "
                f"of {profile.id}; {check.name} allows {check.maximum:.6g}",
            )
