-- Whoever asked for it is written to when a job has succeeded or failed, once. A letter on its way is claimed, so that an outbox
-- entry that is carried out twice at a time sends one. Times are Unix ms.
ALTER TABLE jobs ADD COLUMN mails INTEGER NOT NULL DEFAULT 0 CHECK (mails IN (0, 1));
ALTER TABLE jobs ADD COLUMN mail_claimed_at INTEGER;
ALTER TABLE jobs ADD COLUMN mailed_at INTEGER;

-- When a webhook that was not heard is tried again, and a person's own over all jobs.
ALTER TABLE webhook_deliveries ADD COLUMN next_at INTEGER;
CREATE INDEX webhook_deliveries_by_owner ON webhook_deliveries (owner_id, job_id);
