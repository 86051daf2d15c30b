-- Live drawing is paid in blocks of ten-second windows. A row ends block seq - 1 (its pictures, and what was captured for
-- them) and begins block seq (what is held for it, in one account): one row where two blocks meet, because live drawing
-- writes few rows or none can afford it. `held` 0: nothing was begun; a later row may begin again.
CREATE TABLE live_blocks (
  holder_id TEXT NOT NULL,
  session_id TEXT NOT NULL CHECK (length(session_id) BETWEEN 1 AND 100),
  seq INTEGER NOT NULL CHECK (seq >= 1),
  sketch_id TEXT NOT NULL,
  -- Which life of the session wrote it: a hold belongs to the life whose row this is, and to no other.
  writer TEXT NOT NULL CHECK (length(writer) BETWEEN 1 AND 100),
  -- The pictures stored in the block that ends. One with a `window`, counted from the session's beginning, makes that window
  -- a paid one; one without is free.
  pictures TEXT NOT NULL CHECK (json_valid(pictures) AND length(pictures) <= 500000),
  ended_account_id TEXT REFERENCES ledger_accounts (id),
  freed INTEGER NOT NULL CHECK (freed BETWEEN 0 AND 6),
  captured INTEGER NOT NULL CHECK (captured BETWEEN 0 AND freed),
  -- Windows with pictures that nothing was held for; the pictures stay.
  written_off INTEGER NOT NULL CHECK (written_off >= 0),
  -- The last window dealt with up to here; -1 before any.
  last_window INTEGER NOT NULL CHECK (last_window >= -1),
  account_id TEXT REFERENCES ledger_accounts (id),
  held INTEGER NOT NULL CHECK (held BETWEEN 0 AND 6),
  at INTEGER NOT NULL CHECK (at > 0),
  expires_at INTEGER NOT NULL CHECK (expires_at >= at),
  PRIMARY KEY (holder_id, session_id, seq),
  CHECK ((freed > 0) = (ended_account_id IS NOT NULL)),
  CHECK ((held > 0) = (account_id IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE TRIGGER live_blocks_no_update BEFORE UPDATE ON live_blocks BEGIN SELECT RAISE(ABORT, 'ledger:immutable'); END;
CREATE TRIGGER live_blocks_no_delete BEFORE DELETE ON live_blocks BEGIN SELECT RAISE(ABORT, 'ledger:immutable'); END;

-- The same row of the same life again is success without effect. Another life's is refused, and so is another content.
CREATE TRIGGER live_blocks_once BEFORE INSERT ON live_blocks
WHEN EXISTS (SELECT 1 FROM live_blocks b WHERE b.holder_id = NEW.holder_id AND b.session_id = NEW.session_id AND b.seq = NEW.seq) BEGIN
  SELECT RAISE(IGNORE) WHERE EXISTS (
    SELECT 1 FROM live_blocks b WHERE b.holder_id = NEW.holder_id AND b.session_id = NEW.session_id AND b.seq = NEW.seq
      AND b.writer = NEW.writer AND b.pictures = NEW.pictures AND b.sketch_id = NEW.sketch_id
  );
  SELECT RAISE(ABORT, 'ledger:block_taken');
END;

CREATE TRIGGER live_blocks_pictures BEFORE INSERT ON live_blocks BEGIN
  SELECT RAISE(ABORT, 'ledger:bad_pictures') WHERE json_type(NEW.pictures) <> 'array' OR EXISTS (
    SELECT 1 FROM json_each(NEW.pictures) j WHERE j.type <> 'object'
      OR coalesce(json_type(j.value, '$.window'), 'integer') <> 'integer' OR j.value ->> 'window' < 0
  );
END;

CREATE TRIGGER live_blocks_apply AFTER INSERT ON live_blocks BEGIN
  -- It follows the row before, and frees exactly what that one held.
  SELECT RAISE(ABORT, 'ledger:block_gap') WHERE NEW.seq < 1 OR NOT EXISTS (
    SELECT 1 FROM (SELECT 1) LEFT JOIN live_blocks p
      ON p.holder_id = NEW.holder_id AND p.session_id = NEW.session_id AND p.seq = NEW.seq - 1
    WHERE (p.seq IS NOT NULL OR NEW.seq = 1) AND p.account_id IS NEW.ended_account_id AND coalesce(p.held, 0) = NEW.freed
  ) OR EXISTS (
    SELECT 1 FROM live_blocks n WHERE n.holder_id = NEW.holder_id AND n.session_id = NEW.session_id AND n.seq > NEW.seq
  );
  -- Nobody pays for a window without a stored picture, nor twice for one; no window is forgotten.
  SELECT RAISE(ABORT, 'ledger:unbalanced') FROM (
    SELECT count(DISTINCT CASE WHEN j.value ->> 'window' > b.last_window THEN j.value ->> 'window' END) AS windows,
      max(b.last_window, coalesce(max(j.value ->> 'window'), -1)) AS last_window
    FROM (
      SELECT coalesce(max(p.last_window), -1) AS last_window FROM live_blocks p
      WHERE p.holder_id = NEW.holder_id AND p.session_id = NEW.session_id AND p.seq = NEW.seq - 1
    ) b LEFT JOIN json_each(NEW.pictures) j
  ) w WHERE NEW.captured + NEW.written_off <> w.windows OR NEW.captured <> min(NEW.freed, w.windows) OR NEW.last_window <> w.last_window;
  SELECT RAISE(ABORT, 'ledger:in_debt') WHERE NEW.held > 0 AND EXISTS (
    SELECT 1 FROM ledger_accounts a WHERE a.holder_id = NEW.holder_id AND a.asset = 'credit' AND a.bucket = 'debt' AND a.posted < 0
  );
  SELECT RAISE(ABORT, 'ledger:account_unknown') WHERE NEW.held > 0 AND NOT EXISTS (
    SELECT 1 FROM ledger_accounts a WHERE a.id = NEW.account_id AND a.holder_id = NEW.holder_id AND a.asset = 'credit'
      AND a.bucket IN ('granted', 'purchased') AND (a.expires_at IS NULL OR a.expires_at > NEW.at)
  );
  SELECT RAISE(ABORT, 'ledger:insufficient') FROM ledger_accounts a WHERE a.id = NEW.account_id
    AND a.posted - a.held + CASE WHEN a.id IS NEW.ended_account_id THEN NEW.freed - NEW.captured ELSE 0 END < NEW.held;
  SELECT RAISE(ABORT, 'ledger:too_large') FROM ledger_accounts a
  WHERE a.id = 'sys/credit/revenue' AND a.posted + NEW.captured > 9007199254740991;
  -- With one account for both blocks, in one write.
  UPDATE ledger_accounts SET posted = posted - NEW.captured,
    held = held - NEW.freed + CASE WHEN id IS NEW.account_id THEN NEW.held ELSE 0 END
  WHERE id = NEW.ended_account_id;
  UPDATE ledger_accounts SET held = held + NEW.held WHERE id = NEW.account_id AND id IS NOT NEW.ended_account_id;
  UPDATE ledger_accounts SET posted = posted + NEW.captured WHERE id = 'sys/credit/revenue' AND NEW.captured > 0;
  INSERT INTO ledger_operations (id, kind, holder_id, asset, amount, account_id, at)
  SELECT 'expire:' || a.id || ':' || NEW.session_id || ':' || NEW.seq, 'expire', a.holder_id, a.asset, a.posted - a.held, a.id, NEW.at
  FROM ledger_accounts a WHERE a.id = NEW.ended_account_id AND a.expires_at <= NEW.at AND a.posted > a.held;
END;
