"""The rendered pages as a whole."""

from __future__ import annotations

import itertools
import re
import subprocess
import sys

import pytest

from tensplan.report.html import css_string, render_refusal, render_report
from tensplan.session_plan.disclaimer import DISCLAIMER

PROTOCOLS = [
    "sciatic-path-conventional",
    "sciatic-path-rotation",
    "sciatic-path-burst",
    "sciatic-path-random-rate",
    "foot-bracket-dorsum-with-lumbar",
    "contralateral-dorsum",
]
FIRST_PAGE = [
    "May this be done?",
    "Where the pads go",
    "How to set it",
    "When to stop, and whom to call",
    "What the evidence says",
]
PERSON = {"code": "P-07", "digest": "sha256:00", "side": None, "invented": False}
HOSTILE = "<script>alert(1)</script>\"'&<img src=x onerror=alert(2)>"


def pages(plan_of):
    return [render_report(plan_of(name)) for name in PROTOCOLS]


@pytest.mark.parametrize("name", PROTOCOLS)
def test_report_is_well_formed(name, plan_of, read_page):
    """Every element is closed in order and no id is used twice."""
    page = read_page(render_report(plan_of(name)))
    assert page.unclosed == []
    assert len(page.ids) == len(set(page.ids))


@pytest.mark.parametrize("name", PROTOCOLS)
def test_labels_and_links_point_at_ids(name, plan_of, read_page):
    """Whatever names an element by its id names one that exists."""
    page = read_page(render_report(plan_of(name)))
    named = [
        target
        for _, attributes in page.tags
        for target in (attributes.get("aria-labelledby") or "").split()
    ]
    linked = [attributes["href"].removeprefix("#") for attributes in page.all("a")]
    assert set(named + linked) <= set(page.ids)


def test_first_page_reads_in_order(plan, read_page):
    """The title comes first, then the five questions in their order."""
    headings = read_page(render_report(plan)).headings
    assert headings[0] == ["h1", "Conventional TENS along the sciatic path"]
    assert [text for level, text in headings if level == "h2"][:5] == FIRST_PAGE
    assert headings[6] in (["h3", "For"], ["h2", "What stops or limits this plan"])


@pytest.mark.parametrize("name", PROTOCOLS)
def test_headings_do_not_skip_a_level(name, plan_of, read_page):
    """A heading is at most one level below the one before it, and there is one title."""
    levels = [int(tag[1]) for tag, _ in read_page(render_report(plan_of(name))).headings]
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


@pytest.mark.parametrize("name", PROTOCOLS)
def test_every_table_header_has_a_scope(name, plan_of, read_page):
    """Each header cell says whether it heads a row or a column."""
    headers = read_page(render_report(plan_of(name))).all("th")
    assert len(headers) > 20
    assert {header.get("scope") for header in headers} == {"row", "col"}


@pytest.mark.parametrize("name", PROTOCOLS)
def test_a_table_that_is_stacked_keeps_its_roles(name, plan_of, read_page):
    """Where style turns cells into blocks, roles still say what is a table, a row and a head."""
    page = read_page(render_report(plan_of(name)))
    stacks = [table for table in page.all("table") if table["class"] == "stack"]
    assert len(stacks) >= 4
    assert {table.get("role") for table in stacks} == {"table"}
    labelled = [cell for cell in page.all("td") if "data-label" in cell]
    assert {cell.get("role") for cell in labelled} == {"cell"}
    roles = [head.get("role") for head in page.all("th") if "role" in head]
    assert roles.count("rowheader") >= 20
    assert set(roles) == {"rowheader", "columnheader"}


@pytest.mark.parametrize("name", PROTOCOLS)
def test_every_table_has_a_caption(name, plan_of, read_page):
    """No table stands without words that name it."""
    page = read_page(render_report(plan_of(name)))
    assert len(page.all("caption")) == len(page.all("table")) > 5


@pytest.mark.parametrize("name", PROTOCOLS)
def test_every_picture_is_told_in_words(name, plan_of, read_page):
    """Each drawing is an image with a title and a description."""
    page = read_page(render_report(plan_of(name)))
    pictures = page.all("svg")
    assert len(pictures) >= 4
    assert all(picture["role"] == "img" for picture in pictures)
    assert len(page.all("desc")) == len(pictures)


@pytest.mark.parametrize("name", PROTOCOLS)
def test_report_loads_and_runs_nothing(name, plan_of, read_page):
    """No script, no link to anything outside, and a policy that forbids both."""
    source = render_report(plan_of(name))
    page = read_page(source)
    policy = [m["content"] for m in page.all("meta") if "http-equiv" in m]
    assert policy == ["default-src 'none'; style-src 'unsafe-inline'; img-src data:"]
    for tag in ("script", "link", "img", "iframe", "object", "form", "base"):
        assert page.all(tag) == []
    outside = set(re.findall(r"https?://[^\s\"'<)]+", source))
    assert outside == {"http://www.w3.org/2000/svg"}
    assert not re.search(r"@import|url\((?!#)", source)
    assert not any(key.startswith("on") for _, attributes in page.tags for key in attributes)


