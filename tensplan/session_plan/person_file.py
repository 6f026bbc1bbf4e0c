"""Finding the person of a plan again: the patient file with the very digest that the plan names."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from tensplan.errors import TensplanError
from tensplan.patient.file import example_patients, patient_from
from tensplan.patient.model import Patient
from tensplan.protocol.document import parse_document
from tensplan.protocol.source_file import read_source
from tensplan.protocol.validation import PATIENT_SCHEMA
from tensplan.session_plan.person import identity

MOST_PATIENT_FILES: Final = 300
ENDINGS: Final = (".yaml", ".yml")


def person_among(paths: Iterable[Path], digest: str) -> Patient | None:
    """Return the person whose file has a digest, or else the shipped example that has it.

    Parameters
    ----------
    paths : iterable of Path
        YAML files; the first 300 are read, and what is no patient file is passed over.
    digest : str
        Of the content, as a plan names it.

    Examples
    --------
    >>> import tensplan
    >>> known = identity(tensplan.load_patient("example-intact"))["digest"]
    >>> person_among([], known).code, person_among([], "sha256:0")
    ('example-intact', None)
    """
    for path in (*_first(paths), *example_patients().values()):
        person = _person(path)
        if person is not None and identity(person)["digest"] == digest:
            return person
    return None


def files_below(folder: Path) -> Iterator[Path]:
    """Yield the YAML files of a folder and of its folders; hidden ones are left out."""
    for here, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if name[0] != ".")
        yield from (Path(here) / name for name in sorted(files) if name.endswith(ENDINGS))


def files_beside(path: Path) -> Iterator[Path]:
    """Yield the YAML files that lie beside a file."""
    yield from sorted(one for one in path.parent.glob("*.y*ml") if one.suffix in ENDINGS)


def _first(paths: Iterable[Path]) -> Iterator[Path]:
    for _, path in zip(range(MOST_PATIENT_FILES), paths, strict=False):
        yield path


def _person(path: Path) -> Patient | None:
    """Return the person in a file; None where it is no patient file."""
    try:
        data = read_source(path)
        if PATIENT_SCHEMA.encode() not in data:
            return None
        return patient_from(parse_document(data, name=path.name))
    except TensplanError:
        return None
