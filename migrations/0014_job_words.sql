-- What of a queued job's words can be looked for: as the code reads them since, here without their case alone.
ALTER TABLE jobs ADD COLUMN words TEXT NOT NULL DEFAULT '';
UPDATE jobs SET words = lower(coalesce(json_extract(request, '$.prompt'), '')) WHERE kind <> 'erased';
