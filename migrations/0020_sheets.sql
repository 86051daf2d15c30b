-- Pictures and strokes by the sheet. A live session writes once a block, and what it writes is packed: each picture an entry of
-- some forty bytes in a sheet of about a hundred, each piece of a stroke log one of fifteen. A row for each was 400 bytes an entry
-- with its keys, and a drawing hour 400 KB. `pictures` and `stroke_chunks` are views of the sheets, with the columns they had:
-- there is one way to read them, whoever wrote.

CREATE TABLE picture_sheets (
  sketch_id TEXT NOT NULL REFERENCES sketches (id),
  epoch INTEGER NOT NULL CHECK (epoch BETWEEN 0 AND 4294967295),
  -- Holds the canvases from this version to the next sheet's of the same epoch: a picture's place names its sheet.
  from_version INTEGER NOT NULL CHECK (from_version BETWEEN 0 AND 4294967295),
  -- Sequences and times in the sheet are told from these.
  base_seq INTEGER NOT NULL,
  base_ms INTEGER NOT NULL,
  -- What pictures were drawn with, each once: [prompt, strength, seed, quality, format, width, height].
  looks TEXT NOT NULL CHECK (json_type(looks) = 'array'),
  -- By "version.rank" (0 live, 1 to 4 variations, 5 final): [seq, bytes, look, window, created, object, pinned].
  pictures TEXT NOT NULL CHECK (json_type(pictures) = 'object'),
  PRIMARY KEY (sketch_id, epoch, from_version)
) WITHOUT ROWID;

CREATE TABLE stroke_sheets (
  sketch_id TEXT NOT NULL REFERENCES sketches (id),
  -- Place in the log of its first piece.
  from_index INTEGER NOT NULL CHECK (from_index >= 0),
  epoch INTEGER NOT NULL,
  -- Chunk ids in the sheet are told from this.
  base_id INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  -- In order: [version, bytes, chunk id or ids, object]. Without an object it lies where its place in the log says.
  pieces TEXT NOT NULL CHECK (json_type(pieces) = 'array' AND json_array_length(pieces) > 0),
  PRIMARY KEY (sketch_id, from_index)
) WITHOUT ROWID;

-- The last object of the sketch's live pictures that its sheets know of; later ones are found by listing them.
ALTER TABLE sketches ADD COLUMN pictures_through INTEGER NOT NULL DEFAULT 0;
-- When its session last wrote down what it held, and until when whoever reads asks it to do so first; 0: it holds nothing.
ALTER TABLE sketches ADD COLUMN written_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sketches ADD COLUMN holds_until INTEGER NOT NULL DEFAULT 0;
-- Of one person, the sketches that are drawn on now. Changes only where that begins and ends.
CREATE INDEX sketches_drawn_on ON sketches (owner_id) WHERE holds_until > 0;

CREATE TABLE pictures_before AS SELECT * FROM pictures;
DROP TABLE pictures;
CREATE TABLE stroke_chunks_before AS SELECT * FROM stroke_chunks;
DROP TABLE stroke_chunks;

CREATE VIEW pictures AS
SELECT
  p.sketch_id, p.epoch, p.version,
  CASE p.rank WHEN 0 THEN 'live' WHEN 5 THEN 'final' ELSE 'variation' END AS kind,
  CASE p.rank WHEN 5 THEN 0 ELSE p.rank END AS variation,
  p.base_seq + (p.entry ->> 0) AS seq,
  p.look ->> 3 AS quality,
  p.look ->> 5 AS width_px,
  p.look ->> 6 AS height_px,
  p.look ->> 4 AS format,
  p.entry ->> 1 AS bytes,
  p.look ->> 0 AS prompt,
  p.look ->> 1 AS strength,
  ((p.look ->> 2) + CASE p.rank WHEN 5 THEN 0 ELSE p.rank END * 2654435761) % 4294967296 AS seed,
  CASE
    WHEN json_type(p.entry, '$[5]') = 'integer'
      THEN 'sketches/' || p.sketch_id || '/live/' || length(p.entry ->> 5) || (p.entry ->> 5)
    WHEN substr(p.entry ->> 5, 1, 1) = '/' THEN substr(p.entry ->> 5, 2)
    ELSE 'sketches/' || p.sketch_id || '/' || (p.entry ->> 5)
  END AS object_key,
  p.entry ->> 6 AS pinned_at,
  p.base_ms + (p.entry ->> 3) AS window_ms,
  p.base_ms + (p.entry ->> 4) AS created_at,
  p.from_version
