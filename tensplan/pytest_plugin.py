"""A pytest plugin: protocol files as test items, and a virtual stimulator as a fixture.

In ``pytest.ini`` (or the pytest table of ``pyproject.toml``)::

    [pytest]
    tensplan_files = protocols/**/*.yaml

Each matching file becomes one item, ``FILE::check``, that fails on findings of level error.
Without the option no file is collected. The fixture ``virtual_stimulator`` is a device on a
pseudo-terminal that a client can drive (``docs/test-your-client.md``). Until one of the two is
asked for, the plugin imports nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tensplan.checking import CheckedFile
    from tensplan.safety.limits import Limits
    from tensplan.virtual_device.running_device import RunningDevice

FILES_OPTION = "tensplan_files"
LIMITS_OPTION = "tensplan_limits"
STRICT_OPTION = "tensplan_strict"
_LIMITS: pytest.StashKey[Limits] = pytest.StashKey()


@pytest.fixture
def virtual_stimulator() -> Iterator[RunningDevice]:
    """Give a virtual stimulator at work: ``port``, faults, ``ledger``, ``hazards``, ``clock``."""
    from tensplan.virtual_device.running_device import RunningDevice

    with RunningDevice() as stimulator:
        yield stimulator


class ProtocolFindingsError(Exception):
    """A checked file has findings that fail its test."""

    def __init__(self, checked: CheckedFile) -> None:
        super().__init__(checked.name)
        self.checked = checked


def pytest_addoption(parser: pytest.Parser) -> None:
    """Name the options; none of them has an effect until files are named."""
    parser.addini(
        FILES_OPTION,
        "tensplan: protocol files to check, one glob a line, seen from the root folder",
        type="linelist",
    )
    parser.addini(LIMITS_OPTION, "tensplan: a clinic's limits file; it may only tighten")
    parser.addini(STRICT_OPTION, "tensplan: fail on warnings, too", type="bool", default=False)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> ProtocolFile | None:
    """Collect a file that one of the globs names."""
    globs: list[str] = parent.config.getini(FILES_OPTION)
    if not _is_named(file_path, parent.config.rootpath, globs):
        return None
    return ProtocolFile.from_parent(parent, path=file_path)


class ProtocolFile(pytest.File):
    """A file to check."""

    def collect(self) -> Iterator[ProtocolItem]:
        """Give the one item of the file."""
        yield ProtocolItem.from_parent(self, name="check")


class ProtocolItem(pytest.Item):
    """The check of one file."""

    @cached_property
    def checked(self) -> CheckedFile:
        """The file's findings; found once, when first asked for."""
        from tensplan.checking import check_file

        return check_file(self.path, limits=_limits(self.config))

    def runtest(self) -> None:
        """Fail on errors, and on warnings where the configuration says so; report the rest.

        Raises
        ------
        ProtocolFindingsError
            If a finding fails the file.
        """
        checked = self.checked
        if any(finding.severity in self._failing() for finding in checked.findings):
            raise ProtocolFindingsError(checked)
        if checked.findings:
            self.add_report_section("call", "tensplan", _text(checked))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Show findings as ``tensplan check`` does, and a fault of the set-up as one line."""
        from tensplan.errors import TensplanError

        if isinstance(excinfo.value, ProtocolFindingsError):
            return _text(excinfo.value.checked)
        if isinstance(excinfo.value, TensplanError):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Return file, line from 0 and title; the line is that of the worst finding."""
        return self.path, max(self._line() - 1, 0), f"tensplan check {self.path.name}"

    def _failing(self) -> tuple[str, ...]:
        return ("error", "warning") if self.config.getini(STRICT_OPTION) else ("error",)

    def _line(self) -> int:
        from tensplan.errors import TensplanError
        from tensplan.finding import worst_first

        try:
            findings = worst_first(self.checked.findings)
        except TensplanError:  # runtest meets it again and reports it
            return 1
        return findings[0].line if findings else 1


def _text(checked: CheckedFile) -> str:
    from tensplan.formats.text import file_as_text

    return file_as_text(checked)


def _limits(config: pytest.Config) -> Limits:
    """Read the limits once in a run; the clinic's file is seen from the root folder."""
    from tensplan.safety.clinic_limits import load_limits

    if _LIMITS not in config.stash:
        file = config.getini(LIMITS_OPTION)
        config.stash[_LIMITS] = load_limits(config.rootpath / file if file else None)
    return config.stash[_LIMITS]


def _is_named(path: Path, root: Path, globs: list[str]) -> bool:
    try:
        below = path.relative_to(root).as_posix()
    except ValueError:
        return False
    return any(re.fullmatch(_pattern(glob), below if "/" in glob else path.name) for glob in globs)


def _pattern(glob: str) -> str:
    r"""Return a glob as a regular expression: ``*`` stays in a folder, ``**/`` spans any number.

    Examples
    --------
    >>> re.fullmatch(_pattern("protocols/**/*.yaml"), "protocols/foot.yaml") is not None
    True
    >>> re.fullmatch(_pattern("protocols/*.yaml"), "protocols/a/foot.yaml") is None
    True
    """
    parts = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    tokens = re.split(r"(\*\*/|\*\*|\*|\?)", glob)
    return "".join(parts.get(token) or re.escape(token) for token in tokens)
