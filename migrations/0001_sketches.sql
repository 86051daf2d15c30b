-- People, their sketches, the stroke log and the pictures kept. Times are Unix ms. No row here is ever deleted by a cascade.
CREATE TABLE users (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  created_at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE sketches (
  id TEXT PRIMARY KEY,
  owner_id TEXT NOT NULL REFERENCES users (id),
  title TEXT NOT NULL,
  width_px INTEGER NOT NULL,
  height_px INTEGER NOT NULL,
  prompt TEXT NOT NULL,
  strength REAL NOT NULL CHECK (strength >= 0 AND strength <= 1),
  seed INTEGER NOT NULL,
  region TEXT NOT NULL,
  region_epoch INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  deleted_at INTEGER
) WITHOUT ROWID;
CREATE INDEX sketches_by_owner ON sketches (owner_id, id);

CREATE TABLE stroke_chunks (
  sketch_id TEXT NOT NULL REFERENCES sketches (id),
  chunk_index INTEGER NOT NULL,
  chunk_id INTEGER NOT NULL,
  epoch INTEGER NOT NULL,
  version INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (sketch_id, chunk_index),
  UNIQUE (sketch_id, chunk_id)
) WITHOUT ROWID;

CREATE TABLE pictures (
  id TEXT PRIMARY KEY,
  sketch_id TEXT NOT NULL REFERENCES sketches (id),
  epoch INTEGER NOT NULL,
  version INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  width_px INTEGER NOT NULL,
  height_px INTEGER NOT NULL,
  format TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  prompt TEXT NOT NULL,
  strength REAL NOT NULL,
  seed INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  UNIQUE (sketch_id, epoch, version)
) WITHOUT ROWID;

-- Effects decided in a batch and carried out after it; a row stays until its effect is done.
CREATE TABLE outbox (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  done_at INTEGER
) WITHOUT ROWID;
CREATE INDEX outbox_open ON outbox (created_at) WHERE done_at IS NULL;
