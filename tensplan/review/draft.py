"""A changed protocol as a new file: never over one that is there."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from tensplan.errors import UsageError
from tensplan.session_plan.whole_file import WriteError


def draft_text(content: Mapping[str, Any]) -> str:
    r"""Return a protocol's content as the text of its file.

    Examples
    --------
    >>> draft_text({"schema": "tensplan/protocol/1", "id": "a"})
    'schema: tensplan/protocol/1\nid: a\n'
    """
    import yaml

    return yaml.safe_dump(dict(content), sort_keys=False, allow_unicode=True, width=100)


def draft_name(content: Mapping[str, Any]) -> str:
    """Return the name of the file of a draft: its id and its version.

    Examples
    --------
    >>> draft_name({"id": "foot", "version": "1.1.0"})
    'foot-1.1.0.yaml'
    """
    return f"{content['id']}-{content['version']}.yaml"


def write_draft(folder: Path, name: str, text: str) -> Path:
    """Write a new file, whole or not at all, and only where there is none of that name.

    Parameters
    ----------
    folder : Path
        Where it goes.
    name : str
        From `draft_name`.
    text : str
        From `draft_text`.

    Raises
    ------
    UsageError
        If there is a file of that name.
    WriteError
        If the folder or the disk refuses.
    """
    path = folder / name
    partial = ""
    try:
        descriptor, partial = tempfile.mkstemp(prefix=".tensplan-", suffix=".partial", dir=folder)
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        Path(partial).chmod(0o644)
        os.link(partial, path)  # unlike a rename, never over another file
    except FileExistsError:
        raise UsageError(
            f"{name} is already there, and no file is written over",
            hint="read that file, or move it away",
        ) from None
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise WriteError(f"nothing was written: {reason}", where=str(folder)) from None
    finally:
        if partial:
            with suppress(OSError):
                Path(partial).unlink()
    return path
