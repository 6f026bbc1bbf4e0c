"""The report as Chromium shows and prints it."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

import tensplan
from tensplan.report.html import render_refusal, render_report

pytestmark = pytest.mark.browser

BROWSER = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), "chromium"
)
QUIET = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
MEASURE = """<!doctype html><meta charset="utf-8"><body style="margin:0">
<iframe style="border:0;width:{width}px;height:900px" srcdoc="{page}"></iframe>
<script>onload = () => {{
  const frame = document.querySelector("iframe").contentWindow, inside = frame.document;
  const root = inside.documentElement;
  const wide = [...inside.querySelectorAll("main *")].filter(one => {{
    if (one.closest(".scroll, .hidden, svg, thead")) return false;
    return one.getBoundingClientRect().right > root.clientWidth + 1;
  }}).map(one => one.outerHTML.slice(0, 80));
  const answer = {{client: root.clientWidth, scroll: root.scrollWidth, wide,
    stacked: [...inside.querySelectorAll(".stack tbody tr")].map(row => [...row.cells].map(
      cell => cell.getBoundingClientRect())).map(([head, first]) => first.top >= head.bottom - 1),
    loaded: frame.performance.getEntriesByType("resource").length,
    headings: [...inside.querySelectorAll("h2")].map(one => one.textContent)}};
  const out = document.createElement("pre");
  out.id = "answer"; out.textContent = JSON.stringify(answer);
  document.body.replaceChildren(out);
}}</script>"""


def chromium(folder, *arguments):
    """Run the browser on its own empty profile."""
    command = [BROWSER, *QUIET, f"--user-data-dir={folder / 'profile'}", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)


def measured(folder, page, width):
    """Return what the browser measures of a page in a frame of this width."""
    path = folder / "measure.html"
    path.write_text(MEASURE.format(width=width, page=html.escape(page)), encoding="utf-8")
    shown = chromium(folder, "--dump-dom", path.as_uri()).stdout
    return json.loads(html.unescape(re.search(r'<pre id="answer">(.*?)</pre>', shown, re.S)[1]))


def printed_pages(folder, page):
    """Return how many sheets a page prints on."""
    source, target = folder / "print.html", folder / "print.pdf"
    source.write_text(page, encoding="utf-8")
    chromium(folder, "--no-pdf-header-footer", f"--print-to-pdf={target}", source.as_uri())
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", target.read_bytes()))


def first_part(page):
    """Return the report without all that follows its first page."""
    start, end = page.index('<section aria-labelledby="received"'), page.index("</main>")
    cut = page[:start] + page[end:]
    return re.sub(r'<footer class="foot">.*?</footer>', "", cut, flags=re.S)


def plan_of(name):
    return tensplan.plan(tensplan.load_protocol(name), on="2026-11-22").as_json()


@pytest.fixture(scope="module")
def report():
    return render_report(plan_of("sciatic-path-conventional"))


@pytest.fixture(scope="module")
def refusal():
    data = plan_of("sciatic-path-conventional")
    error = {**data["findings"][0], "severity": "error", "hint": "use larger pads"}
    data["findings"] = [error] * 4 + data["findings"]
    data["verdict"] = "blocked"
    return render_refusal(data, older_plan="sha256:" + "0" * 64)


@pytest.mark.parametrize("width", [360, 900, 1280])
@pytest.mark.parametrize("name", ["sciatic-path-rotation", "foot-bracket-dorsum-with-lumbar"])
def test_report_never_scrolls_sideways(name, width, tmp_path):
    """On a phone, a tablet and a desk, nothing sticks out and nothing is loaded."""
    answer = measured(tmp_path, render_report(plan_of(name)), width)
    assert answer["client"] <= width
    assert answer["scroll"] <= answer["client"]
    assert answer["wide"] == []
    assert answer["loaded"] == 0
    assert "When to stop, and whom to call" in answer["headings"]


@pytest.mark.parametrize(("width", "stacked"), [(360, True), (900, False)], ids=["phone", "desk"])
def test_wide_tables_stack_on_a_phone(width, stacked, report, tmp_path):
    """The values of a row lie below its name on a phone, beside it on a desk."""
    answer = measured(tmp_path, report, width)
    assert len(answer["stacked"]) > 20
    assert set(answer["stacked"]) == {stacked}


def test_refusal_never_scrolls_sideways(refusal, tmp_path):
    """A refusal reads on a phone, digest included."""
    answer = measured(tmp_path, refusal, 360)
    assert (answer["scroll"], answer["wide"]) == (answer["client"], [])


def test_console_stays_empty(report, tmp_path):
    """The browser neither logs an error nor refuses a part of the page."""
    path = tmp_path / "report.html"
    path.write_text(report, encoding="utf-8")
    run = chromium(tmp_path, "--enable-logging=stderr", "--dump-dom", path.as_uri())
    assert "</html>" in run.stdout
    assert [line for line in run.stderr.splitlines() if "CONSOLE" in line] == []


def test_policy_stops_what_it_should(report, tmp_path):
    """The page's policy holds: a script that slips in is refused, and the console says so."""
    path = tmp_path / "report.html"
    script = "<script>document.title = 'taken'</script>"
    path.write_text(report.replace("</main>", script + "</main>"), encoding="utf-8")
    run = chromium(tmp_path, "--enable-logging=stderr", "--dump-dom", path.as_uri())
    assert "<title>taken</title>" not in run.stdout
    assert any("CONSOLE" in line for line in run.stderr.splitlines())


