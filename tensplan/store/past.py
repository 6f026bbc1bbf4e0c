"""The past of one person, from the store, as the planner reads it."""

from __future__ import annotations

import os
from datetime import date

from tensplan.protocol.model import Protocol
from tensplan.session_plan.history import History
from tensplan.store.sessions import plan_of, sessions_of


def history_of(folder: str | os.PathLike[str], patient_code: str, *, on: date) -> History:
    """Return what was logged for a person up to and including a day.

    Parameters
    ----------
    folder : path-like
        Folder of the store; without a store there is no past.
    patient_code : str
        Pseudonym of the patient file.
    on : date
        Day of the plan.

    Raises
    ------
    StoreError
        If there is a store that cannot be read.

    Examples
    --------
    >>> history_of("no-such-folder", "P-014", on=date(2026, 11, 22)).records
    ()
    """
    found = [
        entry
        for entry in sessions_of(folder, patient_code)
        if date.fromisoformat(entry.record.on) <= on
    ]
    digests = {entry.plan_digest for entry in found}
    protocols = {
        digest: Protocol.model_validate(plan_of(folder, digest)["protocol"]["content"])
        for digest in digests
    }
    return History(tuple((entry.record, protocols[entry.plan_digest]) for entry in found))
