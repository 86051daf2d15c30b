-- GPU hosts that may dial in: one credential each. Times are Unix ms.
CREATE TABLE hosts (
  id TEXT PRIMARY KEY CHECK (id LIKE 'agt_%'),
  -- For the operator's eyes.
  name TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  -- From then on its credential opens nothing.
  revoked_at INTEGER
) STRICT, WITHOUT ROWID;
