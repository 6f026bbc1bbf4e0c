"""Machine code that outlives its process: kept, loaded without the compiler, made anew when it must be."""

import re
import subprocess
import sys

import numpy as np
import pytest
from numba import float64

from simulator.bioheat import lanes
from simulator.bioheat.flow import Flow
from simulator.compiled import Compiled, native, sources
from simulator.nerve import Phase, mrg, point_source, thresholds

KERNEL = "simulator.bioheat.kernel"
FIBRE = mrg(1e-5, 21)
ANSWER = Flow(glabrous=False, scale=np.ones(2), dilation=np.ones(2)).answer
KIND = np.array([0, 1, -1])
AT = np.array([[38.0, 20.0], [40.0, 33.0], [33.0, 33.0]])
LATER = """
import sys
import numpy as np
from simulator.bioheat.flow import Flow
flow = Flow(glabrous=False, scale=np.ones(2), dilation=np.ones(2))
found = flow.factor(np.array({at}), ("skin", "muscle", "none"), np.ones((3, 2)))
print(found.tolist() == {expected}, "numba" in sys.modules)
"""


@pytest.fixture
def folder(monkeypatch, tmp_path):
    """An empty place for machine code."""
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "code"))
    return tmp_path / "code"


def factors(at=AT, kind=KIND):
    """Ask a fresh caller, which remembers nothing of the process."""
    found = np.zeros(at.shape)
    Compiled(KERNEL, "flow_factors")(ANSWER, kind, at, np.ones(at.shape), found)
    return found


def test_a_later_process_loads_the_code_without_the_compiler(folder):
    """The same factors come from the file, and numba is not imported."""
    expected = factors().tolist()
    script = LATER.format(at=AT.tolist(), expected=expected)
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.split() == ["True", "False"]
    assert len(list(folder.iterdir())) == 1


@pytest.mark.parametrize("harm", [lambda b: b[:-1], lambda b: b"", lambda b: b + b"x"])
def test_damaged_code_is_made_anew(folder, harm):
    """A file that is not whole is never run, and is whole afterwards."""
    expected = factors()
    (file,) = folder.iterdir()
    whole = file.read_bytes()
    file.write_bytes(harm(whole))
    np.testing.assert_array_equal(factors(), expected)
    assert len(file.read_bytes()) == len(whole)


def test_other_kinds_of_arrays_get_code_of_their_own(folder):
    """Rows that lie the other way round in memory are read as what they are."""
    expected = factors()
    np.testing.assert_array_equal(factors(at=np.asfortranarray(AT)), expected)
    assert len(list(folder.iterdir())) == 2


def test_without_a_place_to_keep_it_code_still_runs(monkeypatch, tmp_path):
    """Where no folder can be made, the function is compiled and nothing is kept."""
    blocked = tmp_path / "file"
    blocked.write_text("")
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(blocked / "below"))
    assert factors()[0, 0] == pytest.approx(5.5, rel=1e-12)  # rounding
    assert blocked.read_text() == ""


def test_numbers_of_numpy_are_numbers():
    """A share or a place taken out of an array is passed on as what it is."""
    field = point_source(FIBRE, distance=1e-3, conductivity=0.25)
    pulse = [Phase(0.0, 1e-4, -1.0)]
    told = thresholds([FIBRE], [field], pulse, tolerance=0.1, dt=2e-5, detect_node=18)
    numpys = {"tolerance": np.float32(0.1), "dt": np.float64(2e-5), "detect_node": np.int64(18)}
    (found,) = thresholds([FIBRE], [field], pulse, **numpys)
    assert found.current == told[0].current


@pytest.mark.parametrize("wrong", [np.bool_(True), True, "1", None], ids=str)
def test_what_compiled_code_cannot_take_is_refused(wrong):
    """Only arrays, int and float are passed on; anything else would be read as something else."""
    with pytest.raises(TypeError, match=f"arrays, int and float, got {type(wrong).__name__}"):
        Compiled(KERNEL, "flow_factors")(ANSWER, KIND, AT, wrong, AT)


@pytest.mark.parametrize("apart", [False, True], ids=["may-overlap", "apart"])
def test_arrays_are_taken_to_lie_apart_where_a_kernel_says_so(apart):
    """The pointers of such a kernel's arrays are marked for the compiler, and no others."""

    @native(apart=apart)
    def add(total, part):
        for i in range(total.size):
            total[i] += part[i]

    kinds = (float64[::1], float64[::1])
    add.compile(kinds)
    (line,) = re.findall(r"^define .*", add.inspect_llvm(kinds), re.MULTILINE)
    # pointers of each array: owner twice, data; beside them numba's own two for answer and fault
    assert line.count("noalias") == 2 + apart * 6


def test_code_depends_on_the_tuples_that_its_kernel_takes():
    """The text behind a file's name holds the kernel, the tuples and the options of the compiler."""
    text = "".join(sources(KERNEL))
    assert all(part in text for part in ("def flow_factors", "class Answer", "def native"))


def test_a_kernel_sees_arrays_of_every_shape():
    """Three axes, rows of one, and no rows at all arrive as they are."""
    now = lanes.begin(np.array([[10.0]]), 25.0)
    kept = lanes.Rows(*(np.zeros((2, 1)) for _ in range(4)), np.zeros((3, 1, 1)))
    Compiled(KERNEL, "keep_profile")(now, kept, 2, 0)
    assert kept.profile.ravel().tolist() == [0.0, 0.0, 10.0]
    assert factors(np.zeros((0, 2)), np.zeros(0, dtype=np.int64)).shape == (0, 2)
