-- What must not be followed any more, and why. Rows are added, never changed.
CREATE TABLE withdrawal (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  about       TEXT NOT NULL,
  up_to       INTEGER NOT NULL,
  recorded_at TEXT NOT NULL,
  reason      TEXT NOT NULL
) STRICT;

CREATE TRIGGER withdrawal_stays_1 BEFORE UPDATE ON withdrawal
BEGIN SELECT RAISE (ABORT, 'a withdrawal is never changed'); END;
CREATE TRIGGER withdrawal_stays_2 BEFORE DELETE ON withdrawal
BEGIN SELECT RAISE (ABORT, 'a withdrawal is never removed'); END;
