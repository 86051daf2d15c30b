-- What of one kind somebody has waiting or running: found without walking all they ever had made.
CREATE INDEX jobs_open ON jobs (owner_id, kind, id) WHERE state IN ('queued', 'running');
