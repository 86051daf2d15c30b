-- Whose live sessions were paid by the free credits of an address: several people may share one, and each sees their own. The
-- holder is that day's keyed hash; nothing here tells the address.
CREATE TABLE free_sessions (
  user_id TEXT NOT NULL REFERENCES users (id),
  holder_id TEXT NOT NULL,
  session_id TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (user_id, holder_id, session_id)
) STRICT, WITHOUT ROWID;
