-- An outbox that cannot starve: what fails again and again is set aside until somebody of the staff looks at it. Times are Unix ms.

-- Tries in a row that came to nothing; one that goes on is counted until it says how it ended.
ALTER TABLE outbox ADD COLUMN failures INTEGER NOT NULL DEFAULT 0;
-- Set aside since then, and not carried out until it is retried.
ALTER TABLE outbox ADD COLUMN parked_at INTEGER;

DROP INDEX outbox_due_inside;
DROP INDEX outbox_due_outside;
CREATE INDEX outbox_due_inside ON outbox (due_at, created_at)
WHERE done_at IS NULL AND parked_at IS NULL AND kind NOT IN ('deliver_webhook', 'mail_end', 'mail_retention');
CREATE INDEX outbox_due_outside ON outbox (due_at, created_at)
WHERE done_at IS NULL AND parked_at IS NULL AND kind IN ('deliver_webhook', 'mail_end', 'mail_retention');
CREATE INDEX outbox_parked ON outbox (id) WHERE parked_at IS NOT NULL;
-- Only of the kinds that are carried out in the order in which they were decided: others cost no more rows than before.
CREATE INDEX outbox_in_order ON outbox (kind, subject, created_at)
WHERE done_at IS NULL AND parked_at IS NULL AND kind IN ('apply_stops', 'leave_sketch');

-- How each sweep of the cron went the last time.
CREATE TABLE sweep_runs (
  name TEXT PRIMARY KEY,
  began_at INTEGER NOT NULL,
  took_ms INTEGER NOT NULL,
  result TEXT NOT NULL CHECK (result IN ('done', 'failed', 'hangs')),
  -- The name of the last error, also when it has gone well since.
  last_error TEXT
) STRICT, WITHOUT ROWID;