@pytest.mark.parametrize(
    "name",
    [
        "sciatic-path-conventional",
        "foot-bracket-heel",
        "lumbar-segmental-conventional",
        "distal-nerve-tibial",
        "contralateral-dorsum",
    ],
)
def test_first_page_is_one_sheet(name, tmp_path):
    """With one channel and one program the first page prints on one A4 sheet, evidence included."""
    page = first_part(render_report(plan_of(name)))
    for heading in ("May this be done?", "When to stop, and whom to call", "Against"):
        assert f">{heading}</h" in page
    assert printed_pages(tmp_path, page) == 1


def test_whole_report_is_few_sheets(report, tmp_path):
    """The whole report prints on two to ten sheets: heat, nerves, course and sources included."""
    assert 2 <= printed_pages(tmp_path, report) <= 10


def test_a_full_first_sheet_runs_on(tmp_path):
    """Two channels may need more than the first sheet; no sheet is left empty for it."""
    page = render_report(plan_of("foot-bracket-dorsum-with-lumbar"))
    assert printed_pages(tmp_path, page) <= 12


def test_report_for_a_person_is_few_sheets(tmp_path):
    """With layout, localisation and a third person under the pack it still prints on ten sheets."""
    protocol = tensplan.load_protocol("sciatic-path-conventional")
    person = tensplan.load_patient("example-intact")
    plan = tensplan.plan(protocol, patient=person, on="2026-11-22")
    assert 2 <= printed_pages(tmp_path, render_report(plan.as_json())) <= 10


def test_refusal_is_one_sheet(refusal, tmp_path):
    """A refusal for four reasons prints on one sheet."""
    assert printed_pages(tmp_path, refusal) == 1


def test_refusal_with_another_layout_is_one_sheet(tmp_path):
    """Five reasons, another layout with its drawing, and what else was noted fit on one sheet."""
    protocol = tensplan.load_protocol("foot-bracket-sole")
    person = tensplan.load_patient("example-numb-sole")
    data = tensplan.plan(protocol, patient=person, on="2026-11-22").as_json()
    page = render_refusal(data)
    assert "<svg" in page
    assert printed_pages(tmp_path, page) == 1


def test_page_follows_the_readers_colours(report, tmp_path):
    """Dark paper where the reader prefers dark, white where light, by the picture itself."""
    path = tmp_path / "report.html"
    path.write_text(report, encoding="utf-8")
    brightness = []
    for scheme in (0, 1):
        picture = tmp_path / f"{scheme}.png"
        setting = f"--blink-settings=preferredColorScheme={scheme}"
        chromium(
            tmp_path, setting, f"--screenshot={picture}", "--window-size=900,600", path.as_uri()
        )
        brightness.append(corner_of(picture))
    assert brightness[0] < 60
    assert brightness[1] > 240


def corner_of(picture: Path) -> float:
    """Return the mean brightness of the lower left corner, 0 to 255."""
    from matplotlib.image import imread

    return float(imread(picture)[-40:-10, 2:12, :3].mean() * 255)