@pytest.mark.parametrize("name", PROTOCOLS)
def test_report_never_claims_safety(name, plan_of, read_page):
    """The words safe, safely and safety do not occur."""
    words = read_page(render_report(plan_of(name))).words
    assert re.findall(r"\b(?:un)?safe\w*", words, flags=re.IGNORECASE) == []


def test_same_plan_gives_same_bytes(plan_of):
    """Rendering has no memory: the order of calls and earlier plans leave no trace."""
    first = pages(plan_of)
    assert first == pages(plan_of)
    assert len(set(first)) == len(PROTOCOLS)


def test_rendering_leaves_the_plan_alone(plan, plan_of):
    """The content that is handed in stays as it was."""
    render_report(plan)
    assert plan == plan_of("sciatic-path-conventional")


@pytest.mark.parametrize(
    "place",
    [
        pytest.param(lambda p: p["protocol"]["content"].update(title=HOSTILE), id="title"),
        pytest.param(lambda p: p["protocol"]["content"].update(summary=HOSTILE), id="summary"),
        pytest.param(lambda p: p["findings"][0].update(message=HOSTILE), id="finding"),
        pytest.param(lambda p: p["findings"][0].update(source=HOSTILE), id="finding-source"),
        pytest.param(lambda p: p["evidence"][0].update(citation=HOSTILE), id="citation"),
        pytest.param(lambda p: p["evidence"][-1].update(says=HOSTILE), id="counter"),
        pytest.param(lambda p: p["sources"][0].update(confidence=HOSTILE), id="confidence"),
        pytest.param(lambda p: p["sources"][0].update(value=HOSTILE), id="value"),
        pytest.param(lambda p: p["channels"][0]["pads"][0].update(find=HOSTILE), id="pad"),
        pytest.param(lambda p: p["titration"][0]["steps"][2].update(source=HOSTILE), id="step"),
        pytest.param(lambda p: p["output"][0]["loads"][0].update(load=HOSTILE), id="load"),
        pytest.param(lambda p: p["provenance"].update(limits_tightened_by=HOSTILE), id="limits"),
    ],
)
def test_hostile_text_is_shown_not_obeyed(place, plan, read_page):
    """Markup in any text of a plan comes out as text."""
    place(plan)
    page = read_page(render_report(plan))
    assert page.all("script") == []
    assert page.all("img") == []
    assert "alert(1)" in page.text or "alert(1)" in str(page.tags)


def test_specimen_is_stamped_on_screen_and_on_paper(plan, read_page):
    """A plan for no person says so at the top, at the end and on each printed sheet."""
    source = render_report(plan)
    assert read_page(source).words.count("SPECIMEN, for no person") >= 2
    stamp = "SPECIMEN, for no person; DRAFT, not approved, not for delivery"
    assert f'@page {{ @top-right {{ content: "{stamp}"' in source
    assert read_page(source).all("div")[0]["class"] == "watermark"


def test_plan_for_a_person_carries_no_stamp(plan, read_page):
    """With a person the stamp is gone, and the side is theirs."""
    plan["patient"] = {**PERSON, "side": "left"}
    page = read_page(render_report(plan))
    assert "SPECIMEN" not in page.source
    assert "P-07" in page.words
    assert "Pads on the left side" in page.words


def test_no_text_can_end_a_string_of_the_style():
    """Quotes, backslashes, ends of lines and tags are written as numbers."""
    assert css_string('a"b\\c\n</style>') == r'"a\22 b\5c c\a \3c /style>"'


def test_disclaimer_is_on_screen_and_on_every_sheet(plan, read_page):
    """The disclaimer closes the page and is a running line of the print."""
    source = render_report(plan)
    assert DISCLAIMER in read_page(source).words
    assert f'@bottom-left {{ content: "{DISCLAIMER}"' in source


@pytest.mark.parametrize("name", PROTOCOLS)
def test_everything_found_is_shown(name, plan_of, read_page):
    """Each finding, stop rule, source, step and piece of evidence is on the page."""
    data = plan_of(name)
    words = read_page(render_report(data)).words
    texts = [finding["message"][1:] for finding in data["findings"]]
    texts += [finding["hint"] for finding in data["findings"]]
    texts += [text for rule in data["stop"] for text in (rule["do"], rule["who"], rule["source"])]
    texts += [entry["what"] for entry in data["sources"]]
    texts += [entry["source"][1:] for entry in data["sources"]]
    texts += [step["do"] for entry in data["titration"] for step in entry["steps"]]
    texts += [entry["citation"] for entry in data["evidence"]]
    texts += [entry.get("says", entry.get("supports"))[1:] for entry in data["evidence"]]
    texts += [row["rule"] for row in data["exposure"]]
    texts += [data["digest"], data["protocol"]["digest"], data["provenance"]["limits_digest"]]
    missing = [text for text in texts if " ".join(text.split()) not in words]
    assert missing == []


def test_recalled_limit_is_marked_beside_its_row(plan, read_page):
    """The tag of a limit that was only recalled stands in its exposure row."""
    source = render_report(plan)
    row = source[source.index("iec-60601-2-10/output-current") :]
    assert row[:120].split("</span>")[0].endswith('<span class="tag recalled">recalled')


