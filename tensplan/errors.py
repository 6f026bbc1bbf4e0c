"""Faults that stop the work: what, where, and what to do."""

from __future__ import annotations

from collections.abc import Sequence


def one_line(text: str) -> str:
    r"""Return words of others without a line break or the start of a style.

    Examples
    --------
    >>> one_line("a\nb.yaml")
    'a\\nb.yaml'
    """
    return text.replace("\n", r"\n").replace("\x1b", r"\x1b")


def told(where: str, ref: str, what: Sequence[str], hint: str) -> str:
    r"""Return a fault and its way out: these lines and no others, whatever stands in names and words.

    Examples
    --------
    >>> print(told("a\nb.yaml", "usage", ["there is no such file"], "check the path"))
    a\nb.yaml: error[usage]: there is no such file
    hint: check the path
    """
    place = f"{where}: " if where else ""
    lines = [f"{place}error[{ref}]: {what[0]}", *what[1:], *([f"hint: {hint}"] if hint else [])]
    return "\n".join(map(one_line, lines))


class TensplanError(Exception):
    """A fault that stops the work, with a place and a way out.

    Parameters
    ----------
    what : str
        What was found and what is allowed.
    where : str
        File, or file with line and column; empty when there is none.
    hint : str
        One sentence that begins with a verb.
    """

    ref = "tensplan-error"
    exit_code = 1

    def __init__(self, what: str, *, where: str = "", hint: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.hint = hint

    def __str__(self) -> str:
        return told(self.where, self.ref, [self.what], self.hint)


class UsageError(TensplanError):
    """The call asks for something that does not exist or does not fit together."""

    ref = "usage"
    exit_code = 2


class UnreadableError(TensplanError):
    """A file that cannot be read, parsed or accepted as YAML."""

    ref = "unreadable"
    exit_code = 3


class FindingsError(TensplanError):
    """A file that was read but has findings of level error: what is found is a line for each."""

    ref = "findings"
    exit_code = 1

    def __str__(self) -> str:
        return told(self.where, self.ref, self.what.split("\n"), self.hint)


class BlockedPlanError(TensplanError):
    """A plan that its own verdict forbids to write."""

    ref = "blocked-plan"
    exit_code = 1
