"""Faults that stop the work: what, where, and what to do."""

from __future__ import annotations


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
        place = f"{self.where}: " if self.where else ""
        hint = f"\nhint: {self.hint}" if self.hint else ""
        return f"{place}error[{self.ref}]: {self.what}{hint}"


class UsageError(TensplanError):
    """The call asks for something that does not exist or does not fit together."""

    ref = "usage"
    exit_code = 2


class UnreadableError(TensplanError):
    """A file that cannot be read, parsed or accepted as YAML."""

    ref = "unreadable"
    exit_code = 3


class FindingsError(TensplanError):
    """A file that was read but has findings of level error."""

    ref = "findings"
    exit_code = 1


class BlockedPlanError(TensplanError):
    """A plan that its own verdict forbids to write."""

    ref = "blocked-plan"
    exit_code = 1