def test_polarity_words_only_where_pulses_have_polarity(plan, read_page):
    """Cathode and anode are named for an asymmetric pulse and for no symmetric one."""
    assert "cathode" not in read_page(render_report(plan)).words.lower()
    waveform = {
        "shape": "asymmetric-biphasic",
        "pulse_width_us": 100,
        "interphase_interval_us": 0,
        "recharge_ratio": 4,
        "cathode": 2,
    }
    plan["protocol"]["content"]["programs"]["conventional"]["waveform"] = waveform
    plan["channels"][0]["program"]["waveform"] = waveform
    words = read_page(render_report(plan)).words
    assert "cathode (negative in the leading phase): A2; anode: A1" in words
    assert "50 × 50 mm, anode." in words


def test_density_is_called_a_mean(plan, read_page):
    """The report says that edges carry more than the mean."""
    words = read_page(render_report(plan)).words
    assert "A density is a mean over the contact; at the edges it is higher." in words


def test_report_needs_no_plotting_library():
    """Rendering imports neither matplotlib nor the nerve and heat models."""
    code = (
        "import sys, tensplan\n"
        "from tensplan.report.html import render_report\n"
        "plan = tensplan.plan(tensplan.load_protocol('sciatic-path-burst'), on='2026-11-22')\n"
        "render_report(plan.as_json())\n"
        "print('matplotlib' in sys.modules)\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"


def test_refusal_reads_in_order(blocked, read_page):
    """What stopped it, how urgent, what may still be done, and what else was noted."""
    page = read_page(render_refusal(blocked))
    assert [text for level, text in page.headings if level == "h2"] == [
        "What stopped it",
        "How urgent, and whom to ask",
        "What may still be done",
        "Also noted",
    ]
    assert page.headings[0][1].startswith("Refused: ")
    assert page.unclosed == []


def test_refusal_lists_errors_worst_first(blocked, read_page):
    """The errors come in the order of the plan, before every warning."""
    words = read_page(render_refusal(blocked)).words
    places = [
        words.index(text)
        for text in ("Current density is 3.9", "use larger pads", "Pad A1 is 4", "open-circuit")
    ]
    assert places == sorted(places)


def test_refusal_carries_stamp_disclaimer_and_warning(blocked, read_page):
    """It is stamped, disclaimed, and tells not to set a stimulator by it."""
    words = read_page(render_refusal(blocked)).words
    assert "SPECIMEN, for no person" in words
    assert DISCLAIMER in words
    assert "Do not set a stimulator from this page." in words
    assert not re.search(r"\bsafe", words, flags=re.IGNORECASE)


@pytest.mark.parametrize(
    ("older", "shown"),
    [
        ("sha256:feed", "It was not touched, and it is not this one. Its digest: sha256:feed"),
        ("unreadable", "Its file could not be read as a plan."),
    ],
    ids=["digest", "unreadable"],
)
def test_refusal_names_the_older_plan(older, shown, blocked, read_page):
    """An older plan in the folder is said to be untouched and another one."""
    assert shown in read_page(render_refusal(blocked, older_plan=older)).words


def test_refusal_is_silent_about_no_older_plan(blocked, read_page):
    """Without an older plan the section is missing."""
    assert "older plan" not in read_page(render_refusal(blocked)).words


def test_red_flag_is_urgent(blocked, read_page):
    """A stop says that it is urgent; a block of a specimen says that it is not."""
    assert "Not urgent" in read_page(render_refusal(blocked)).words
    flag = {"code": "RF_DVT", "title": "x", "urgency": "urgent", "call": "the doctor", "act": "y"}
    blocked["verdict"] = "stop"
    blocked["screening"] = {"red_flags": [flag], "ask": [], "still": [], "cleared": []}
    words = read_page(render_refusal(blocked)).words
    assert "A red flag stops everything; nobody can override it here." in words
    assert "Urgent, today: call the doctor. X: y." in words
    assert "Choose another protocol" not in words
    assert "Not urgent" not in words


def test_block_for_a_person_names_the_clinician(blocked, read_page):
    """With a person the page says whom to ask and by when."""
    blocked["patient"] = PERSON
    words = read_page(render_refusal(blocked)).words
    assert "Ask the clinician who gave the plan" in words
    assert "SPECIMEN" not in words
    blocked["screening"] = {"red_flags": [], "ask": ["surgeon"], "still": ["Walk."], "cleared": []}
    words = read_page(render_refusal(blocked)).words
    assert "Ask the surgeon; if there are new symptoms" in words
    assert "Walk." in words


def test_refusal_escapes_hostile_text(blocked, read_page):
    """Markup in a title or a finding of a refused plan comes out as text."""
    blocked["protocol"]["content"]["title"] = HOSTILE
    blocked["findings"][0]["message"] = HOSTILE
    page = read_page(render_refusal(blocked))
    assert page.all("script") == page.all("img") == []
    assert page.words.count("alert(1)") == 3
