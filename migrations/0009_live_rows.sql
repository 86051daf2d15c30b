-- Fewer rows written by a hand that draws: each picture and each piece of a stroke log is one row in one tree. A picture has no
-- id of its own any more: its id says where it stands (`workers/src/picture-id.ts`). Pictures remember their window of ten seconds.

-- What others call a picture is put in the new way first, while the old ids can still be looked up. One that is gone was
-- that of a pause, as far as anybody can tell.
UPDATE sketches SET parent_picture_id = 'pic_' || substr(parent_sketch_id, 5) || substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', ((parent_epoch >> 30) & 31) + 1, 1) || substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', ((parent_epoch >> 25) & 31) + 1, 1) || substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', ((parent_epoch >> 20) & 31) + 1, 1) || substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', ((parent_epoch >> 15) & 31) + 1, 1) || substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', ((parent_epoch >> 10) & 31) + 1, 1) || substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', ((parent_epoch >> 5) & 31) + 1, 1) || substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', ((parent_epoch >> 0) & 31) + 1, 1) || substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', ((parent_version >> 30) & 31) + 1, 1) || substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', ((parent_version >> 25) & 31) + 1, 1) || substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', ((parent_version >> 20) & 31) + 1, 1) || substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', ((parent_version >> 15) & 31) + 1, 1) || substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', ((parent_version >> 10) & 31) + 1, 1) || substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', ((parent_version >> 5) & 31) + 1, 1) || substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', ((parent_version >> 0) & 31) + 1, 1)
  || coalesce((SELECT CASE p.kind WHEN 'final' THEN 5 ELSE p.variation END FROM pictures p WHERE p.id = sketches.parent_picture_id), 0)
WHERE parent_picture_id IS NOT NULL AND parent_sketch_id IS NOT NULL;

CREATE TABLE pictures_before AS SELECT * FROM pictures;
DROP TABLE pictures;
CREATE TABLE pictures (
  sketch_id TEXT NOT NULL REFERENCES sketches (id),
  epoch INTEGER NOT NULL CHECK (epoch BETWEEN 0 AND 4294967295),
  version INTEGER NOT NULL CHECK (version BETWEEN 0 AND 4294967295),
  kind TEXT NOT NULL CHECK (kind IN ('live', 'final', 'variation')),
  -- 0 unless it is a variation.
  variation INTEGER NOT NULL CHECK ((kind = 'variation') = (variation BETWEEN 1 AND 4) AND variation BETWEEN 0 AND 4),
  seq INTEGER NOT NULL,
  quality TEXT NOT NULL CHECK (quality IN ('draft', 'full', 'final')),
  width_px INTEGER NOT NULL,
  height_px INTEGER NOT NULL,
  format TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  prompt TEXT NOT NULL,
  strength REAL NOT NULL,
  -- As it was drawn with: of a variation not its sketch's.
  seed INTEGER NOT NULL,
  -- Never used twice: a sharper picture in its place has another.
  object_key TEXT NOT NULL,
  pinned_at INTEGER,
  -- When the window of ten seconds began that it makes a paid one; NULL: it is free.
  window_ms INTEGER,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (sketch_id, epoch, version, kind, variation)
) WITHOUT ROWID;
INSERT INTO pictures
SELECT sketch_id, epoch, version, kind, variation, seq, quality, width_px, height_px, format, bytes, prompt, strength, seed,
  object_key, pinned_at, NULL, created_at
FROM pictures_before;
DROP TABLE pictures_before;

CREATE TABLE stroke_chunks_before AS SELECT * FROM stroke_chunks;
DROP TABLE stroke_chunks;
-- A piece of the log: one chunk, or several that came together.
CREATE TABLE stroke_chunks (
  sketch_id TEXT NOT NULL REFERENCES sketches (id),
  chunk_index INTEGER NOT NULL,
  -- The clients' own ids, in order: what is sent again is known by them.
  chunk_ids TEXT NOT NULL CHECK (json_valid(chunk_ids)),
  -- Of the last one.
  epoch INTEGER NOT NULL,
  version INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  object_key TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (sketch_id, chunk_index)
) WITHOUT ROWID;
INSERT INTO stroke_chunks
SELECT sketch_id, chunk_index, '[' || chunk_id || ']', epoch, version, bytes, 'sketches/' || sketch_id || '/strokes/' || chunk_id, created_at
FROM stroke_chunks_before;
DROP TABLE stroke_chunks_before;

-- Blocks that were begun, by the end of their hold: what a dead session left is found by it.
CREATE INDEX live_blocks_held ON live_blocks (expires_at) WHERE held > 0;
