-- A visible mark is put into a second copy of what a job makes, when its owner's plan says so; the first stays clean.
ALTER TABLE jobs ADD COLUMN mark TEXT;
ALTER TABLE job_results ADD COLUMN marked_key TEXT;
ALTER TABLE job_results ADD COLUMN marked_bytes INTEGER;
