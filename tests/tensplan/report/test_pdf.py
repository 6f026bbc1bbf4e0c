"""The report as PDF: everything that the HTML says, on a few sheets, readable aloud."""

from __future__ import annotations

import copy
import ctypes
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import typst
from clinics import NOW, make_clinic
from pypdfium2 import raw

from tensplan.approval.gate import judge_delivery
from tensplan.report import pdf
from tensplan.report.blocks import Column, Section
from tensplan.report.html import render_report
from tensplan.report.pdf import render_pdf
from tensplan.report.view import report_view
from tensplan.session_plan.canonical import canonical_bytes, digest

PROTOCOLS = ["sciatic-path-rotation", "foot-bracket-dorsum-with-lumbar"]
DRAFT = "DRAFT, not approved, not for delivery"
HOSTILE = '#read("/etc/passwd") $x$ *b* <a> @b // #panic()'
SHEETS = 10
"""The most sheets of the plan of the shipped person."""


class Chunks(HTMLParser):
    """The pieces of text of a page that a reader sees, each without its spaces."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, str]] = []
        self.found: list[str] = []
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("meta", "br"):
            self.open.append((tag, dict(attrs).get("class") or ""))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        return

    def handle_endtag(self, tag: str) -> None:
        self.open.pop()

    def handle_data(self, data: str) -> None:
        unseen = {"style", "title", "desc"} | {"hidden", "skip", "watermark"}
        around = {name for tag, look in self.open for name in (tag, *look.split())}
        if data.strip() and not unseen & around:
            self.found.append(squeeze(data))


def squeeze(text: str) -> str:
    """Return a text without spaces; a hyphen at the end of a line is one."""
    return "".join(text.replace("\ufffe", "-").replace("\u200b", "").split())


def said_in(data: bytes, plan: Any) -> str:
    """Return the words of all sheets without spaces, and without what each sheet repeats."""
    report, found = report_view(plan), ""
    document = pypdfium2.PdfDocument(data)
    head = squeeze(report.stamp.split(",")[0] + report.stamp)
    for place, page in enumerate(document, start=1):
        text = squeeze(page.get_textpage().get_text_range())
        foot = squeeze(f"{report.closing}{report.digest[:23]}{place}/{len(document)}")
        assert text.startswith(head)
        assert text.endswith(foot)
        found += text.removeprefix(head).removesuffix(foot)
    return found


def words(data: bytes, page: int) -> str:
    """Return the words of one page with single spaces."""
    return " ".join(pypdfium2.PdfDocument(data)[page].get_textpage().get_text_range().split())


def beyond_the_margin(data: bytes) -> list[str]:
    """Return the pieces of text that leave a margin of 8 mm."""
    least, found = 8 / 25.4 * 72, []
    for page in pypdfium2.PdfDocument(data):
        text = page.get_textpage()
        boxes = [text.get_rect(k) for k in range(text.count_rects())]
        found += [
            text.get_text_bounded(*box)
            for box in boxes
            if box[0] < least or box[2] > page.get_width() - least
        ]
    return found


def structure(data: bytes) -> Iterator[tuple[str, str]]:
    """Yield the kind and the alternative text of each element that a screen reader walks."""
    for page in pypdfium2.PdfDocument(data):
        tree = raw.FPDF_StructTree_GetForPage(page)
        for place in range(raw.FPDF_StructTree_CountChildren(tree)):
            yield from _below(raw.FPDF_StructTree_GetChildAtIndex(tree, place))
        raw.FPDF_StructTree_Close(tree)


def _below(element: Any) -> Iterator[tuple[str, str]]:
    """Yield an element and those below it."""
    get_type, get_alt = raw.FPDF_StructElement_GetType, raw.FPDF_StructElement_GetAltText
    yield _text(get_type, element), _text(get_alt, element)
    for place in range(raw.FPDF_StructElement_CountChildren(element)):
        child = raw.FPDF_StructElement_GetChildAtIndex(element, place)
        if child:
            yield from _below(child)


def _text(get: Any, element: Any) -> str:
    """Return a text that pdfium writes into a buffer."""
    size = get(element, None, 0)
    buffer = ctypes.create_string_buffer(size)
    get(element, buffer, size)
    return buffer.raw[:size].decode("utf-16-le").rstrip("\0")


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    """Return what was made already."""
    return {}


@pytest.fixture
def own(intact: Any, made: dict[str, bytes]) -> bytes:
    """Return the report for the invented person."""
    if "own" not in made:
        made["own"] = render_pdf(intact)
    return made["own"]


def test_everything_that_the_page_says_is_said(intact: Any, own: bytes) -> None:
    """Every piece of text of the HTML, with each number, heading and finding, is in the PDF."""
    said, chunks = said_in(own, intact), Chunks(render_report(intact)).found
    assert len(chunks) > 800
    assert [chunk for chunk in chunks if chunk not in said] == []


@pytest.mark.parametrize("name", PROTOCOLS)
def test_every_protocol_is_said_whole(name: str, plan_of: Any) -> None:
    """Two channels, two programs: nothing is left out."""
    data = plan_of(name)
    said = said_in(render_pdf(data), data)
    assert [chunk for chunk in Chunks(render_report(data)).found if chunk not in said] == []


def test_findings_are_whole(intact: Any, own: bytes) -> None:
    """Each message, hint and rule of plan.json stands there."""
    said = said_in(own, intact).lower()
    texts = [finding[key] for finding in intact["findings"] for key in ("message", "hint", "rule")]
    assert len(texts) > 6
    assert [text for text in texts if squeeze(text).lower() not in said] == []


def test_headings_are_bookmarks(intact: Any, own: bytes, read_page: Any) -> None:
    """The outline of the file is the outline of the page, level by level."""
    outline = [
        (f"h{item.level + 1}", " ".join(item.get_title().split()))
        for item in pypdfium2.PdfDocument(own).get_toc()
    ]
    headings = read_page(render_report(intact)).headings
    assert outline == [(tag, " ".join(text.split())) for tag, text in headings]


def test_a_screen_reader_finds_its_way(intact: Any, own: bytes) -> None:
    """Headings, tables with heads, lists, and the words of each drawing are marked as such."""
    found = list(structure(own))
    kinds = {kind for kind, _ in found}
    assert {"H1", "H2", "H3", "P", "Table", "TR", "TH", "TD", "L", "LI", "Figure"} <= kinds
    alternatives = [alt for kind, alt in found if kind == "Figure"]
    assert all(len(alt) > 20 for alt in alternatives)
    assert any("Pad A1, 50 × 50 mm: above the knee crease" in alt for alt in alternatives)
    assert len(alternatives) == render_report(intact).count("<svg")


def test_title_language_and_day(own: bytes, intact: Any) -> None:
    """The properties name the plan and its day; the file is tagged and says its language."""
    document = pypdfium2.PdfDocument(own)
    properties = document.get_metadata_dict()
    assert properties["Title"] == report_view(intact).name
    assert properties["CreationDate"] == "D:20261122000000Z"
    assert document.is_tagged()
    assert b"/Lang(en)" in own


def test_every_sheet_says_what_it_is(own: bytes, intact: Any) -> None:
    """Stamp, number of the sheet, digest and disclaimer stand on each."""
    count = len(pypdfium2.PdfDocument(own))
    for place in range(count):
        said = words(own, place)
        assert DRAFT in said
        assert f"{place + 1} / {count}" in said
        assert intact["digest"][:23] in said
        assert "Investigational. Not a medical device." in said


def test_it_is_short(own: bytes) -> None:
    """The plan of a person takes few sheets, none of them nearly empty."""
    document = pypdfium2.PdfDocument(own)
    assert 5 <= len(document) <= SHEETS
    lengths = [len(words(own, place)) for place in range(len(document) - 1)]
    assert min(lengths) > 1000


def test_the_first_sheet_answers_first(own: bytes) -> None:
    """May it be done, where, how, when to stop and the evidence are on sheet one, alone."""
    first = words(own, 0)
    titles = ["May this be done?", "Where the pads go", "How to set it", "When to stop", "evidence"]
    assert [title for title in titles if title not in first] == []
    assert "You got this file" not in first
    assert "You got this file" in words(own, 1)


def test_same_plan_same_bytes(intact: Any, own: bytes, tmp_path: Path) -> None:
    """Another process with another hash seed writes the same file."""
    (tmp_path / "plan.json").write_text(json.dumps(intact))
    code = (
        "import json, sys; from tensplan.report.pdf import render_pdf\n"
        "sys.stdout.buffer.write(render_pdf(json.load(open('plan.json'))))\n"
    )
    again = subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        capture_output=True,
        cwd=tmp_path,
        env={"PYTHONHASHSEED": "7", "PYTHONPATH": ":".join(sys.path), "TZ": "Asia/Tokyo"},
    )
    assert again.stdout == own


def test_another_plan_gives_other_bytes(intact: Any, own: bytes) -> None:
    """A changed number changes the file."""
    intact["exposure"][0]["worst_case"] = 5.77
    assert render_pdf(intact) != own


def test_hostile_text_comes_out_as_it_stands(plan: Any) -> None:
    """Source in a title, a summary or a finding is text."""
    plan["protocol"]["content"]["title"] = HOSTILE
    plan["protocol"]["content"]["summary"] = HOSTILE
    plan["findings"][0]["message"] = HOSTILE
    data = render_pdf(plan)
    assert said_in(data, plan).count(squeeze(HOSTILE)) >= 3
    assert pypdfium2.PdfDocument(data).get_metadata_dict()["Title"].startswith(HOSTILE)


@pytest.mark.parametrize(
    "word", ["x" * 400, "足" * 200, "a\u0007b\u0000"], ids=["long", "cjk", "bell"]
)
def test_any_word_is_set(plan: Any, word: str) -> None:
    """A word wider than the sheet, another script or a control character stops nothing."""
    plan["protocol"]["content"]["title"] = word
    plan["findings"][0]["message"] = word
    assert len(pypdfium2.PdfDocument(render_pdf(plan))) <= SHEETS + 1


def test_a_text_longer_than_a_sheet_goes_on(plan: Any) -> None:
    """A finding, a step and a cell of many pages lose no word."""
    word = " ".join(f"word{number}" for number in range(3000))
    plan["findings"][0]["message"] = word
    plan["titration"][0]["steps"][0]["do"] = word
    plan["channels"][0]["pads"][0]["find"] = word
    said = said_in(render_pdf(plan), plan)
    assert all(said.count(f"word{number}w") >= 3 for number in range(2999))


def test_long_tables_break_between_rows(plan: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A table of many rows goes on over sheets, its head again on each."""
    report = report_view(plan)
    (exposure,) = (part for part in report.rest if part.key == "exposure")
    table = exposure.blocks[1]
    long = replace(table, rows=table.rows * 12)  # type: ignore[type-var]
    changed = replace(report, rest=(replace(exposure, blocks=(long,)),))
    monkeypatch.setattr(pdf, "report_view", lambda *_, **__: changed)
    data = render_pdf(plan)
    count = len(pypdfium2.PdfDocument(data))
    assert count > 3
    assert all("Worst case" in words(data, place) for place in range(1, count))


