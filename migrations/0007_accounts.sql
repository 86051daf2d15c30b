-- Accounts: what a person adds to an anonymous visitor's row, how they sign in, and the devices they are signed in on.
-- Whatever says who somebody is stands here and nowhere else. Times are Unix ms.

ALTER TABLE users ADD COLUMN email TEXT;
ALTER TABLE users ADD COLUMN email_verified INTEGER NOT NULL DEFAULT 0;
ALTER TABLE users ADD COLUMN name TEXT NOT NULL DEFAULT '';
ALTER TABLE users ADD COLUMN role TEXT NOT NULL DEFAULT 'user' CHECK (role IN ('user', 'moderator', 'admin'));
ALTER TABLE users ADD COLUMN plan TEXT NOT NULL DEFAULT 'free';
ALTER TABLE users ADD COLUMN updated_at INTEGER NOT NULL DEFAULT 0;
-- The account that this visitor became: it owns nothing of its own any more.
ALTER TABLE users ADD COLUMN linked_to TEXT REFERENCES users (id);
ALTER TABLE users ADD COLUMN banned_at INTEGER;
-- The row stays as a name for what may not be forgotten (postings, audit); nothing in it says who it was.
ALTER TABLE users ADD COLUMN deleted_at INTEGER;
CREATE UNIQUE INDEX users_by_email ON users (email) WHERE email IS NOT NULL;

-- A device that is signed in. Its id, signed, is what the browser keeps; `token` is a secret that is never given out.
CREATE TABLE devices (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users (id),
  token TEXT NOT NULL,
  -- Browser and system in words; never an address.
  name TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  seen_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX devices_by_user ON devices (user_id);

-- The live sessions a device was given tickets for: where to look when it is signed out. A row may outlive its device.
CREATE TABLE device_doors (
  device_id TEXT NOT NULL,
  address TEXT NOT NULL,
  opened_at INTEGER NOT NULL,
  PRIMARY KEY (device_id, address)
) WITHOUT ROWID;

-- Ways to sign in: a password (`credential`), or an identity elsewhere.
CREATE TABLE logins (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users (id),
  provider_id TEXT NOT NULL,
  provider_user_id TEXT NOT NULL,
  password TEXT,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  UNIQUE (provider_id, provider_user_id)
) WITHOUT ROWID;
CREATE INDEX logins_by_user ON logins (user_id);

-- What was sent to a mail address and can be used once. `identifier` is a digest of it.
CREATE TABLE proofs (
  id TEXT PRIMARY KEY,
  identifier TEXT NOT NULL,
  value TEXT NOT NULL,
  expires_at INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX proofs_by_identifier ON proofs (identifier);
CREATE INDEX proofs_by_expiry ON proofs (expires_at);

-- Keys for programs. `digest` is of the secret, which is shown once.
CREATE TABLE api_keys (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users (id),
  name TEXT NOT NULL,
  prefix TEXT NOT NULL,
  digest TEXT NOT NULL,
  scopes TEXT NOT NULL CHECK (json_valid(scopes)),
  created_at INTEGER NOT NULL,
  used_at INTEGER
) WITHOUT ROWID;
CREATE INDEX api_keys_by_user ON api_keys (user_id);

-- A sketch that is being made while its visitor becomes an account goes with it; one of somebody who is gone is not made.
CREATE TRIGGER sketches_follow_their_owner AFTER INSERT ON sketches
WHEN EXISTS (SELECT 1 FROM users u WHERE u.id = NEW.owner_id AND u.linked_to IS NOT NULL) BEGIN
  UPDATE sketches SET owner_id = (SELECT u.linked_to FROM users u WHERE u.id = NEW.owner_id) WHERE id = NEW.id;
END;
CREATE TRIGGER sketches_need_an_owner BEFORE INSERT ON sketches
WHEN EXISTS (SELECT 1 FROM users u WHERE u.id = NEW.owner_id AND u.deleted_at IS NOT NULL) BEGIN
  SELECT RAISE(ABORT, 'accounts:owner_is_gone');
END;
