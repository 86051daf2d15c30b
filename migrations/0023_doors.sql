-- A ban is a fact of the person's row, and asked where every writer passes: whoever asked a moment before it, or by a way that
-- did not ask, is refused here.
CREATE TRIGGER jobs_need_an_owner_who_may BEFORE INSERT ON jobs
WHEN EXISTS (SELECT 1 FROM users u WHERE u.id = NEW.owner_id AND u.banned_at IS NOT NULL) BEGIN
  SELECT RAISE(ABORT, 'accounts:owner_is_banned');
END;
CREATE TRIGGER sketches_need_an_owner_who_may BEFORE INSERT ON sketches
WHEN EXISTS (SELECT 1 FROM users u WHERE u.id = NEW.owner_id AND u.banned_at IS NOT NULL) BEGIN
  SELECT RAISE(ABORT, 'accounts:owner_is_banned');
END;
CREATE TRIGGER uploads_need_an_owner_who_may BEFORE INSERT ON uploads
WHEN EXISTS (SELECT 1 FROM users u WHERE u.id = NEW.owner_id AND u.banned_at IS NOT NULL) BEGIN
  SELECT RAISE(ABORT, 'accounts:owner_is_banned');
END;

-- Addresses of the configuration that made somebody an admin, as digests: each does so once, whatever became of that admin.
CREATE TABLE first_admins (
  address_digest TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users (id),
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
