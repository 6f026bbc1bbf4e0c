"""The local store: one SQLite file with how sessions went; plans and approvals come to it later."""
