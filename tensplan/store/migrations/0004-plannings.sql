-- Every version of a protocol that was planned or approved, and every time that somebody planned
-- for a person: with which files, and what came of it. Rows are added, never changed.
CREATE TABLE protocol (
  digest  TEXT PRIMARY KEY,
  name    TEXT NOT NULL,
  version TEXT NOT NULL,
  content BLOB NOT NULL
) STRICT;

CREATE INDEX protocol_by_name ON protocol (name, version);

CREATE TABLE planning (
  id              INTEGER PRIMARY KEY AUTOINCREMENT,
  about           TEXT NOT NULL,
  patient_code    TEXT NOT NULL,
  patient_digest  TEXT NOT NULL,
  protocol_digest TEXT NOT NULL REFERENCES protocol (digest),
  origin          TEXT NOT NULL CHECK (origin IN ('catalogue', 'file')),
  plan_digest     TEXT REFERENCES plan (digest),
  refused_because TEXT,
  on_day          TEXT NOT NULL,
  recorded_at     TEXT NOT NULL,
  CHECK ((plan_digest IS NULL) <> (refused_because IS NULL))
) STRICT;

CREATE INDEX planning_of_patient ON planning (patient_code, id);
CREATE INDEX planning_about ON planning (about, id);

CREATE TRIGGER protocol_stays_1 BEFORE UPDATE ON protocol
BEGIN SELECT RAISE (ABORT, 'a stored protocol is never changed'); END;
CREATE TRIGGER protocol_stays_2 BEFORE DELETE ON protocol
BEGIN SELECT RAISE (ABORT, 'a stored protocol is never removed'); END;
CREATE TRIGGER planning_stays_1 BEFORE UPDATE ON planning
BEGIN SELECT RAISE (ABORT, 'a planning is never changed'); END;
CREATE TRIGGER planning_stays_2 BEFORE DELETE ON planning
BEGIN SELECT RAISE (ABORT, 'a planning is never removed'); END;
