"""The verbs that read: what they print, where they print it, and their exit codes."""

import json

import pytest
from builders import make_protocol, program_data

import tensplan
from tensplan.cli.inventory import entries
from tensplan.cli.run import run
from tensplan.protocol.catalogue import catalogue, device_programs
from tensplan.session_plan.canonical import canonical_bytes


@pytest.fixture
def plan_file(tmp_path):
    """Write a real plan and return its path."""
    path = tmp_path / "plan.json"
    plan = tensplan.plan(make_protocol(program_data()), on="2026-11-22")
    path.write_bytes(plan.to_bytes())
    return path


@pytest.fixture
def tell(capsys):
    """Run a command line; return exit code, stdout and stderr."""

    def tell(*arguments):
        code = run([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return tell


class TestList:
    """The catalogue."""

    def test_names_every_protocol(self, tell):
        """Each shipped protocol has its line, and the count goes to stderr."""
        code, out, err = tell("list")
        assert code == 0
        assert all(name in out for name in catalogue())
        assert err == f"{len(catalogue())} protocols\n"

    def test_fits_a_hundred_columns(self, tell):
        """No line of any list is longer than 100 columns."""
        for option in ([], ["--sites"], ["--devices"], ["--rules"], ["--device-programs"]):
            _, out, _ = tell("list", *option)
            assert max(map(len, out.splitlines())) <= 100

    def test_one_strategy(self, tell):
        """A strategy lists its own protocols only."""
        _, out, _ = tell("list", "--strategy", "distal-nerve", "--format", "json")
        found = json.loads(out)["protocols"]
        assert {entry["strategy"] for entry in found} == {"distal-nerve"}
        assert len(found) == sum(1 for p in catalogue().values() if p.parent.name == "distal-nerve")

    @pytest.mark.parametrize(
        ("option", "key", "known"),
        [
            ("--sites", "sites", "popliteal-upper"),
            ("--devices", "devices", "p24"),
            ("--rules", "rules", "project/pad-gap"),
            ("--device-programs", "device_programs", next(iter(device_programs()))),
        ],
        ids=["sites", "devices", "rules", "device programs"],
    )
    def test_other_things(self, tell, option, key, known):
        """Text and data list the same things."""
        _, text, _ = tell("list", option)
        _, data, _ = tell("list", option, "--format", "json")
        ids = [entry["id"] for entry in json.loads(data)[key]]
        assert known in ids
        assert all(name in text for name in ids)

    def test_one_kind_at_a_time(self, tell):
        """Two kinds at once are wrong usage."""
        code, out, err = tell("list", "--sites", "--devices")
        assert (code, out) == (2, "")
        assert "one kind of thing at a time" in err

    def test_weak_limits_stay_tagged_in_the_data(self):
        """A recalled limit says so in the list, too."""
        found = {entry["id"]: entry["confidence"] for entry in entries("rules")}
        assert found["iec-60601-2-10/output-current"] == "recalled"


class TestShow:
    """One thing in words and a picture."""

    @pytest.mark.parametrize("name", list(catalogue()))
    def test_every_protocol(self, tell, name):
        """Each protocol is shown: pads, settings, a pulse, evidence against, the disclaimer."""
        code, out, _ = tell("show", name)
        assert code == 0
        for words in ("Where the pads go", "How to set", "┌", "  against", "Not a medical device."):
            assert words in out
        assert max(map(len, out.splitlines())) <= 100

    def test_json_is_the_protocol(self, tell):
        """The data is the protocol itself, ready to be read again."""
        _, out, _ = tell("show", "sciatic-path-conventional", "--format", "json")
        assert json.loads(out)["schema"] == "tensplan/protocol/1"

    def test_svg_is_the_drawing(self, tell):
        """The picture is one SVG of the chosen side."""
        _, out, _ = tell("show", "sciatic-path-conventional", "--format", "svg", "--side", "left")
        assert out.startswith("<svg")
        assert "left side" in out

    def test_plan(self, tell, plan_file):
        """A plan is shown with its verdicts and its exposure."""
        code, out, _ = tell("show", plan_file)
        assert code == 0
        assert "no listed limit broken, with warnings" in out
        assert "specimen, for no person" in out
        assert "5.76 uC" in out

    def test_changed_plan_is_not_shown(self, tell, plan_file):
        """A plan that was changed after it was written is refused."""
        content = json.loads(plan_file.read_bytes())
        content["device"] = "p24"
        plan_file.write_bytes(canonical_bytes(content))
        code, out, err = tell("show", plan_file)
        assert (code, out) == (3, "")
        assert "the digest does not hold" in err

    def test_out_writes_a_whole_file(self, tell, tmp_path):
        """With --out the terminal stays empty and the file is complete."""
        path = tmp_path / "new" / "pads.svg"
        code, out, err = tell("show", "sciatic-path-conventional", "--format", "svg", "--out", path)
        assert (code, out) == (0, "")
        assert path.read_text().endswith("</svg>\n")
        assert f"wrote {path}" in err

    def test_unknown_name(self, tell):
        """A near miss is suggested."""
        code, _, err = tell("show", "sciatic-path-conventionel")
        assert code == 2
        assert "did you mean sciatic-path-conventional?" in err


class TestExplain:
    """Where a rule or a number comes from."""

    def test_weak_limit_opens_with_the_warning(self, tell):
        """The second line of a recalled limit says that it is."""
        _, out, _ = tell("explain", "iec-60601-2-10/output-current")
        assert out.splitlines()[1].strip().startswith("! Recalled, not seen in the source")

    def test_plans_numbers(self, tell, plan_file):
        """With a plan, its numbers stand below."""
        _, out, _ = tell("explain", "phase_charge_uc", plan_file)
        assert "5.76" in out

    def test_json(self, tell):
        """The data has the same facts."""
        _, out, _ = tell("explain", "project/current-density", "--format", "json")
        data = json.loads(out)
        assert (data["kind"], data["confidence"], data["warning"]) == ("limit", "quoted", "")

    def test_unknown(self, tell):
        """A near miss is suggested; nothing is printed as an answer."""
        code, out, err = tell("explain", "project/pad-gapp")
        assert (code, out) == (2, "")
        assert "did you mean project/pad-gap?" in err


class TestDiff:
    """What changed."""

    def test_no_difference(self, tell):
        """The same thing twice says so."""
        assert tell("diff", "sciatic-path-conventional", "sciatic-path-conventional") == (
            0,
            "no difference\n",
            "",
        )

    def test_worst_first(self, tell, plan_file, tmp_path):
        """A difference is no fault; what raises exposure leads."""
        other = tmp_path / "other.json"
        plan = tensplan.plan(make_protocol(program_data(amplitude_cap_ma=50)), on="2026-11-22")
        other.write_bytes(plan.to_bytes())
        code, out, _ = tell("diff", plan_file, other)
        assert code == 0
        assert out.splitlines()[0] == "Raises exposure, or takes a check away"
        assert "amplitude cap 40 mA → 50 mA (+25 %)" in out

    def test_json(self, tell):
        """The data lists the same changes in the same order."""
        names = ("sciatic-path-conventional", "sciatic-path-modulated")
        _, out, _ = tell("diff", *names, "--format", "json")
        data = json.loads(out)
        assert data["kind"] == "protocol"
        assert data["changes"][0]["effect"] == "raises"
        assert data["changes"][0]["what"] == "pulse width"

    def test_two_kinds(self, tell, plan_file):
        """A protocol and a plan cannot be compared."""
        code, _, err = tell("diff", "sciatic-path-conventional", plan_file)
        assert code == 2
        assert "name two protocols or two plans" in err


class TestSchema:
    """The schemas."""

    @pytest.mark.parametrize("kind", ["protocol", "patient", "plan", "device-program", "limits"])
    def test_prints_the_schema(self, tell, kind):
        """What is printed is JSON and nothing else."""
        code, out, err = tell("schema", kind)
        assert (code, err) == (0, "")
        assert json.loads(out)["$schema"] == "http://json-schema.org/draft-07/schema#"

    def test_unknown_kind(self, tell):
        """An unknown format is wrong usage."""
        assert tell("schema", "foot")[0] == 2


class TestSimulate:
    """Waveform, load and exposure."""

    def test_text(self, tell):
        """Counts, both routes, output and loads are there."""
        code, out, _ = tell("simulate", "sciatic-path-burst")
        assert code == 0
        for words in (
            "30000 pulses in 25 min",
            "closed form",
            "Output of generic-tens",
            "10000 ohm",
            "Predicted thresholds",
            "comfort window",
            "common-peroneal (target)",
        ):
            assert words in out
        assert max(map(len, out.splitlines())) <= 100

    def test_json(self, tell):
        """The data is of no person and names its device."""
        _, out, _ = tell("simulate", "sciatic-path-burst", "--device", "p24", "--format", "json")
        data = json.loads(out)
        assert (data["device"], data["patient"]) == ("p24", None)
        assert data["channels"][0]["timing"]["pulses"] == 30000
        assert {row["sense"] for row in data["channels"][0]["nerve"]} == {
            "sensation",
            "motor",
            "pain",
        }
        assert data["channels"][0]["nerve_windows"][0]["cap_ma"] == 40

    def test_figures(self, tell, tmp_path):
        """Figures are written beside the numbers, and the summary goes to stderr."""
        code, out, err = tell("simulate", "sciatic-path-burst", "--figures", tmp_path / "figures")
        assert code == 0
        assert out
        assert "wrote 14 figures" in err
        assert len(list((tmp_path / "figures").iterdir())) == 14

    def test_json_names_the_person(self, tell):
        """With a person the data carries the code and the digest, and nothing that was found."""
        arguments = ("--patient", "example-numb-sole", "--format", "json")
        _, out, _ = tell("simulate", "sciatic-path-burst", *arguments)
        assert set(json.loads(out)["patient"]) == {"code", "digest", "side", "invented"}

    def test_unknown_person(self, tell):
        """The shipped people are named."""
        code, out, err = tell("simulate", "sciatic-path-burst", "--patient", "nobody")
        assert (code, out) == (2, "")
        assert "use one of example-intact, example-numb-sole" in err

    def test_unknown_device(self, tell):
        """The known devices are named."""
        code, _, err = tell("simulate", "sciatic-path-burst", "--device", "p25")
        assert code == 2
        assert "generic-tens" in err

    def test_incomplete_device_program(self, tell):
        """What the maker leaves open is named, and nothing is assumed."""
        code, out, err = tell("simulate", "physio5-fm")
        assert (code, out) == (1, "")
        assert "leaves open waveform.shape" in err

    def test_incoherent_protocol(self, tell, tmp_path):
        """Times that do not fit are named with their place."""
        path = tmp_path / "bad.yaml"
        text = catalogue()["sciatic-path-acupuncture-like"].read_text()
        path.write_text(text.replace("pulse_rate_hz: 2", "pulse_rate_hz: 20000"))
        code, out, err = tell("simulate", path)
        assert (code, out) == (1, "")
        assert "the next begins 50 us after it" in err


class TestCompletion:
    """The shell completion script."""

    @pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
    def test_prints_the_script(self, tell, shell):
        """The script calls tensplan back through its own variable."""
        code, out, _ = tell("completion", shell)
        assert code == 0
        assert f"_TENSPLAN_COMPLETE={shell}_complete" in out
