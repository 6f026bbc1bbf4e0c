"""The person: so far the file's first keys."""
