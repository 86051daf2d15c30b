-- How far ahead of the clock somebody is with what they brought: it moves on by as long as their plan gives them for so many bytes.
CREATE TABLE intake (
  user_id TEXT PRIMARY KEY REFERENCES users (id),
  busy_until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
