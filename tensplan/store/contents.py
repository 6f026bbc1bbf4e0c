"""Plans and protocols as they lie in the store: each content once, under its digest."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Mapping
from typing import Any

from tensplan.session_plan.canonical import canonical_bytes


def keep_plan(store: sqlite3.Connection, plan: Mapping[str, Any]) -> str:
    """Keep a plan for a person and the protocol that it was made from; return its digest."""
    keep_protocol(store, plan["protocol"]["content"])
    row = (plan["digest"], plan["patient"]["code"], canonical_bytes(plan))
    store.execute("INSERT OR IGNORE INTO plan VALUES (?, ?, ?)", row)
    return str(plan["digest"])


def keep_protocol(store: sqlite3.Connection, content: Mapping[str, Any]) -> str:
    """Keep a version of a protocol; return its digest."""
    data = canonical_bytes(content)
    digest = f"sha256:{hashlib.sha256(data).hexdigest()}"
    row = (digest, content["id"], content["version"], data)
    store.execute("INSERT OR IGNORE INTO protocol VALUES (?, ?, ?, ?)", row)
    return digest
