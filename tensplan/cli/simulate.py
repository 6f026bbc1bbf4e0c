"""``tensplan simulate``."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tensplan.cli.options import (
    device_option,
    format_option,
    named_device,
    patient_option,
    protocol_argument,
)
from tensplan.cli.terminal import echo, echo_data

if TYPE_CHECKING:
    from simulator.properties import DeviceProfile
    from tensplan.patient.model import Patient
    from tensplan.protocol.document import Document
    from tensplan.simulation.simulation import Simulated
    from tensplan.thermal.part import ThermalPart
    from tensplan.thermal.person import ThermalPerson

EXAMPLES = """\b
Examples:
  tensplan simulate sciatic-path-conventional
  tensplan simulate sciatic-path-burst --device p24 --format json
  tensplan simulate sciatic-path-conventional --figures my-figures
"""


@click.command("simulate", epilog=EXAMPLES, short_help="Show waveform, load and exposure.")
@protocol_argument
@patient_option
@device_option
@format_option
@click.option(
    "--figures",
    "folder",
    metavar="DIR",
    type=click.Path(file_okay=False),
    help="Folder for the figures, as SVG and PNG.",
)
def command(
    protocol: str, patient: str | None, device_id: str, form: str, folder: str | None
) -> int:
    """Simulate PROTOCOL at its cap: pulses, exposure by two routes, output, and packs on the skin.

    A program of a real device is simulated only when its maker leaves nothing open that is needed.
    """
    profile = named_device(device_id)
    person = _person(patient)
    document = _document(protocol)
    if isinstance(document.value, dict) and "device-program" in str(document.value.get("schema")):
        return _device_program(document, form)
    found = _simulated(document, profile, person)
    heat = _heat(document, person)
    if form == "json":
        from tensplan.session_plan.person import identity

        entries = [entry.as_json() for entry in found]
        whom = None if person is None else identity(person)
        whole = {"protocol": protocol, "device": profile.id, "patient": whom, "channels": entries}
        whole |= heat.content
        echo_data(whole)
    else:
        from tensplan.cli.simulation_lines import lines

        echo("\n".join(line for entry in found for line in lines(entry, profile.id)))
        _print_heat(document, heat)
    if folder is not None:
        _write_figures(found, heat, folder)
    return 0


def _person(name: str | None) -> Patient | None:
    """Return whom a simulation is for; nobody when no file is named."""
    if name is None:
        return None
    from tensplan.patient.file import load_patient

    return load_patient(name)


def _document(name: str) -> Document:
    """Read a protocol of the catalogue, a device program, or a path."""
    from tensplan.protocol.catalogue import device_programs, load_document
    from tensplan.protocol.document import read_document

    own = device_programs().get(name)
    return load_document(name) if own is None else read_document(own)


def _simulated(
    document: Document, profile: DeviceProfile, person: Patient | None
) -> list[Simulated]:
    """Simulate a protocol, unless its times or names do not fit together."""
    from tensplan.cli.progress import COMPILING, said_when_long
    from tensplan.errors import one_line
    from tensplan.finding import has_errors
    from tensplan.protocol.catalogue import ProtocolError, protocol_from
    from tensplan.protocol.coherence import check_coherence
    from tensplan.protocol.validation import draft_of
    from tensplan.simulation.simulation import simulate_protocol

    protocol = protocol_from(document)
    faults = [f for f in check_coherence(draft_of(protocol)) if has_errors([f])]
    hint = f"run tensplan check {document.name}"
    if faults:
        placed = [document.locate(fault) for fault in faults]
        text = "\n".join(one_line(f"{f.file}:{f.line}:{f.column}: {f.message}") for f in placed)
        raise ProtocolError(text, hint=hint)
    try:
        with said_when_long(COMPILING):
            return simulate_protocol(protocol, profile, person)
    except ValueError as error:
        raise ProtocolError(f"the pulses cannot be generated: {error}", hint=hint) from None


def _heat(document: Document, patient: Patient | None) -> ThermalPart:
    """Simulate heat and cold at home, for the person named or for nobody in particular."""
    from tensplan.cli.progress import COMPILING, said_when_long
    from tensplan.protocol.catalogue import protocol_from
    from tensplan.safety.limits import own_limits
    from tensplan.thermal.part import thermal_part

    person = None if patient is None else _thermal_person(patient)
    protocol = protocol_from(document)
    with said_when_long(COMPILING):
        return thermal_part(protocol, setting="home", limits=own_limits(), person=person)


def _thermal_person(patient: Patient) -> ThermalPerson:
    """Return what a patient file says today to heat and cold."""
    from tensplan.patient.file import default_day
    from tensplan.session_plan.thermal_person import thermal_person

    return thermal_person(patient, default_day(patient, date.today()))


def _print_heat(document: Document, heat: ThermalPart) -> None:
    from tensplan.cli.heat_lines import heat_lines
    from tensplan.protocol.catalogue import protocol_from

    for line in heat_lines(protocol_from(document), heat.content, heat.findings):
        echo(line)


def _device_program(document: Document, form: str) -> int:
    from tensplan.cli.simulation_lines import device_program_lines
    from tensplan.protocol.catalogue import ProtocolError
    from tensplan.protocol.device_program import DeviceProgram
    from tensplan.protocol.validation import validate
    from tensplan.simulation.device_program import simulate_device_program

    program = validate(document).model
    if not isinstance(program, DeviceProgram):
        what = f"{document.name} has faults of form"
        raise ProtocolError(what, hint=f"run tensplan check {document.name}")
    try:
        _, data = simulate_device_program(program)
    except ValueError as error:
        hint = f"run tensplan check {document.name}"
        raise ProtocolError(f"the pulses cannot be generated: {error}", hint=hint) from None
    if form == "json":
        whole: dict[str, Any] = {"device_program": program.id, **data}
        echo_data(whole)
    else:
        echo("\n".join(device_program_lines(program, data)))
    return 0


def _write_figures(found: list[Simulated], heat: ThermalPart, folder: str) -> None:
    from tensplan.cli.progress import watched
    from tensplan.session_plan.whole_file import write_together
    from tensplan.simulation.figures import figure_files
    from tensplan.simulation.heat_figures import heat_figure_files

    files: dict[str, bytes] = {}
    for entry in watched(found, label="drawing"):
        files |= figure_files(entry)
    for pack in heat.entries:
        files |= heat_figure_files(pack)
    write_together(folder, files)
    echo(f"wrote {len(files)} figures to {Path(folder)}", err=True)
