-- Pictures of one's own that go into generations. Times are Unix ms. The bytes are removed when it expires, then the row.
CREATE TABLE uploads (
  id TEXT PRIMARY KEY,
  owner_id TEXT NOT NULL REFERENCES users (id),
  format TEXT NOT NULL CHECK (format IN ('jpeg', 'png', 'webp')),
  -- As it is shown: turned upright.
  width_px INTEGER NOT NULL,
  height_px INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX uploads_by_owner ON uploads (owner_id, id);

-- As sketches do: one that is being sent while its visitor becomes an account goes with it; somebody who is gone sends none.
CREATE TRIGGER uploads_follow_their_owner AFTER INSERT ON uploads
WHEN EXISTS (SELECT 1 FROM users u WHERE u.id = NEW.owner_id AND u.linked_to IS NOT NULL) BEGIN
  UPDATE uploads SET owner_id = (SELECT u.linked_to FROM users u WHERE u.id = NEW.owner_id) WHERE id = NEW.id;
END;
CREATE TRIGGER uploads_need_an_owner BEFORE INSERT ON uploads
WHEN EXISTS (SELECT 1 FROM users u WHERE u.id = NEW.owner_id AND u.deleted_at IS NOT NULL) BEGIN
  SELECT RAISE(ABORT, 'accounts:owner_is_gone');
END;
