-- Who asked for it is told of a job's end, once for each job, again and again until it is heard. Times are Unix ms.
ALTER TABLE jobs ADD COLUMN webhook_url TEXT;

-- What a person's webhooks are signed with.
CREATE TABLE webhook_secrets (
  user_id TEXT PRIMARY KEY REFERENCES users (id),
  secret TEXT NOT NULL CHECK (secret LIKE 'whsec_%'),
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE webhook_deliveries (
  job_id TEXT PRIMARY KEY REFERENCES jobs (id),
  owner_id TEXT NOT NULL REFERENCES users (id),
  state TEXT NOT NULL CHECK (state IN ('pending', 'delivered', 'failed')),
  attempts INTEGER NOT NULL DEFAULT 0,
  -- Of the last answer; none when there was no answer.
  last_status INTEGER,
  created_at INTEGER NOT NULL,
  ended_at INTEGER
) STRICT, WITHOUT ROWID;
