-- A day's salt for addresses: without it, and without the Worker's key, an address cannot be told from its hash. Days gone are deleted.
CREATE TABLE free_salts (
  day TEXT PRIMARY KEY,
  salt TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Each day the books are checked against their own log; what was found.
CREATE TABLE ledger_checks (
  day TEXT PRIMARY KEY,
  at INTEGER NOT NULL,
  divergences INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What an operator must look at. `detail` holds ids and numbers only.
CREATE TABLE operator_alarms (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  detail TEXT NOT NULL CHECK (json_valid(detail)),
  raised_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
