-- What a reviewer sent back, and why. Rows are added, never changed.
CREATE TABLE objection (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  plan_digest TEXT NOT NULL REFERENCES plan (digest),
  recorded_at TEXT NOT NULL,
  by_whom     TEXT NOT NULL,
  reason      TEXT NOT NULL
) STRICT;

CREATE INDEX objection_plan ON objection (plan_digest, id);

CREATE TRIGGER objection_stays_1 BEFORE UPDATE ON objection
BEGIN SELECT RAISE (ABORT, 'an objection is never changed'); END;
CREATE TRIGGER objection_stays_2 BEFORE DELETE ON objection
BEGIN SELECT RAISE (ABORT, 'an objection is never removed'); END;
