"""Is each modulation complete, and is each parameter given once?"""

from __future__ import annotations

from collections.abc import Iterator

from tensplan.finding import Finding
from tensplan.protocol.document import Path
from tensplan.protocol.fault import fault
from tensplan.protocol.program import Program
from tensplan.protocol.timing import BOUNDS_OF, Modulation


def check_sources(program: Program, path: Path) -> Iterator[Finding]:
    """Yield faults where rate or width is missing, or given twice."""
    rate = program.modulated("pulse_rate")
    given = [
        name
        for name, there in (
            ("pulse_rate_hz", program.pulse_rate_hz is not None),
            ("a modulation of pulse_rate", rate is not None),
            ("steps", program.steps is not None),
        )
        if there
    ]
    if len(given) != 1:
        found = " and ".join(given) if given else "no pulse rate"
        yield fault(
            "timing/one-rate",
            f"the program gives {found}; it needs one of pulse_rate_hz, a modulation of pulse_rate, or steps",
            "keep one of them" if given else "add one of them",
            (*path, "pulse_rate_hz"),
        )
    base = program.waveform.pulse_width_us
    modulated = program.modulated("pulse_width")
    steps = program.steps or ()
    every_step = bool(steps) and all(step.pulse_width_us is not None for step in steps)
    if base is not None and modulated is not None:
        yield fault(
            "timing/base-of-modulated",
            f"pulse_width_us is {base} us and modulated as well; a modulated width has no base value",
            "remove pulse_width_us from the waveform",
            (*path, "waveform", "pulse_width_us"),
        )
    if base is None and modulated is None and not every_step:
        yield fault(
            "pulse/width-missing",
            "no pulse width: the waveform gives none, and neither do a modulation or every step",
            "add pulse_width_us to the waveform",
            (*path, "waveform", "pulse_width_us"),
        )


def check_modulations(program: Program, path: Path) -> Iterator[Finding]:
    """Yield the faults of a program's modulations."""
    seen: set[str] = set()
    for index, modulation in enumerate(program.modulation or ()):
        here = (*path, "modulation", index)
        if modulation.parameter in seen:
            yield fault(
                "timing/modulated-twice",
                f"{modulation.parameter} is modulated twice",
                "keep one modulation of each parameter",
                (*here, "parameter"),
            )
        seen.add(modulation.parameter)
        yield from _check_modulation(modulation, here)


def _check_modulation(modulation: Modulation, path: Path) -> Iterator[Finding]:
    keys = BOUNDS_OF[modulation.parameter]
    strangers = [k for pair in BOUNDS_OF.values() for k in pair if k not in keys]
    for stranger in strangers:
        if getattr(modulation, stranger) is not None:
            yield fault(
                "timing/modulation-bounds",
                f"{stranger} does not bound {modulation.parameter}",
                f"use {keys[0]} and {keys[1]}",
                (*path, stranger),
            )
    low, high = modulation.bounds
    if low is None or high is None:
        yield fault(
            "timing/modulation-bounds",
            f"a modulation of {modulation.parameter} needs {keys[0]} and {keys[1]}",
            f"add {keys[0] if low is None else keys[1]}",
            path,
        )
    elif not low < high:
        yield fault(
            "timing/modulation-bounds",
            f"{keys[0]} is {low:g} and {keys[1]} is {high:g}; low must be below high",
            "swap them",
            (*path, keys[0]),
        )
    needs = {"exponential": "time_constant_s", "random": "seed"}.get(modulation.form)
    if modulation.form != "exponential" and modulation.period_s is None:
        yield fault(
            "timing/modulation-period",
            f"the {modulation.form} form of modulation needs period_s",
            "add period_s",
            path,
        )
    if needs and getattr(modulation, needs) is None:
        yield fault(
            "timing/modulation-form",
            f"the {modulation.form} form of modulation needs {needs}",
            f"add {needs}",
            path,
        )
    for name, form in (("time_constant_s", "exponential"), ("seed", "random")):
        if getattr(modulation, name) is not None and modulation.form != form:
            yield fault(
                "timing/modulation-form",
                f"{name} has no meaning for the {modulation.form} form",
                "remove it",
                (*path, name),
            )