def test_a_block_of_an_unknown_kind_is_an_error(plan: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the template does not know is never left out in silence."""
    report = report_view(plan)
    strange = Section("x", "X", (Column("said"),))  # type: ignore[arg-type]
    monkeypatch.setattr(pdf, "report_view", lambda *_, **__: replace(report, rest=(strange,)))
    with pytest.raises(typst.TypstError, match="no layout"):
        render_pdf(plan)


def test_an_approved_plan_says_who_signed(intact: Any, tmp_path: Path) -> None:
    """The name and role of the reviewer stand on every sheet instead of the stamp."""
    clinic = make_clinic(tmp_path)
    data = {key: value for key, value in copy.deepcopy(intact).items() if key != "digest"}
    path = tmp_path / "plan.json"
    path.write_bytes(canonical_bytes({**data, "digest": digest(data)}))
    limits = data["provenance"]["limits_digest"]
    delivery = judge_delivery(
        clinic.approve(path), store=clinic.store, limits_digest=limits, at=NOW
    )
    signed = render_pdf(dict(delivery.plan.content), delivery=delivery)
    assert beyond_the_margin(signed) == []
    for place in range(len(pypdfium2.PdfDocument(signed))):
        assert "Dr A. Reviewer" in words(signed, place)
        assert "DRAFT" not in words(signed, place)
    again = render_pdf(dict(delivery.plan.content), delivery=delivery, draft=True)
    assert DRAFT in words(again, 0)


def test_it_prints_in_black_and_white(own: bytes) -> None:
    """On a grey first sheet the pads stand out from the skin they lie on."""
    page = pypdfium2.PdfDocument(own)[0].render(scale=2, grayscale=True).to_numpy()
    assert (page < 110).mean() > 0.01  # text and pads
    assert ((page > 215) & (page < 240)).mean() > 0.01  # skin
