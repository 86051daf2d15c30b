-- What each person has stored, as one number: so that it can be asked before every put, and held in the batch that adds rows.

-- `bytes`: of the rows there are (pictures, strokes, covers, uploads, results). `reserved`: promised to work that goes on (jobs,
-- copies). A statement that goes beyond a budget writes `is_over`, and is refused with its whole batch.
CREATE TABLE storage_use (
  user_id TEXT PRIMARY KEY REFERENCES users (id),
  bytes INTEGER NOT NULL CHECK (bytes >= 0),
  reserved INTEGER NOT NULL CHECK (reserved >= 0),
  is_over INTEGER NOT NULL DEFAULT 0,
  CONSTRAINT storage_full CHECK (is_over = 0)
) STRICT, WITHOUT ROWID;

-- Covers that were made before are counted from their next change on: at most 32 KB each.
ALTER TABLE sketches ADD COLUMN cover_bytes INTEGER NOT NULL DEFAULT 0;
-- What a copy will take, while it is made.
ALTER TABLE sketch_copies ADD COLUMN bytes INTEGER NOT NULL DEFAULT 0;
-- What a job may store, while it has not ended.
ALTER TABLE jobs ADD COLUMN reserved_bytes INTEGER NOT NULL DEFAULT 0;
ALTER TABLE job_results ADD COLUMN thumbnail_bytes INTEGER;

INSERT INTO storage_use (user_id, bytes, reserved)
SELECT owner_id, sum(bytes), 0 FROM (
  SELECT s.owner_id, p.bytes FROM pictures p JOIN sketches s ON s.id = p.sketch_id
  UNION ALL
  SELECT s.owner_id, c.bytes FROM stroke_chunks c JOIN sketches s ON s.id = c.sketch_id
  UNION ALL
  SELECT j.owner_id, r.bytes + coalesce(r.marked_bytes, 0) FROM job_results r JOIN jobs j ON j.id = r.job_id
  UNION ALL
  SELECT u.owner_id, u.bytes FROM uploads u
) GROUP BY owner_id;