FROM (
  SELECT s.sketch_id, s.epoch, s.from_version, s.base_seq, s.base_ms,
    CAST(j.key AS INTEGER) AS version, CAST(substr(j.key, instr(j.key, '.') + 1) AS INTEGER) AS rank,
    j.value AS entry, s.looks -> (j.value ->> 2) AS look
  FROM picture_sheets s, json_each(s.pictures) j
) p;

-- A later picture of the same place takes the one's that stands there, its pin and its paid window; an earlier one changes nothing.
-- A view gives its columns no types: numbers are made whole here.
CREATE TRIGGER pictures_insert INSTEAD OF INSERT ON pictures BEGIN
  SELECT RAISE(ABORT, 'CHECK constraint failed: pictures') WHERE NOT coalesce(
    NEW.kind IN ('live', 'final', 'variation') AND NEW.variation BETWEEN 0 AND 4
    AND (NEW.kind = 'variation') = (NEW.variation BETWEEN 1 AND 4)
    AND NEW.version BETWEEN 0 AND 4294967295 AND NEW.quality IN ('draft', 'full', 'final')
    AND NEW.seed BETWEEN 0 AND 4294967295 AND length(NEW.object_key) > 0
    AND NEW.seq + NEW.bytes + NEW.created_at + NEW.strength + NEW.width_px + NEW.height_px IS NOT NULL
    AND NEW.format IS NOT NULL AND NEW.prompt IS NOT NULL, 0);
  -- A sheet for it, where there is none or the last one is full: a whole sheet fits a page of the database.
  INSERT INTO picture_sheets (sketch_id, epoch, from_version, base_seq, base_ms, looks, pictures)
  SELECT NEW.sketch_id, NEW.epoch, NEW.version, NEW.seq, NEW.created_at, '[]', '{}'
  WHERE NOT EXISTS (
    SELECT 1 FROM picture_sheets s WHERE s.sketch_id = NEW.sketch_id AND s.epoch = NEW.epoch AND s.from_version = (
      SELECT max(b.from_version) FROM picture_sheets b
      WHERE b.sketch_id = NEW.sketch_id AND b.epoch = NEW.epoch AND b.from_version <= NEW.version
    ) AND (
      length(s.pictures) + length(s.looks) < 3400
      OR EXISTS (SELECT 1 FROM json_each(s.pictures) j WHERE CAST(j.key AS INTEGER) >= NEW.version)
    )
  );
  UPDATE picture_sheets SET
    looks = CASE
      WHEN EXISTS (SELECT 1 FROM json_each(looks) l WHERE l.value = n.look) THEN looks
      ELSE json_insert(looks, '$[#]', json(n.look))
    END,
    pictures = json_insert(
      -- Without a pin it is an element shorter: then nothing is inserted, since the first is there.
      json_set(pictures, n.path, json_array(
        CAST(NEW.seq AS INTEGER) - base_seq,
        CAST(NEW.bytes AS INTEGER),
        coalesce((SELECT l.key FROM json_each(looks) l WHERE l.value = n.look), json_array_length(looks)),
        coalesce(json_extract(pictures, n.path || '[3]'), CAST(NEW.window_ms AS INTEGER) - base_ms),
        CAST(NEW.created_at AS INTEGER) - base_ms,
        n.object
      )),
      n.path || CASE WHEN coalesce(json_extract(pictures, n.path || '[6]'), NEW.pinned_at) IS NULL THEN '[0]' ELSE '[6]' END,
      coalesce(json_extract(pictures, n.path || '[6]'), CAST(NEW.pinned_at AS INTEGER))
    )
  FROM (
    SELECT
      '$."' || CAST(NEW.version AS INTEGER) || '.' || CASE NEW.kind WHEN 'final' THEN 5 ELSE CAST(NEW.variation AS INTEGER) END || '"'
        AS path,
      json_array(
        NEW.prompt, CAST(NEW.strength AS REAL),
        -- The sketch's own seed: a variation's is told by its number.
        (CAST(NEW.seed AS INTEGER) + 4 * 4294967296 - CAST(NEW.variation AS INTEGER) * 2654435761) % 4294967296,
        NEW.quality, NEW.format, CAST(NEW.width_px AS INTEGER), CAST(NEW.height_px AS INTEGER)
      ) AS look,
      CASE
        WHEN substr(NEW.object_key, 1, length(NEW.sketch_id) + 15) = 'sketches/' || NEW.sketch_id || '/live/'
          THEN CAST(substr(NEW.object_key, length(NEW.sketch_id) + 17) AS INTEGER)
        WHEN substr(NEW.object_key, 1, length(NEW.sketch_id) + 10) = 'sketches/' || NEW.sketch_id || '/'
          THEN substr(NEW.object_key, length(NEW.sketch_id) + 11)
        ELSE '/' || NEW.object_key
      END AS object
  ) n
  WHERE sketch_id = NEW.sketch_id AND epoch = NEW.epoch AND from_version = (
    SELECT max(b.from_version) FROM picture_sheets b
    WHERE b.sketch_id = NEW.sketch_id AND b.epoch = NEW.epoch AND b.from_version <= NEW.version
  ) AND coalesce(base_seq + json_extract(pictures, n.path || '[0]') < NEW.seq, 1);
