-- How long a clip lasts; of a picture nothing.
ALTER TABLE job_results ADD COLUMN duration_ms INTEGER;
