-- How sessions went. Rows are added, never changed and never removed.
CREATE TABLE plan (
  digest       TEXT PRIMARY KEY,
  patient_code TEXT NOT NULL,
  content      BLOB NOT NULL
) STRICT;

CREATE TABLE session (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  plan_digest  TEXT NOT NULL REFERENCES plan (digest),
  patient_code TEXT NOT NULL,
  on_day       TEXT NOT NULL,
  number       INTEGER NOT NULL CHECK (number >= 1),
  recorded_at  TEXT NOT NULL,
  content      TEXT NOT NULL,
  UNIQUE (plan_digest, on_day, number)
) STRICT;

CREATE INDEX session_of_patient ON session (patient_code, on_day, number);

CREATE TRIGGER plan_stays_1 BEFORE UPDATE ON plan
BEGIN SELECT RAISE (ABORT, 'a stored plan is never changed'); END;
CREATE TRIGGER plan_stays_2 BEFORE DELETE ON plan
BEGIN SELECT RAISE (ABORT, 'a stored plan is never removed'); END;
CREATE TRIGGER session_stays_1 BEFORE UPDATE ON session
BEGIN SELECT RAISE (ABORT, 'a logged session is never changed'); END;
CREATE TRIGGER session_stays_2 BEFORE DELETE ON session
BEGIN SELECT RAISE (ABORT, 'a logged session is never removed'); END;
