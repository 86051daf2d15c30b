-- Addresses of webhooks that answered 410 Gone: nothing is sent there for their owner until they are turned on again.
CREATE TABLE webhook_stops (
  owner_id TEXT NOT NULL REFERENCES users (id),
  url TEXT NOT NULL,
  stopped_at INTEGER NOT NULL,
  PRIMARY KEY (owner_id, url)
) STRICT, WITHOUT ROWID;
