-- What is asked of a large database is found by an index, or kept as a figure. Times are Unix ms.

-- Open effects by when they are due, so that those of next week are not walked to find those of now. What goes out to somebody
-- else's machine (webhooks, letters) is carried out apart. Each entry stands in one of the two: none costs more rows than before.
DROP INDEX outbox_open;
CREATE INDEX outbox_due_inside ON outbox (due_at, created_at)
WHERE done_at IS NULL AND kind NOT IN ('deliver_webhook', 'mail_end', 'mail_retention');
CREATE INDEX outbox_due_outside ON outbox (due_at, created_at)
WHERE done_at IS NULL AND kind IN ('deliver_webhook', 'mail_end', 'mail_retention');

-- Whom nothing is sent to for a while, since the last that was sent there was not answered in time: a receiving host or a person.
-- Written on failures alone.
CREATE TABLE outside_rests (
  key TEXT PRIMARY KEY,
  misses INTEGER NOT NULL CHECK (misses >= 1),
  until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX outside_rests_by_time ON outside_rests (until);

-- What the books were moved by since a moment. Without shares of the day's free pot, which are found by their ids, that begin with
-- their day, and without holds, which are found by when they end: so neither costs a row more.
CREATE INDEX ledger_operations_by_time ON ledger_operations (at) WHERE kind NOT IN ('share', 'hold');

-- A quote that is dropped is looked for among the holds that used one.
CREATE INDEX ledger_operations_quoted ON ledger_operations (quote_id) WHERE quote_id IS NOT NULL;
CREATE INDEX quotes_lapsed ON quotes (expires_at) WHERE hold_id IS NULL;
CREATE INDEX operator_alarms_by_time ON operator_alarms (raised_at);
CREATE INDEX users_accounts ON users (id) WHERE kind = 'account';
-- Whose proof it is: a person's id, or the address that a link was mailed to.
CREATE INDEX proofs_by_person ON proofs (CASE WHEN json_valid(value) THEN value ->> '$.email' ELSE value END);

-- How many people there are, kept by the rules below.
CREATE TABLE figures (
  name TEXT PRIMARY KEY,
  n INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO figures
SELECT 'accounts', coalesce(sum(kind = 'account' AND deleted_at IS NULL), 0) FROM users
UNION ALL SELECT 'visitors', coalesce(sum(kind = 'anonymous' AND linked_to IS NULL AND deleted_at IS NULL), 0) FROM users
UNION ALL SELECT 'banned', coalesce(sum(banned_at IS NOT NULL), 0) FROM users;

CREATE TRIGGER users_are_counted AFTER INSERT ON users BEGIN
  UPDATE figures SET n = n + 1 WHERE name = 'accounts' AND NEW.kind = 'account' AND NEW.deleted_at IS NULL;
  UPDATE figures SET n = n + 1
  WHERE name = 'visitors' AND NEW.kind = 'anonymous' AND NEW.linked_to IS NULL AND NEW.deleted_at IS NULL;
  UPDATE figures SET n = n + 1 WHERE name = 'banned' AND NEW.banned_at IS NOT NULL;
END;
CREATE TRIGGER users_are_counted_anew AFTER UPDATE OF kind, linked_to, deleted_at, banned_at ON users BEGIN
  UPDATE figures SET n = n + (NEW.kind = 'account' AND NEW.deleted_at IS NULL) - (OLD.kind = 'account' AND OLD.deleted_at IS NULL)
  WHERE name = 'accounts'
    AND (NEW.kind = 'account' AND NEW.deleted_at IS NULL) <> (OLD.kind = 'account' AND OLD.deleted_at IS NULL);
  UPDATE figures SET n = n + (NEW.kind = 'anonymous' AND NEW.linked_to IS NULL AND NEW.deleted_at IS NULL)
    - (OLD.kind = 'anonymous' AND OLD.linked_to IS NULL AND OLD.deleted_at IS NULL)
  WHERE name = 'visitors' AND (NEW.kind = 'anonymous' AND NEW.linked_to IS NULL AND NEW.deleted_at IS NULL)
    <> (OLD.kind = 'anonymous' AND OLD.linked_to IS NULL AND OLD.deleted_at IS NULL);
  UPDATE figures SET n = n + (NEW.banned_at IS NOT NULL) - (OLD.banned_at IS NOT NULL)
  WHERE name = 'banned' AND (NEW.banned_at IS NULL) <> (OLD.banned_at IS NULL);
END;
CREATE TRIGGER users_gone_are_not_counted AFTER DELETE ON users BEGIN
  UPDATE figures SET n = n - 1 WHERE name = 'accounts' AND OLD.kind = 'account' AND OLD.deleted_at IS NULL;
  UPDATE figures SET n = n - 1
  WHERE name = 'visitors' AND OLD.kind = 'anonymous' AND OLD.linked_to IS NULL AND OLD.deleted_at IS NULL;
  UPDATE figures SET n = n - 1 WHERE name = 'banned' AND OLD.banned_at IS NOT NULL;
END;
