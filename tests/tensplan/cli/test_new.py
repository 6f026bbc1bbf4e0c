"""``tensplan new`` as it is used: asking, going back, leaving, resuming, and scripts."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from tensplan.checking import check_files
from tensplan.cli.new import command
from tensplan.cli.run import run
from tensplan.patient.file import load_patient
from tensplan.patient.questions import questions
from tensplan.protocol.catalogue import load_protocol

NAME = "sciatic-path-conventional"
ASKED = questions(load_protocol(NAME))
FLAGS = 11


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def typed(lines: list[str], *arguments: str) -> Result:
    """Type these lines at the questions."""
    options = ["patient", "--for", NAME, "--out", "p.yaml", "--on", "2026-11-22", *arguments]
    return CliRunner().invoke(command, options, input="\n".join(lines) + "\n")


def test_each_question_says_where_we_are(folder: Path) -> None:
    """The first line has its number, how many are left and about how long; ? explains."""
    done = typed(["?", "q"])
    assert f"[1 of {len(ASKED)}; {len(ASKED)} left, about " in done.output
    assert "Ask plainly; people do not volunteer it." in done.output


def test_leaving_saves_and_resuming_goes_on(folder: Path) -> None:
    """q writes the answers so far; --resume asks the next question first."""
    assert "saved 2 answers to p.answers.yaml" in typed(["n", "n", "q"]).output
    assert yaml.safe_load(Path("p.answers.yaml").read_text()) == {"RF_CES": "n", "RF_MOTOR": "n"}
    assert not Path("p.yaml").exists()
    done = typed(["q"], "--resume", "p.answers.yaml")
    assert f"[3 of {len(ASKED)}; {len(ASKED) - 2} left" in done.output


def test_going_back_asks_again(folder: Path) -> None:
    """b forgets the last answer."""
    typed(["n", "y", "b", "n", "q"])
    assert yaml.safe_load(Path("p.answers.yaml").read_text()) == {"RF_CES": "n", "RF_MOTOR": "n"}


def test_an_answer_that_does_not_fit_is_asked_again(folder: Path) -> None:
    """The reason is said, and the same question comes again."""
    done = typed(["maybe", "n", "q"])
    assert '"maybe" is none of yes, no, unknown' in done.output
    assert "saved 1 answers" in done.output


def test_a_red_flag_ends_the_questions(folder: Path) -> None:
    """Whom to call is said at once; after the red flags only the code is asked."""
    lines = ["n"] * FLAGS
    lines[5] = "y"
    done = typed([*lines, "P-014"])
    assert "STOP: urgent, today: call the doctor on call" in done.output or "STOP:" in done.output
    assert load_patient("p.yaml").red_flags == (ASKED[5].id,)
    assert "red flag:" in done.output
    assert "Still unknown" not in done.output


def test_all_unknown_ends_with_what_that_blocks(folder: Path) -> None:
    """Enter at every question writes a sound file and lists what is open and what it blocks."""
    done = typed([""] * len(ASKED))
    assert f"Still unknown ({len(ASKED)})" in done.output
    assert "screening/red-flags-unknown" in done.output
    assert "pacemaker (I_PM)" in done.output
    assert check_files(["p.yaml"]).findings == []


def test_answers_of_a_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A script gives answers by question; words, numbers, lists and truth values are read."""
    answers = {
        "RF_CES": False,
        "code": "P-014",
        "age_years": 50,
        "side": "left",
        "I_METAL": "yes lumbar",
    }
    Path("a.yaml").write_text(yaml.safe_dump({**answers, "medicines": []}))
    arguments = ["new", "patient", "--for", NAME, "--answers", "a.yaml", "--out", "p.yaml"]
    assert run(arguments) == 0
    found = load_patient("p.yaml")
    assert (found.code, found.age_years, found.side, found.medicines) == ("P-014", 50, "left", ())
    assert found.conditions == ("I_METAL",)
    assert "Still unknown" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("RF_MOTO: no\n", "did you mean RF_MOTOR?"),
        ("- RF_CES\n", "holds no answers by question"),
        ("age_years: 500\n", "age_years: 500 is outside 0 to 120"),
    ],
    ids=["question", "list", "range"],
)
def test_answers_that_fit_no_question(
    folder: Path, content: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is written from answers that cannot be placed."""
    Path("a.yaml").write_text(content)
    assert run(["new", "patient", "--answers", "a.yaml", "--out", "p.yaml"]) == 2
    assert words in capsys.readouterr().err
    assert not Path("p.yaml").exists()


def test_sheet_has_the_same_numbers(folder: Path) -> None:
    """The printable page lists every question under its number."""
    assert run(["new", "patient", "--for", NAME, "--sheet", "sheet.html"]) == 0
    page = Path("sheet.html").read_text(encoding="utf-8")
    for number, question in enumerate(ASKED, start=1):
        assert f'<span class="number">{number}</span> <span class="ask">{question.ask}' in page


def test_a_protocol_begins_as_another(folder: Path) -> None:
    """The copy has its own name and is a draft; everything else is as it was."""
    Path("a.yaml").write_text("id: mine\ntitle: 'Mine: a try'\nsummary: Mine.\n")
    arguments = ["new", "protocol", "--from", NAME, "--answers", "a.yaml", "--out", "mine.yaml"]
    assert run(arguments) == 0
    mine, base = load_protocol("./mine.yaml"), load_protocol(NAME)
    assert (mine.id, mine.title, mine.status) == ("mine", "Mine: a try", "draft")
    assert mine.programs == base.programs


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["patient"], "no file to write is named"),
        (["protocol"], "no file to write is named"),
        (["protocol", "--from", "no-such", "--out", "x.yaml"], "there is no protocol"),
    ],
    ids=["patient", "protocol", "base"],
)
def test_wrong_usage(
    folder: Path, arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is missing is named."""
    assert run(["new", *arguments]) == 2
    assert words in capsys.readouterr().err
