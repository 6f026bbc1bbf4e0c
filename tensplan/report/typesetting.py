"""Set a document as PDF: the same data always give the same bytes."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tensplan.report.printable import printable

if TYPE_CHECKING:
    import typst

TEMPLATES: Final = Path(__file__).with_name("typst")
"""Folder of the Typst templates; nothing else can be read while a document is set."""

_PROFILE: Final = ("a-2a", "ua-1")
"""PDF/A-2a, so that it can be kept, and PDF/UA-1, so that a screen reader can read it."""


def typeset(template: str, data: Mapping[str, Any], *, on: date) -> bytes:
    """Return a PDF that a template makes of data.

    The data reach the template as a JSON file, so no text of a plan is ever read as Typst source.
    The template sees a folder that holds the templates and the data, and no more. No clock is read.

    Parameters
    ----------
    template : str
        Name of a file in the folder of templates.
    data : mapping
        What the template reads from ``data.json``.
    on : date
        Day that the file says it was made.

    Examples
    --------
    >>> sheet = {"title": "Nothing", "bar": "bar", "print": [], "sheets": []}
    >>> typeset("pad_sheet.typ", sheet, on=date(2026, 11, 22))[:5]
    b'%PDF-'

    References
    ----------
    .. [1] ISO 14289-1:2014 (PDF/UA-1) and ISO 19005-2:2011 (PDF/A-2).
    """
    import typst

    with tempfile.TemporaryDirectory() as folder:
        for source in TEMPLATES.iterdir():
            shutil.copyfile(source, Path(folder, source.name))
        Path(folder, "data.json").write_text(json.dumps(_printable(data)), encoding="utf-8")
        return typst.compile(
            str(Path(folder, template)),
            root=folder,
            font_paths=_fonts(),
            pdf_standards=list(_PROFILE),
            timestamp=datetime(on.year, on.month, on.day, tzinfo=UTC),
        )


def _printable(data: Any) -> Any:
    """Return data whose texts hold nothing that is not shown."""
    if isinstance(data, Mapping):
        return {key: _printable(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [_printable(value) for value in data]
    return printable(data)


@cache
def _fonts() -> typst.Fonts:
    """Return the fonts that come with matplotlib, never those of the machine."""
    import typst

    spec = find_spec("matplotlib")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("matplotlib, whose fonts a PDF is set in, is not installed")
    folder = Path(spec.submodule_search_locations[0], "mpl-data", "fonts", "ttf")
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)]
    )
