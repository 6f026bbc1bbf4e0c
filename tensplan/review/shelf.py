"""The plans in a folder: found by what is in them, each known by its digest and never by its path."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from tensplan.approval.subject import SUFFIX, Subject
from tensplan.errors import TensplanError
from tensplan.protocol.source_file import read_source
from tensplan.session_plan.canonical import canonical_bytes
from tensplan.session_plan.plan import PLAN_SCHEMA
from tensplan.session_plan.plan_file import LARGEST_PLAN_BYTES
from tensplan.session_plan.plan_reader import read_whole_plan

MOST_FILES: Final = 500
DEEPEST: Final = 4
"""Folders below the one that was named."""

LOOKS_LIKE_ONE: Final = f'"schema":"{PLAN_SCHEMA}"'.encode()

Stamp = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that says it is a plan and is none."""

    place: str
    why: str


@dataclass(frozen=True, slots=True)
class Found:
    """What lies in a folder.

    Parameters
    ----------
    plans : mapping of str to Subject
        By digest.
    unread : tuple of Unread
        Files that say they are plans and are none.
    is_all : bool
        Whether every file was looked at; there is a limit.
    """

    plans: Mapping[str, Subject]
    unread: tuple[Unread, ...]
    is_all: bool


@dataclass(slots=True)
class Shelf:
    """A folder of plans, read again where a file changed.

    Parameters
    ----------
    folder : Path
        Where plans lie, up to four folders deep; hidden folders and links to folders are left out.
    """

    folder: Path
    _known: dict[Path, tuple[Stamp, Subject | Unread | None]] = field(default_factory=dict)

    def look(self) -> Found:
        """Return what lies in the folder now."""
        plans: dict[str, Subject] = {}
        unread: list[Unread] = []
        paths = list(self._paths())
        for path in paths[:MOST_FILES]:
            found = self._read(path)
            if isinstance(found, Unread):
                unread.append(found)
            elif found is not None:
                plans.setdefault(found.content["digest"], found)
        return Found(plans, tuple(unread), len(paths) <= MOST_FILES)

    def place(self, path: Path) -> str:
        """Return a path as people read it: from the folder on."""
        return path.relative_to(self.folder).as_posix()

    def _paths(self) -> Iterator[Path]:
        """Yield the JSON files, in the order of their names, and one more than are read."""
        count = 0
        for here, folders, files in os.walk(self.folder):
            depth = len(Path(here).relative_to(self.folder).parts)
            folders[:] = sorted(f for f in folders if f[0] != "." and depth < DEEPEST)
            for name in sorted(files):
                if name.endswith(".json") and not name.endswith(SUFFIX):
                    count += 1
                    yield Path(here) / name
                if count > MOST_FILES:
                    return

    def _read(self, path: Path) -> Subject | Unread | None:
        """Return the plan in a file; None where it is another kind of file."""
        try:
            status = path.stat()
        except OSError:
            return None
        stamp = (status.st_mtime_ns, status.st_size, status.st_ino)
        known = self._known.get(path)
        if known is None or known[0] != stamp:
            known = (stamp, self._read_anew(path))
            self._known[path] = known
        return known[1]

    def _read_anew(self, path: Path) -> Subject | Unread | None:
        try:
            if LOOKS_LIKE_ONE not in read_source(path, limit=LARGEST_PLAN_BYTES):
                return None
            content = read_whole_plan(path)
        except TensplanError as error:
            return Unread(self.place(path), error.what)
        beside = path.with_name(path.name.removesuffix(".json") + SUFFIX)
        return as_subject(content, beside)


def as_subject(content: Mapping[str, Any], beside: Path) -> Subject:
    """Return a plan as it is signed.

    Parameters
    ----------
    content : mapping
        A whole plan.
    beside : Path
        Where its approval lies, or would lie.
    """
    return Subject(kind="plan", data=canonical_bytes(content), content=content, beside=beside)
