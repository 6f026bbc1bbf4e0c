"""What can be approved: a plan or a protocol, as the bytes that are signed."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tensplan.approval.policy import Kind
from tensplan.session_plan.canonical import canonical_bytes
from tensplan.session_plan.plan_line import line_of

SUFFIX = ".approval.json"


@dataclass(frozen=True, kw_only=True, slots=True)
class Subject:
    """A plan or a protocol as it is signed.

    Parameters
    ----------
    kind : {"plan", "protocol"}
        What it is.
    data : bytes
        Canonical bytes: of plan.json the whole file, of a protocol its content without comments.
    content : mapping
        The same as data.
    beside : Path or None
        Name of an approval that lies beside the file; None for a protocol of the catalogue.
    """

    kind: Kind
    data: bytes
    content: Mapping[str, Any]
    beside: Path | None

    @property
    def line(self) -> str:
        """What stays the same from version to version: the protocol, and for a plan the person."""
        if self.kind == "protocol":
            return str(self.content["id"])
        return line_of(self.content)

    @property
    def digest(self) -> str:
        """What plans and reports call it by: of a plan the digest in it, of a protocol that of its content."""
        if self.kind == "plan":
            return str(self.content["digest"])
        return "sha256:" + hashlib.sha256(self.data).hexdigest()

    def envelope_path(self, folder: str | os.PathLike[str]) -> Path:
        """Return where its approval lies: beside it, or for the catalogue in a folder."""
        if self.beside is not None:
            return self.beside
        return Path(folder) / "approvals" / f"{self.content['id']}{SUFFIX}"

    @property
    def about(self) -> dict[str, Any]:
        """Digests and versions for the eye of a reader; the bytes decide."""
        if self.kind == "protocol":
            return {"protocol": self.content["id"], "version": self.content["version"]}
        person = self.content["patient"]
        return {
            "plan_digest": self.content["digest"],
            "protocol": self.content["protocol"]["id"],
            "version": self.content["protocol"]["version"],
            "protocol_digest": self.content["protocol"]["digest"],
            "patient_digest": None if person is None else person["digest"],
            "limits_digest": self.content["provenance"]["limits_digest"],
            "verdict": self.content["verdict"],
        }


def read_subject(name: str | os.PathLike[str]) -> Subject:
    """Read what is to be approved or verified.

    Parameters
    ----------
    name : str or path-like
        A plan.json, or a protocol by id or path.

    Raises
    ------
    TensplanError
        If it cannot be read, is no whole plan, or has findings of level error.
    """
    if str(name).endswith(".json"):
        return plan_subject(name)
    return _protocol_subject(str(name))


def plan_subject(path: str | os.PathLike[str]) -> Subject:
    """Read a plan.json whose bytes are canonical and whose digest holds."""
    from tensplan.session_plan.plan_reader import read_whole_plan

    content = read_whole_plan(path)
    whole = Path(path)
    return Subject(
        kind="plan",
        data=canonical_bytes(content),
        content=content,
        beside=whole.with_name(whole.name.removesuffix(".json") + SUFFIX),
    )


def _protocol_subject(name: str) -> Subject:
    """Read a protocol; the content is signed, so that a comment may be mended."""
    from tensplan.protocol.catalogue import is_path, load_protocol

    content = load_protocol(name).model_dump(mode="json", by_alias=True, exclude_none=True)
    own = Path(name).with_suffix("") if is_path(name) else None
    return Subject(
        kind="protocol",
        data=canonical_bytes(content),
        content=content,
        beside=None if own is None else own.with_name(own.name + SUFFIX),
    )


def protocol_in(plan: Subject) -> Subject:
    """Return the protocol that a plan was made from, as it is approved by itself."""
    content = plan.content["protocol"]["content"]
    return Subject(kind="protocol", data=canonical_bytes(content), content=content, beside=None)


def digest_of_protocol(name: str) -> str:
    """Return the digest of a protocol as plans name it.

    Examples
    --------
    >>> digest_of_protocol("sciatic-path-conventional")[:7]
    'sha256:'
    """
    return _protocol_subject(name).digest
