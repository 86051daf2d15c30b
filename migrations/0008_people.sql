-- What the people who run it need, and what protects those who use it. Times are Unix ms.

-- Guesses at the password of one address, known here or not, told by a keyed digest of it.
CREATE TABLE sign_in_tries (
  key TEXT PRIMARY KEY,
  tries INTEGER NOT NULL,
  until INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX sign_in_tries_by_time ON sign_in_tries (until);

-- Who of the staff did what to whom, and why. Nothing is changed or removed.
CREATE TABLE audit (
  id TEXT PRIMARY KEY,
  actor_id TEXT NOT NULL,
  action TEXT NOT NULL,
  -- A user's, a sketch's or a switch's id.
  subject TEXT NOT NULL,
  reason TEXT NOT NULL CHECK (length(reason) >= 3),
  detail TEXT NOT NULL CHECK (json_valid(detail)),
  at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX audit_by_subject ON audit (subject, id);
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit:immutable'); END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'audit:immutable'); END;

-- What is stopped at the moment; no row, and all goes on.
CREATE TABLE stops (
  name TEXT PRIMARY KEY,
  since INTEGER NOT NULL
) WITHOUT ROWID;

-- When somebody was told that pictures beyond their plan will go, and from when on they do.
CREATE TABLE retention_notices (
  user_id TEXT PRIMARY KEY REFERENCES users (id),
  told_at INTEGER NOT NULL,
  due_at INTEGER NOT NULL
) WITHOUT ROWID;

-- How far a job that walks through everybody has come.
CREATE TABLE walks (
  name TEXT PRIMARY KEY,
  cursor TEXT NOT NULL,
  at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE INDEX users_by_link ON users (linked_to) WHERE linked_to IS NOT NULL;
