-- Finals that somebody has waiting or running: found without walking all they ever had made, at no cost to other jobs.
CREATE INDEX jobs_open_finals ON jobs (owner_id, id) WHERE kind = 'sketch_final' AND state IN ('queued', 'running');
