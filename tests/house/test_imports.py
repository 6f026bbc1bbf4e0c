"""Which module may import which: one direction between the packages, layers inside tensplan."""

from __future__ import annotations

import ast
import subprocess
import sys

import pytest
from house.tree import imports, module_path, modules, parse, reached

OUTSIDE_SIMULATOR = {"numpy"}
COMPILER = "simulator/compiled.py"
"""The only file that knows numba; the nerve and heat solvers are compiled through it."""

BELOW = {
    "tensplan/units.py": "",
    "tensplan/errors.py": "",
    "tensplan/finding.py": "",
    "tensplan/resources.py": "errors",
    "tensplan/own_simulator.py": "errors",
    "placement": "",
    "patient": "errors finding resources placement protocol",
    "protocol": "errors finding units resources placement patient",
    "safety": "errors finding units protocol placement",
    "explanation": "errors units patient protocol placement safety",
    "nerve_response": "errors finding units protocol patient placement safety",
    "thermal": "finding units patient protocol placement safety",
    "session_plan": "errors finding units protocol patient placement safety nerve_response thermal explanation",
    "approval": "errors finding patient protocol safety session_plan",
    "store": "errors protocol session_plan approval",
    "virtual_device": "errors units safety session_plan",
    "play": "errors safety session_plan store",
    "interchange": "errors approval session_plan",
    "tensplan/checking.py": "errors finding units patient protocol safety",
    "formats": "errors finding safety checking",
    "review": "errors finding protocol patient safety session_plan explanation approval store report",
    "simulation": "errors finding units patient protocol placement safety nerve_response thermal session_plan report",
    "report": "errors finding units patient protocol placement safety nerve_response thermal session_plan approval",
    "tensplan/pytest_plugin.py": "errors finding checking formats safety virtual_device",
    "tensplan/api.py": "errors finding patient protocol safety session_plan",
}
"""Each room or single module, and what it may import beside itself. `cli` may import all."""

EXCEPTIONS = {
    # a schema is made from the models of every file format, each in its own room
    ("tensplan/protocol/schema.py", "safety"),
    ("tensplan/protocol/schema.py", "session_plan"),
    # limits carry a digest over the same canonical bytes as a plan
    ("tensplan/safety/limits.py", "session_plan"),
    # the writer of plan.json writes the report beside it, both or none
    ("tensplan/session_plan/plan_file.py", "report"),
    # the gate asks the store, which keeps approvals, whether one was taken back
    ("tensplan/approval/gate.py", "store"),
    # what is signed is kept there, and a plan that was made here is known there
    ("tensplan/approval/signing.py", "store"),
}

NO_SIMULATOR = ("protocol", "patient", "placement", "formats")
"""Rooms without any physics."""

NUMPY_IN_TENSPLAN = (
    "tensplan/safety/",
    "tensplan/report/",
    "tensplan/simulation/",
    "tensplan/thermal/rows.py",
)
VERSION_ONLY = "tensplan/session_plan/compose.py"


def room_of(path: str) -> str:
    """Return the room of a file of tensplan, or the file itself where it stands alone."""
    parts = path.split("/")
    return parts[1] if len(parts) > 2 else path


def rooms_imported(path: str) -> set[str]:
    """Return the rooms, or the names of single modules, that a file of tensplan imports."""
    files = {module_path(name) for name in imports(path) if name.split(".")[0] == "tensplan"}
    rooms = {room_of(file) for file in files if file is not None}
    names = {room.removeprefix("tensplan/").removesuffix(".py") for room in rooms}
    return names - {room_of(path).removeprefix("tensplan/").removesuffix(".py"), "__init__"}


LAYERED = [
    path
    for path in modules("tensplan")
    if room_of(path) not in ("cli", "tensplan/__init__.py", "tensplan/__main__.py")
]


@pytest.mark.parametrize("path", modules("simulator"))
def test_simulator_imports_numpy_and_itself(path: str) -> None:
    """The physics half knows no protocol, and no package that draws, reads YAML or prints."""
    tops = {name.split(".")[0] for name in imports(path)}
    allowed = OUTSIDE_SIMULATOR | {"simulator"} | set(sys.stdlib_module_names)
    if path == COMPILER:
        allowed |= {"numba", "llvmlite"}
    assert tops - allowed == set()


@pytest.mark.parametrize("path", LAYERED)
def test_rooms_import_only_what_lies_below(path: str) -> None:
    """A room of tensplan imports only the rooms named for it, but for the stated exceptions."""
    room = room_of(path)
    assert room in BELOW, f"{room} is new: say in BELOW what it may import"
    excused = {name for file, name in EXCEPTIONS if file == path}
    assert rooms_imported(path) - excused <= set(BELOW[room].split())


