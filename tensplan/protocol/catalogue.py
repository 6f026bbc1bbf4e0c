"""The protocols that come with the package."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from tensplan.errors import FindingsError, UsageError, one_line
from tensplan.protocol.document import Document, did_you_mean, read_document
from tensplan.protocol.model import Protocol
from tensplan.protocol.validation import validate
from tensplan.resources import protocols_folder

_NOT_STRATEGIES = ("schema", "device-programs", "patients")


class ProtocolError(FindingsError):
    """A protocol with faults of form."""

    ref = "protocol"


@cache
def catalogue() -> dict[str, Path]:
    """Return the path of each shipped protocol by its id, in order of strategy and id."""
    return {
        path.stem: path
        for path in sorted(protocols_folder().glob("*/*.yaml"))
        if path.parent.name not in _NOT_STRATEGIES
    }


@cache
def device_programs() -> dict[str, Path]:
    """Return the path of each shipped device program by its id."""
    return {
        path.stem: path for path in sorted((protocols_folder() / "device-programs").glob("*.yaml"))
    }


def is_path(name: str) -> bool:
    """Say whether a name on the command line is a path rather than a catalogue id.

    Examples
    --------
    >>> is_path("./foot.yaml"), is_path("sciatic-path-conventional")
    (True, False)
    """
    return "/" in name or os.sep in name or name.endswith(".yaml")


def find_protocol(name: str) -> Path:
    """Return the path of a catalogue id or of a path.

    Raises
    ------
    UsageError
        If the id is not in the catalogue.
    """
    if is_path(name):
        return Path(name)
    known = catalogue()
    if name in known:
        return known[name]
    near = did_you_mean(name, known)
    if Path(name).exists():
        near = f"write ./{name} for a file"
    raise UsageError(
        f'there is no protocol "{name}" in the catalogue',
        hint=near or "see tensplan list, or give a path that ends in .yaml",
    )


def load_document(name: str | os.PathLike[str]) -> Document:
    """Read the document of a catalogue id or path."""
    return read_document(find_protocol(os.fspath(name)))


def load_protocol(name: str | os.PathLike[str]) -> Protocol:
    """Load a protocol by catalogue id or path.

    Parameters
    ----------
    name : str or path-like
        A catalogue id, or a path (it contains ``/`` or ends in ``.yaml``).

    Returns
    -------
    Protocol
        A frozen model, sound in form; whether it may be done is for `tensplan.plan` to say.

    Raises
    ------
    UsageError
        If the id is not in the catalogue.
    UnreadableError
        If the file cannot be read or parsed.
    ProtocolError
        If the file has faults of form; all of them are in the message.

    Examples
    --------
    >>> load_protocol("sciatic-path-conventional").title
    'Conventional TENS along the sciatic path'
    """
    return protocol_from(load_document(name))


def protocol_from(document: Document) -> Protocol:
    """Return the protocol in a document.

    Raises
    ------
    ProtocolError
        If the document has faults of form or is no protocol.
    """
    validated = validate(document)
    if isinstance(validated.model, Protocol):
        return validated.model
    lines = [f"{f.file}:{f.line}:{f.column}: {f.message}" for f in validated.findings]
    if not lines:
        lines = [f"{document.name}: this is a {validated.schema}, not a protocol"]
    raise ProtocolError("\n".join(map(one_line, lines)), hint=f"run tensplan check {document.name}")