END;

-- What may change of a picture that stands: its pin.
CREATE TRIGGER pictures_pin INSTEAD OF UPDATE ON pictures BEGIN
  UPDATE picture_sheets SET pictures = json_set(
    pictures,
    '$."' || OLD.version || '.' || CASE OLD.kind WHEN 'final' THEN 5 ELSE OLD.variation END || '"[6]',
    CAST(NEW.pinned_at AS INTEGER)
  )
  WHERE sketch_id = OLD.sketch_id AND epoch = OLD.epoch AND from_version = OLD.from_version;
END;

CREATE TRIGGER pictures_delete INSTEAD OF DELETE ON pictures BEGIN
  UPDATE picture_sheets SET pictures = json_remove(
    pictures, '$."' || OLD.version || '.' || CASE OLD.kind WHEN 'final' THEN 5 ELSE OLD.variation END || '"'
  )
  WHERE sketch_id = OLD.sketch_id AND epoch = OLD.epoch AND from_version = OLD.from_version;
  DELETE FROM picture_sheets
  WHERE sketch_id = OLD.sketch_id AND epoch = OLD.epoch AND from_version = OLD.from_version AND pictures = '{}';
END;

INSERT INTO pictures (sketch_id, epoch, version, kind, variation, seq, quality, width_px, height_px, format, bytes, prompt, strength,
  seed, object_key, pinned_at, window_ms, created_at)
SELECT sketch_id, epoch, version, kind, variation, seq, quality, width_px, height_px, format, bytes, prompt, strength, seed,
  object_key, pinned_at, window_ms, created_at
FROM pictures_before ORDER BY sketch_id, epoch, version;
DROP TABLE pictures_before;

CREATE VIEW stroke_chunks AS
SELECT
  s.sketch_id,
  s.from_index + j.key AS chunk_index,
  CASE json_type(j.value, '$[2]')
    WHEN 'integer' THEN json_array(s.base_id + (j.value ->> 2))
    ELSE (SELECT json_group_array(s.base_id + i.value) FROM json_each(j.value, '$[2]') i)
  END AS chunk_ids,
  s.epoch,
  j.value ->> 0 AS version,
  j.value ->> 1 AS bytes,
  CASE
    WHEN json_array_length(j.value) < 4
      THEN 'sketches/' || s.sketch_id || '/log/' || length(s.from_index + j.key) || (s.from_index + j.key)
    WHEN substr(j.value ->> 3, 1, 1) = '/' THEN substr(j.value ->> 3, 2)
    ELSE 'sketches/' || s.sketch_id || '/' || (j.value ->> 3)
  END AS object_key,
  s.created_at
FROM stroke_sheets s, json_each(s.pieces) j;

-- A sheet for each hundred pieces of one epoch; what is appended later is packed by whoever appends it.
INSERT INTO stroke_sheets (sketch_id, from_index, epoch, base_id, created_at, pieces)
SELECT sketch_id, min(chunk_index), epoch, 0, min(created_at), json_group_array(json_array(
  version, bytes, json(chunk_ids),
  CASE
    WHEN substr(object_key, 1, length(sketch_id) + 10) = 'sketches/' || sketch_id || '/' THEN substr(object_key, length(sketch_id) + 11)
    ELSE '/' || object_key
  END
))
FROM (
  SELECT c.*, chunk_index - row_number() OVER (PARTITION BY sketch_id, epoch ORDER BY chunk_index) AS run
  FROM stroke_chunks_before c ORDER BY sketch_id, chunk_index
)
GROUP BY sketch_id, epoch, run, chunk_index / 100;
DROP TABLE stroke_chunks_before;