@pytest.mark.parametrize(("path", "room"), sorted(EXCEPTIONS), ids=str)
def test_exceptions_are_inside_functions(path: str, room: str) -> None:
    """An excepted import is still needed, and runs only when used, so no circle can close."""
    inside = {
        name
        for outer in ast.walk(parse(path))
        if isinstance(outer, ast.FunctionDef)
        for node in ast.walk(outer)
        if isinstance(node, ast.ImportFrom) and node.module
        for name in [node.module]
    }
    at_top = {
        node.module for node in parse(path).body if isinstance(node, ast.ImportFrom) and node.module
    }
    prefix = f"tensplan.{room}"
    assert any(name.startswith(prefix) for name in inside)
    assert not any(name.startswith(prefix) for name in at_top)


def test_patient_model_knows_only_how_keys_are_described() -> None:
    """The reader knows the patient's model, so the model must not know the reader."""
    files = {path for path in reached("tensplan/patient/model.py") if path.startswith("tensplan/")}
    readers = {path for path in files if path.startswith("tensplan/protocol/")}
    assert "tensplan/patient/sensation.py" in files
    assert readers <= {"tensplan/protocol/__init__.py", "tensplan/protocol/field.py"}


@pytest.mark.parametrize("room", NO_SIMULATOR)
def test_rooms_without_physics(room: str) -> None:
    """Reading, placing and printing never ask the simulator."""
    asking = [
        path
        for path in modules(f"tensplan/{room}")
        if any(name.split(".")[0] == "simulator" for name in imports(path))
    ]
    assert asking == []


@pytest.mark.parametrize(
    "path", ["tensplan/safety/exposure.py", "tensplan/safety/onset_count.py"], ids=str
)
def test_closed_form_shares_no_code_with_the_simulator(path: str) -> None:
    """Whatever the closed form reaches, at any depth, is not the other route."""
    files = reached(path)
    assert "tensplan/units.py" in files
    assert [file for file in files if file.startswith("simulator/")] == []


def test_numpy_in_tensplan_counts_and_draws_only() -> None:
    """The planner uses numpy for counting onsets and for figures; the rest is in the simulator."""
    users = [
        path
        for path in modules("tensplan")
        if {name.split(".")[0] for name in imports(path)} & {"numpy", "scipy"}
    ]
    assert [path for path in users if not path.startswith((*NUMPY_IN_TENSPLAN, VERSION_ONLY))] == []


CLOCKS_AND_CHANCE = {"time", "datetime", "random", "secrets", "uuid"}
READS_FILES = {
    "simulator/code_file.py",
    COMPILER,
    "simulator/properties/table.py",
    "tensplan/safety/clinic_limits.py",
    "tensplan/safety/limits.py",
}
LINES = "simulator/sciencemode4/ports/"
"""Terminals and sockets: the border of the simulator; a clock is passed in there too."""

OUTSIDE_WORLD = {"os", "pathlib", "socket", "subprocess", "tempfile", "urllib", "importlib"}


@pytest.mark.parametrize(
    "path",
    [
        p
        for p in (*modules("simulator"), *modules("tensplan/safety"))
        if not p.endswith("__init__.py")
    ],
)
def test_physics_and_rules_have_no_clock_no_chance_and_no_files(path: str) -> None:
    """Time and seeds are passed in, and files are read at the border."""
    tops = {name.split(".")[0] for name in imports(path)}
    assert tops & CLOCKS_AND_CHANCE == set()
    if path.startswith(LINES):
        return
    if path not in READS_FILES:
        assert tops & OUTSIDE_WORLD == set()
    called = {
        node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        for node in ast.walk(parse(path))
        if isinstance(node, ast.Call)
    }
    assert called & {"default_rng", "now", "today", "open", "seed"} == set()


HEAVY = (
    "numpy",
    "scipy",
    "pydantic",
    "rich",
    "matplotlib",
    "jinja2",
    "numba",
    "starlette",
    "uvicorn",
    "llvmlite",
)


@pytest.mark.parametrize("module", ["tensplan", "simulator", "tensplan.cli.group"])
def test_import_is_light(module: str) -> None:
    """Importing a package or the command line loads no heavy package; the verb that needs it does."""
    code = f"import sys, {module}; print(*(m for m in {HEAVY} if m in sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.split() == []
