"""The local store: one SQLite file with plans, protocols, approvals and how sessions went."""
