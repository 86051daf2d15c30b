-- Queued work: jobs, their runs that ended, and what came of them. Times are Unix ms. A job's row is the truth of what it is;
-- whether its host is there is known to the dispatcher alone.
CREATE TABLE jobs (
  id TEXT PRIMARY KEY,
  owner_id TEXT NOT NULL REFERENCES users (id),
  kind TEXT NOT NULL,
  region TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'succeeded', 'failed', 'cancelled')),
  -- Of the present or last run. Only rises.
  attempt INTEGER NOT NULL DEFAULT 0 CHECK (attempt >= 0),
  holder TEXT,
  tries INTEGER NOT NULL DEFAULT 0,
  failed_hosts TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(failed_hosts)),
  refusals INTEGER NOT NULL DEFAULT 0,
  not_before INTEGER NOT NULL DEFAULT 0,
  deadline INTEGER NOT NULL,
  reason TEXT,
  class TEXT NOT NULL CHECK (class IN ('interactive', 'batch')),
  priority INTEGER NOT NULL CHECK (priority BETWEEN 0 AND 3),
  concurrency INTEGER NOT NULL CHECK (concurrency >= 1),
  workflow TEXT NOT NULL,
  expect_ms INTEGER NOT NULL,
  -- What the workflow is given.
  inputs TEXT NOT NULL CHECK (json_valid(inputs)),
  -- What was asked for, as it was asked.
  request TEXT NOT NULL CHECK (json_valid(request)),
  outputs INTEGER NOT NULL CHECK (outputs BETWEEN 1 AND 4),
  payer_id TEXT NOT NULL,
  units INTEGER NOT NULL CHECK (units >= 1),
  idempotency_key TEXT,
  created_at INTEGER NOT NULL,
  began_at INTEGER,
  ended_at INTEGER,
  CHECK ((state = 'running') = (holder IS NOT NULL)),
  CHECK ((state = 'failed') = (reason IS NOT NULL)),
  CHECK ((state IN ('queued', 'running')) = (ended_at IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX jobs_by_owner ON jobs (owner_id, id);
CREATE INDEX jobs_queued ON jobs (region, class, priority, id) WHERE state = 'queued';
CREATE INDEX jobs_running ON jobs (region, id) WHERE state = 'running';
CREATE INDEX jobs_failed ON jobs (ended_at) WHERE state = 'failed';
CREATE UNIQUE INDEX jobs_by_key ON jobs (owner_id, idempotency_key) WHERE idempotency_key IS NOT NULL;

-- An end is an end, attempts only rise, and whose it is and who pays stays.
CREATE TRIGGER jobs_stay_what_they_are BEFORE UPDATE ON jobs BEGIN
  SELECT RAISE(ABORT, 'job:over') WHERE OLD.state NOT IN ('queued', 'running') AND (NEW.state <> OLD.state OR NEW.attempt <> OLD.attempt);
  SELECT RAISE(ABORT, 'job:attempt') WHERE NEW.attempt < OLD.attempt OR NEW.attempt > OLD.attempt + 1
    OR (OLD.state = 'queued' AND NEW.state = 'running') <> (NEW.attempt = OLD.attempt + 1);
  SELECT RAISE(ABORT, 'job:fixed') WHERE NEW.id <> OLD.id OR NEW.payer_id <> OLD.payer_id OR NEW.units <> OLD.units
    OR NEW.created_at <> OLD.created_at;
END;

-- One row for each run that ended. It is written first in the batch that ends the run: what is not the present run of its holder
-- is refused here, and then nothing of the batch is done.
CREATE TABLE job_runs (
  job_id TEXT NOT NULL REFERENCES jobs (id),
  attempt INTEGER NOT NULL,
  holder TEXT NOT NULL,
  outcome TEXT NOT NULL,
  produce_ms INTEGER,
  ended_at INTEGER NOT NULL,
  PRIMARY KEY (job_id, attempt)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER job_runs_fence BEFORE INSERT ON job_runs WHEN NOT EXISTS (
  SELECT 1 FROM jobs j WHERE j.id = NEW.job_id AND j.state = 'running' AND j.holder = NEW.holder AND j.attempt = NEW.attempt
) BEGIN SELECT RAISE(ABORT, 'job:stale'); END;
CREATE TRIGGER job_runs_no_update BEFORE UPDATE ON job_runs BEGIN SELECT RAISE(ABORT, 'job:immutable'); END;

-- What a job made; `position` is which of its outputs.
CREATE TABLE job_results (
  job_id TEXT NOT NULL REFERENCES jobs (id),
  position INTEGER NOT NULL CHECK (position BETWEEN 0 AND 3),
  attempt INTEGER NOT NULL,
  object_key TEXT NOT NULL,
  etag TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  format TEXT NOT NULL CHECK (format IN ('jpeg', 'png', 'webp')),
  width_px INTEGER NOT NULL,
  height_px INTEGER NOT NULL,
  thumbnail_key TEXT,
  blur_hash TEXT,
  PRIMARY KEY (job_id, position)
) STRICT, WITHOUT ROWID;
