"""What a PDF is made of: its data, its templates, fonts that come along, and nothing else."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
import typst

from tensplan.report import typesetting
from tensplan.report.typesetting import typeset

DAY = date(2026, 11, 22)
HOSTILE = '#read("/etc/passwd") $x$ *b* \\ <a> @b // c /* d */ #panic() "'


@pytest.fixture
def template(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder of templates in place of the shipped one."""
    monkeypatch.setattr(typesetting, "TEMPLATES", tmp_path)
    return tmp_path


def write(folder: Path, body: str) -> None:
    """Write a template with a title and a language."""
    head = '#set document(title: "T")\n#set text(font: "DejaVu Sans", lang: "en")\n'
    (folder / "t.typ").write_text(head + '#let data = json("data.json")\n' + body)


def text(data: bytes) -> str:
    """Return the words of the first page."""
    return pypdfium2.PdfDocument(data)[0].get_textpage().get_text_range()


def test_text_of_the_data_is_never_read_as_source(template: Path) -> None:
    """What looks like code comes out as it stands."""
    write(template, "#data.words")
    assert " ".join(text(typeset("t.typ", {"words": HOSTILE}, on=DAY)).split()) == HOSTILE


@pytest.mark.parametrize(
    "words",
    [
        "足の裏",
        "שלום",
        "a\u0000b\u0007c\u0085",
        "\ufffe\uffff\ufdd0",
        "\ue000",
        "\ud800",
        "🦶",
        "\U0001ffff",
    ],
    ids=ascii,
)
def test_any_script_is_set(template: Path, words: str) -> None:
    """A character that no font draws does not stop the document."""
    write(template, "#data.words")
    assert typeset("t.typ", {"words": words}, on=DAY).startswith(b"%PDF-")


def test_what_is_no_character_is_replaced(template: Path) -> None:
    """A control character shows as the sign for a character that cannot be shown; a line end stays."""
    write(template, "#data.words.at(0).x")
    made = text(typeset("t.typ", {"words": [{"x": "a\u0000b\nc"}]}, on=DAY))
    assert made.split() == ["a\ufffdb", "c"]


@pytest.mark.parametrize("path", ["/etc/passwd", "../../etc/passwd"])
def test_a_template_sees_its_folder_only(template: Path, path: str) -> None:
    """No file outside can be read, not even by a template."""
    write(template, f'#read("{path}")')
    with pytest.raises(typst.TypstError):
        typeset("t.typ", {}, on=DAY)


def test_the_day_is_the_only_date(template: Path) -> None:
    """The file says it was made at the start of the day it was given."""
    write(template, "#data.words")
    made = typeset("t.typ", {"words": "x"}, on=DAY)
    dates = pypdfium2.PdfDocument(made).get_metadata_dict()
    assert dates["CreationDate"] == dates["ModDate"] == "D:20261122000000Z"


def test_only_fonts_that_come_along(template: Path) -> None:
    """What is set in a font of the machine falls back to one of ours."""
    write(template, '#set text(font: "Liberation Sans")\n#data.words')
    made = typeset("t.typ", {"words": "x"}, on=DAY)
    assert b"Liberation" not in made
    assert all(
        str(Path("matplotlib", "mpl-data")) in str(font.path)
        for font in typesetting._fonts().fonts()
    )


def test_another_process_gives_the_same_bytes() -> None:
    """Hash seeds, folders and time do not show."""
    code = (
        "import sys; from datetime import date; from tensplan.report.typesetting import typeset\n"
        "data = {'title': 'T', 'bar': 'bar', 'print': ['one'], 'sheets': []}\n"
        "sys.stdout.buffer.write(typeset('pad_sheet.typ', data, on=date(2026, 11, 22)))\n"
    )
    command = [sys.executable, "-c", code]
    one, two = (subprocess.run(command, check=True, capture_output=True).stdout for _ in range(2))
    assert one == two
    assert one.startswith(b"%PDF-")
