"""Files of machine code: where they lie, and that half a file counts as none."""

from pathlib import Path

import pytest

from simulator.code_file import find, keep


@pytest.fixture
def home(monkeypatch, tmp_path):
    """A user's cache, and nothing that numba was told."""
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    return tmp_path / "home/tensplan"


def test_code_lies_beside_the_package(home, tmp_path):
    """The first choice is the folder of Python's own compiled files."""
    package = tmp_path / "package"
    keep(package, "key", b"code")
    assert [path.name for path in (package / "__pycache__").iterdir()] == ["key.code"]
    assert find(package, "key") == b"code"
    assert not home.exists()


def test_code_of_a_package_that_cannot_be_written_lies_at_home(home, tmp_path):
    """Where something is in the way beside the package, the user's cache takes it."""
    package = tmp_path / "package"
    package.mkdir()
    (package / "__pycache__").write_text("in the way")
    keep(package, "key", b"code")
    assert [path.name for path in home.iterdir()] == ["key.code"]
    assert find(package, "key") == b"code"


def test_code_lies_where_numba_is_told(monkeypatch, tmp_path):
    """One variable moves all machine code, numba's and ours."""
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "told"))
    keep(tmp_path / "package", "key", b"code")
    assert (tmp_path / "told/key.code").exists()
    assert not (tmp_path / "package").exists()


@pytest.mark.parametrize("size", [0, 31, 32, 35], ids=str)
def test_half_a_file_is_none(home, tmp_path, size):
    """A file that was cut anywhere is not returned."""
    keep(tmp_path, "key", b"code")
    file = tmp_path / "__pycache__/key.code"
    file.write_bytes(file.read_bytes()[:size])
    assert find(tmp_path, "key") is None


def test_another_key_finds_nothing(home, tmp_path):
    """What was kept for one processor or source is not given to another."""
    keep(tmp_path, "key", b"code")
    assert find(tmp_path, "other") is None


def test_nothing_is_left_of_what_could_not_be_written(monkeypatch, home, tmp_path):
    """When the last step fails in every folder, no half file stays behind."""

    def refuse(self, target):
        raise OSError("read only")

    monkeypatch.setattr(Path, "replace", refuse)
    keep(tmp_path / "package", "key", b"code")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
