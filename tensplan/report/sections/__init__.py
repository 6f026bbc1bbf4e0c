"""The sections of the report, each from the content of a plan.json."""
