-- What was approved, with its signature, and what was taken back. Rows are added, never changed.
CREATE TABLE approval (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  kind        TEXT NOT NULL CHECK (kind IN ('plan', 'protocol')),
  about       TEXT NOT NULL,
  sha256      TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  content     BLOB NOT NULL,
  envelope    BLOB NOT NULL
) STRICT;

CREATE INDEX approval_about ON approval (kind, about, id);

CREATE TRIGGER approval_stays_1 BEFORE UPDATE ON approval
BEGIN SELECT RAISE (ABORT, 'an approval is never changed'); END;
CREATE TRIGGER approval_stays_2 BEFORE DELETE ON approval
BEGIN SELECT RAISE (ABORT, 'an approval is never removed'); END;
