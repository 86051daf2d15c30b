-- Pictures beside the one of a pause (finals, variations), pins; a sketch's cover, its parent, its search words; copies under way.

-- SQLite cannot change a table's UNIQUE: it is made anew under its own name, its rows kept aside meanwhile. Nothing refers to it.
CREATE TABLE pictures_before AS SELECT * FROM pictures;
DROP TABLE pictures;
CREATE TABLE pictures (
  id TEXT PRIMARY KEY,
  sketch_id TEXT NOT NULL REFERENCES sketches (id),
  kind TEXT NOT NULL CHECK (kind IN ('live', 'final', 'variation')),
  -- 0 unless it is a variation.
  variation INTEGER NOT NULL CHECK ((kind = 'variation') = (variation BETWEEN 1 AND 4) AND variation BETWEEN 0 AND 4),
  epoch INTEGER NOT NULL,
  version INTEGER NOT NULL,
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
  object_key TEXT NOT NULL UNIQUE,
  pinned_at INTEGER,
  created_at INTEGER NOT NULL,
  UNIQUE (sketch_id, epoch, version, kind, variation)
) WITHOUT ROWID;
INSERT INTO pictures
SELECT
  id, sketch_id,
  CASE WHEN MAX(width_px, height_px) > 768 THEN 'final' ELSE 'live' END, 0,
  epoch, version, seq,
  CASE WHEN MAX(width_px, height_px) > 768 THEN 'final' WHEN MAX(width_px, height_px) > 512 THEN 'full' ELSE 'draft' END,
  width_px, height_px, format, bytes, prompt, strength, seed,
  'sketches/' || sketch_id || '/pictures/' || epoch || '-' || version,
  NULL, created_at
FROM pictures_before;
DROP TABLE pictures_before;
CREATE INDEX pictures_by_sketch ON pictures (sketch_id, id);

ALTER TABLE sketches ADD COLUMN title_words TEXT NOT NULL DEFAULT '';
ALTER TABLE sketches ADD COLUMN prompt_words TEXT NOT NULL DEFAULT '';
UPDATE sketches SET title_words = lower(title), prompt_words = lower(prompt);
ALTER TABLE sketches ADD COLUMN cover_hash TEXT;
ALTER TABLE sketches ADD COLUMN cover_blur TEXT;
-- The picture it began from. No reference: that may be gone long before this.
ALTER TABLE sketches ADD COLUMN parent_sketch_id TEXT;
ALTER TABLE sketches ADD COLUMN parent_picture_id TEXT;
ALTER TABLE sketches ADD COLUMN parent_epoch INTEGER;
ALTER TABLE sketches ADD COLUMN parent_version INTEGER;

-- Sketches whose strokes and pictures are still being copied from another; a row ends with its copy.
CREATE TABLE sketch_copies (
  sketch_id TEXT PRIMARY KEY REFERENCES sketches (id),
  source_id TEXT NOT NULL,
  -- Chunks of the source's log to copy, and the epoch to go on from.
  chunks INTEGER NOT NULL,
  epoch INTEGER NOT NULL,
  -- Only this picture; NULL: the last and the pinned ones.
  picture_id TEXT,
  created_at INTEGER NOT NULL
) WITHOUT ROWID;

ALTER TABLE outbox ADD COLUMN due_at INTEGER NOT NULL DEFAULT 0;
