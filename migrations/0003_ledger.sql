-- The ledger: accounts, what was decided (operations), and what it moved (transfers). Amounts are whole units of their asset,
-- times Unix ms. `docs/ledger.md` explains it.

-- Who stands behind a person's accounts. The holder's id means nothing elsewhere: without this row its postings are nobody's.
CREATE TABLE ledger_holders (
  user_id TEXT PRIMARY KEY REFERENCES users (id),
  holder_id TEXT NOT NULL UNIQUE,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE ledger_accounts (
  id TEXT PRIMARY KEY,
  holder_id TEXT NOT NULL CHECK (length(holder_id) > 0 AND instr(holder_id, '/') = 0),
  asset TEXT NOT NULL CHECK (asset IN ('credit', 'token', 'msat', 'cent')),
  bucket TEXT NOT NULL CHECK (bucket IN ('granted', 'purchased', 'debt', 'issued', 'adjusted', 'revenue', 'expired')),
  expires_at INTEGER CHECK (expires_at IS NULL OR (bucket = 'granted' AND expires_at > 0)),
  overdraft INTEGER NOT NULL CHECK (overdraft = (bucket IN ('debt', 'issued', 'adjusted'))),
  posted INTEGER NOT NULL DEFAULT 0 CHECK (posted BETWEEN -9007199254740991 AND 9007199254740991),
  held INTEGER NOT NULL DEFAULT 0 CHECK (held BETWEEN 0 AND 9007199254740991),
  CONSTRAINT overdrawn CHECK (overdraft = 1 OR posted - held >= 0),
  CONSTRAINT debt_is_owed CHECK (bucket <> 'debt' OR posted <= 0),
  CONSTRAINT the_house_is_no_person CHECK ((holder_id = 'sys') = (bucket IN ('issued', 'adjusted', 'revenue', 'expired'))),
  CONSTRAINT named_by_what_it_is CHECK (
    id = holder_id || '/' || asset || '/' || bucket || CASE WHEN expires_at IS NULL THEN '' ELSE '/' || expires_at END
  )
) STRICT, WITHOUT ROWID;
CREATE INDEX ledger_accounts_by_holder ON ledger_accounts (holder_id, asset);
CREATE INDEX ledger_accounts_expiring ON ledger_accounts (expires_at) WHERE expires_at IS NOT NULL;

-- A price that was promised. `hold_id`: what it was used for, once.
CREATE TABLE quotes (
  id TEXT PRIMARY KEY,
  asset TEXT NOT NULL CHECK (asset IN ('credit', 'token', 'msat', 'cent')),
  amount INTEGER NOT NULL CHECK (amount BETWEEN 1 AND 9007199254740991),
  request TEXT NOT NULL CHECK (json_valid(request)),
  lines TEXT NOT NULL CHECK (json_valid(lines)),
  band TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL CHECK (expires_at > created_at),
  hold_id TEXT
) STRICT, WITHOUT ROWID;

-- One row for each decision, named by its cause; its transfers are written by the rules, in the same instant.
CREATE TABLE ledger_operations (
  id TEXT PRIMARY KEY CHECK (length(id) BETWEEN 3 AND 300),
  kind TEXT NOT NULL CHECK (kind IN ('grant', 'purchase', 'share', 'adjust_in', 'adjust_out', 'clawback', 'expire', 'hold', 'capture', 'release')),
  holder_id TEXT NOT NULL,
  asset TEXT NOT NULL CHECK (asset IN ('credit', 'token', 'msat', 'cent')),
  amount INTEGER NOT NULL CHECK (amount BETWEEN 0 AND 9007199254740991),
  hold_id TEXT REFERENCES ledger_operations (id),
  from_holder_id TEXT,
  account_id TEXT REFERENCES ledger_accounts (id),
  bucket_expires_at INTEGER CHECK (bucket_expires_at > 0),
  quote_id TEXT REFERENCES quotes (id),
  reference TEXT,
  at INTEGER NOT NULL CHECK (at > 0),
  expires_at INTEGER,
  CHECK ((kind = 'release') = (amount = 0)),
  CHECK ((kind IN ('capture', 'release')) = (hold_id IS NOT NULL)),
  CONSTRAINT resolved_once CHECK (hold_id IS NULL OR id = 'end:' || hold_id),
  CHECK ((kind = 'share') = (from_holder_id IS NOT NULL)),
  CHECK (from_holder_id IS NULL OR from_holder_id <> holder_id),
  CHECK ((kind = 'expire') = (account_id IS NOT NULL)),
  CHECK (bucket_expires_at IS NULL OR kind IN ('grant', 'share', 'adjust_in')),
  CHECK (quote_id IS NULL OR kind = 'hold'),
  CHECK ((kind = 'hold') = (expires_at IS NOT NULL)),
  CHECK (expires_at IS NULL OR expires_at > at)
) STRICT, WITHOUT ROWID;
-- What a person's statement lists: a hold is not a line until it is captured.
CREATE INDEX ledger_operations_statement ON ledger_operations (holder_id, at) WHERE kind NOT IN ('hold', 'release');
CREATE INDEX ledger_operations_holds ON ledger_operations (expires_at) WHERE kind = 'hold';

-- `freed`: what a resolved hold gives back of `held`, captured or not.
CREATE TABLE ledger_transfers (
  operation_id TEXT NOT NULL REFERENCES ledger_operations (id),
  part INTEGER NOT NULL CHECK (part >= 1),
  kind TEXT NOT NULL CHECK (kind IN ('post', 'hold', 'capture', 'release')),
  debit TEXT NOT NULL REFERENCES ledger_accounts (id),
  credit TEXT NOT NULL REFERENCES ledger_accounts (id),
  amount INTEGER NOT NULL CHECK (amount BETWEEN 0 AND 9007199254740991),
  freed INTEGER NOT NULL DEFAULT 0 CHECK (freed BETWEEN 0 AND 9007199254740991),
  PRIMARY KEY (operation_id, part),
  CHECK (debit <> credit),
  CHECK ((kind = 'release') = (amount = 0)),
  CHECK ((kind IN ('capture', 'release')) = (freed > 0)),
  CHECK (amount <= freed OR freed = 0)
) STRICT, WITHOUT ROWID;

INSERT INTO ledger_accounts (id, holder_id, asset, bucket, overdraft)
SELECT 'sys/' || a.asset || '/' || b.bucket, 'sys', a.asset, b.bucket, b.bucket IN ('issued', 'adjusted')
FROM (SELECT 'credit' AS asset UNION ALL SELECT 'token' UNION ALL SELECT 'msat' UNION ALL SELECT 'cent') a,
  (SELECT 'issued' AS bucket UNION ALL SELECT 'adjusted' UNION ALL SELECT 'revenue' UNION ALL SELECT 'expired') b;

-- What the ledger refuses, whoever asks and in whatever form. Every check that protects money is a RAISE: an outer
-- INSERT OR IGNORE or OR REPLACE overrides constraints and the conflict policy of triggers, but never a RAISE.

-- Nothing is changed or removed.
CREATE TRIGGER ledger_operations_no_update BEFORE UPDATE ON ledger_operations BEGIN SELECT RAISE(ABORT, 'ledger:immutable'); END;
CREATE TRIGGER ledger_operations_no_delete BEFORE DELETE ON ledger_operations BEGIN SELECT RAISE(ABORT, 'ledger:immutable'); END;
CREATE TRIGGER ledger_transfers_no_update BEFORE UPDATE ON ledger_transfers BEGIN SELECT RAISE(ABORT, 'ledger:immutable'); END;
CREATE TRIGGER ledger_transfers_no_delete BEFORE DELETE ON ledger_transfers BEGIN SELECT RAISE(ABORT, 'ledger:immutable'); END;
CREATE TRIGGER ledger_accounts_no_delete BEFORE DELETE ON ledger_accounts BEGIN SELECT RAISE(ABORT, 'ledger:immutable'); END;
CREATE TRIGGER ledger_accounts_stay_what_they_are
BEFORE UPDATE OF id, holder_id, asset, bucket, expires_at, overdraft ON ledger_accounts BEGIN
  SELECT RAISE(ABORT, 'ledger:immutable');
END;
CREATE TRIGGER quotes_only_used BEFORE UPDATE ON quotes BEGIN
  SELECT RAISE(ABORT, 'ledger:immutable') WHERE OLD.hold_id IS NOT NULL OR NEW.hold_id IS NULL OR NEW.id <> OLD.id
    OR NEW.asset <> OLD.asset OR NEW.amount <> OLD.amount OR NEW.request <> OLD.request OR NEW.lines <> OLD.lines
    OR NEW.band <> OLD.band OR NEW.created_at <> OLD.created_at OR NEW.expires_at <> OLD.expires_at;
END;
CREATE TRIGGER quotes_used_stay BEFORE DELETE ON quotes WHEN OLD.hold_id IS NOT NULL BEGIN SELECT RAISE(ABORT, 'ledger:immutable'); END;
CREATE TRIGGER quotes_once BEFORE INSERT ON quotes WHEN EXISTS (SELECT 1 FROM quotes q WHERE q.id = NEW.id) OR NEW.hold_id IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'ledger:id_reused');
END;

-- An account begins empty, once: REPLACE would empty it without firing a delete trigger.
CREATE TRIGGER ledger_accounts_once BEFORE INSERT ON ledger_accounts BEGIN
  SELECT RAISE(ABORT, 'ledger:not_empty') WHERE NEW.posted <> 0 OR NEW.held <> 0;
  SELECT RAISE(IGNORE) WHERE EXISTS (SELECT 1 FROM ledger_accounts a WHERE a.id = NEW.id);
END;

-- The same id and content again is success without effect; the same id for something else is refused.
CREATE TRIGGER ledger_operations_once BEFORE INSERT ON ledger_operations
WHEN EXISTS (SELECT 1 FROM ledger_operations o WHERE o.id = NEW.id) BEGIN
  SELECT RAISE(IGNORE) WHERE EXISTS (
    SELECT 1 FROM ledger_operations o WHERE o.id = NEW.id AND o.kind = NEW.kind AND o.holder_id = NEW.holder_id
      AND o.asset = NEW.asset AND o.amount = NEW.amount AND o.hold_id IS NEW.hold_id AND o.from_holder_id IS NEW.from_holder_id
      AND o.account_id IS NEW.account_id AND o.bucket_expires_at IS NEW.bucket_expires_at AND o.quote_id IS NEW.quote_id
      AND o.reference IS NEW.reference
  );
  SELECT RAISE(ABORT, 'ledger:already_resolved') WHERE NEW.hold_id IS NOT NULL;
  SELECT RAISE(ABORT, 'ledger:id_reused');
END;

-- A transfer comes from its operation's own rule and from nowhere else: what that rule wrote is complete.
CREATE TRIGGER ledger_transfers_guard BEFORE INSERT ON ledger_transfers BEGIN
  SELECT RAISE(ABORT, 'ledger:immutable') WHERE EXISTS (
    SELECT 1 FROM ledger_transfers t WHERE t.operation_id = NEW.operation_id AND t.part = NEW.part
  );
  SELECT RAISE(ABORT, 'ledger:account_unknown') WHERE (SELECT count(*) FROM ledger_accounts a WHERE a.id IN (NEW.debit, NEW.credit)) <> 2;
  SELECT RAISE(ABORT, 'ledger:other_asset') WHERE EXISTS (
    SELECT 1 FROM ledger_operations o, ledger_accounts a
    WHERE o.id = NEW.operation_id AND a.id IN (NEW.debit, NEW.credit) AND a.asset <> o.asset
  );
  SELECT RAISE(ABORT, 'ledger:unbalanced') WHERE NEW.amount < 0 OR NEW.freed < 0 OR NOT EXISTS (
    SELECT 1 FROM ledger_operations o WHERE o.id = NEW.operation_id AND CASE NEW.kind
      WHEN 'hold' THEN o.kind = 'hold'
      WHEN 'post' THEN o.kind NOT IN ('hold', 'capture', 'release')
      ELSE o.kind = 'capture' OR (o.kind = 'release' AND NEW.kind = 'release')
    END AND NEW.amount + coalesce((SELECT sum(t.amount) FROM ledger_transfers t WHERE t.operation_id = o.id), 0) <= o.amount
  );
  SELECT RAISE(ABORT, 'ledger:unbalanced') WHERE NEW.kind IN ('capture', 'release') AND NOT EXISTS (
    SELECT 1 FROM ledger_operations o JOIN ledger_transfers h ON h.operation_id = o.hold_id AND h.part = NEW.part
    WHERE o.id = NEW.operation_id AND h.debit = NEW.debit AND h.credit = NEW.credit AND h.amount = NEW.freed AND NEW.amount <= h.amount
  );
END;

CREATE TRIGGER ledger_transfers_apply AFTER INSERT ON ledger_transfers BEGIN
  SELECT RAISE(ABORT, 'ledger:insufficient') WHERE NEW.kind IN ('post', 'hold') AND EXISTS (
    SELECT 1 FROM ledger_accounts a WHERE a.id = NEW.debit AND a.overdraft = 0 AND a.posted - a.held < NEW.amount
  );
  SELECT RAISE(ABORT, 'ledger:too_large') WHERE NEW.kind IN ('post', 'capture') AND EXISTS (
    SELECT 1 FROM ledger_accounts a WHERE (a.id = NEW.debit AND a.posted - NEW.amount < -9007199254740991)
      OR (a.id = NEW.credit AND a.posted + NEW.amount > 9007199254740991)
  );
  UPDATE ledger_accounts SET
    posted = posted - CASE WHEN NEW.kind IN ('post', 'capture') THEN NEW.amount ELSE 0 END,
    held = held + CASE WHEN NEW.kind = 'hold' THEN NEW.amount ELSE -NEW.freed END
  WHERE id = NEW.debit;
  UPDATE ledger_accounts SET posted = posted + NEW.amount WHERE id = NEW.credit AND NEW.kind IN ('post', 'capture');
END;

-- Credits come in: what is owed is paid first, the rest goes to its bucket.
CREATE TRIGGER ledger_issue AFTER INSERT ON ledger_operations WHEN NEW.kind IN ('grant', 'purchase', 'adjust_in') BEGIN
  SELECT RAISE(ABORT, 'ledger:expired') WHERE NEW.bucket_expires_at <= NEW.at;
  INSERT INTO ledger_accounts (id, holder_id, asset, bucket, expires_at, overdraft)
  SELECT NEW.holder_id || '/' || NEW.asset || '/' || b.bucket || CASE WHEN NEW.bucket_expires_at IS NULL THEN '' ELSE '/' || NEW.bucket_expires_at END,
    NEW.holder_id, NEW.asset, b.bucket, NEW.bucket_expires_at, 0
  FROM (SELECT CASE WHEN NEW.kind = 'grant' OR NEW.bucket_expires_at IS NOT NULL THEN 'granted' ELSE 'purchased' END AS bucket) b;
  INSERT INTO ledger_transfers (operation_id, part, kind, debit, credit, amount)
  SELECT NEW.id, 1, 'post', 'sys/' || NEW.asset || '/' || CASE NEW.kind WHEN 'adjust_in' THEN 'adjusted' ELSE 'issued' END, d.id, min(NEW.amount, -d.posted)
  FROM ledger_accounts d WHERE d.holder_id = NEW.holder_id AND d.asset = NEW.asset AND d.bucket = 'debt' AND d.posted < 0;
  INSERT INTO ledger_transfers (operation_id, part, kind, debit, credit, amount)
  SELECT NEW.id, 2, 'post', 'sys/' || NEW.asset || '/' || CASE NEW.kind WHEN 'adjust_in' THEN 'adjusted' ELSE 'issued' END,
    NEW.holder_id || '/' || NEW.asset || '/' || CASE WHEN NEW.kind = 'grant' OR NEW.bucket_expires_at IS NOT NULL THEN 'granted' ELSE 'purchased' END
      || CASE WHEN NEW.bucket_expires_at IS NULL THEN '' ELSE '/' || NEW.bucket_expires_at END,
    NEW.amount - coalesce((SELECT sum(t.amount) FROM ledger_transfers t WHERE t.operation_id = NEW.id), 0)
  WHERE NEW.amount > coalesce((SELECT sum(t.amount) FROM ledger_transfers t WHERE t.operation_id = NEW.id), 0);
  SELECT RAISE(ABORT, 'ledger:unbalanced')
  WHERE NEW.amount <> (SELECT coalesce(sum(t.amount), 0) FROM ledger_transfers t WHERE t.operation_id = NEW.id);
END;

-- Credits go out of a holder's buckets, what expires first before what never does; a clawback the other way round, and what
-- is missing then becomes a debt.
CREATE TRIGGER ledger_draw AFTER INSERT ON ledger_operations WHEN NEW.kind IN ('hold', 'share', 'adjust_out', 'clawback') BEGIN
  SELECT RAISE(ABORT, 'ledger:expired') WHERE NEW.bucket_expires_at <= NEW.at;
  SELECT RAISE(ABORT, 'ledger:in_debt') WHERE NEW.kind = 'hold' AND EXISTS (
    SELECT 1 FROM ledger_accounts a WHERE a.holder_id = NEW.holder_id AND a.asset = NEW.asset AND a.bucket = 'debt' AND a.posted < 0
  );
  SELECT RAISE(ABORT, 'ledger:quote_unknown') WHERE NEW.quote_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM quotes q WHERE q.id = NEW.quote_id);
  SELECT RAISE(ABORT, 'ledger:quote_spent') FROM quotes q WHERE q.id = NEW.quote_id AND q.hold_id IS NOT NULL;
  SELECT RAISE(ABORT, 'ledger:quote_expired') FROM quotes q WHERE q.id = NEW.quote_id AND q.expires_at <= NEW.at;
  SELECT RAISE(ABORT, 'ledger:quote_mismatch') FROM quotes q WHERE q.id = NEW.quote_id AND (q.amount <> NEW.amount OR q.asset <> NEW.asset);
  UPDATE quotes SET hold_id = NEW.id WHERE id = NEW.quote_id;
  INSERT INTO ledger_accounts (id, holder_id, asset, bucket, expires_at, overdraft)
  SELECT NEW.holder_id || '/' || NEW.asset || '/granted' || CASE WHEN NEW.bucket_expires_at IS NULL THEN '' ELSE '/' || NEW.bucket_expires_at END,
    NEW.holder_id, NEW.asset, 'granted', NEW.bucket_expires_at, 0
  WHERE NEW.kind = 'share';
  INSERT INTO ledger_transfers (operation_id, part, kind, debit, credit, amount)
  SELECT NEW.id, w.part, CASE NEW.kind WHEN 'hold' THEN 'hold' ELSE 'post' END, w.id,
    CASE NEW.kind
      WHEN 'hold' THEN 'sys/' || NEW.asset || '/revenue'
      WHEN 'adjust_out' THEN 'sys/' || NEW.asset || '/adjusted'
      WHEN 'clawback' THEN 'sys/' || NEW.asset || '/issued'
      ELSE NEW.holder_id || '/' || NEW.asset || '/granted' || CASE WHEN NEW.bucket_expires_at IS NULL THEN '' ELSE '/' || NEW.bucket_expires_at END
    END,
    min(w.available, NEW.amount - w.before)
  FROM (
    SELECT s.id, s.available, row_number() OVER (ORDER BY s.turn, s.tie) AS part,
      coalesce(sum(s.available) OVER (ORDER BY s.turn, s.tie ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS before
    FROM (
      SELECT a.id, a.posted - a.held AS available,
        coalesce(a.expires_at, 9007199254740991) * CASE NEW.kind WHEN 'clawback' THEN -1 ELSE 1 END AS turn,
        (a.bucket = 'purchased') * CASE NEW.kind WHEN 'clawback' THEN -1 ELSE 1 END AS tie
      FROM ledger_accounts a
      WHERE a.holder_id = CASE NEW.kind WHEN 'share' THEN NEW.from_holder_id ELSE NEW.holder_id END AND a.asset = NEW.asset
        AND a.bucket IN ('granted', 'purchased') AND a.posted > a.held AND (a.expires_at IS NULL OR a.expires_at > NEW.at)
    ) s
  ) w
  WHERE w.before < NEW.amount;
  INSERT INTO ledger_accounts (id, holder_id, asset, bucket, overdraft)
  SELECT NEW.holder_id || '/' || NEW.asset || '/debt', NEW.holder_id, NEW.asset, 'debt', 1
  WHERE NEW.kind = 'clawback' AND NEW.amount > (SELECT coalesce(sum(t.amount), 0) FROM ledger_transfers t WHERE t.operation_id = NEW.id);
  INSERT INTO ledger_transfers (operation_id, part, kind, debit, credit, amount)
  SELECT NEW.id, coalesce(max(t.part), 0) + 1, 'post', NEW.holder_id || '/' || NEW.asset || '/debt', 'sys/' || NEW.asset || '/issued',
    NEW.amount - coalesce(sum(t.amount), 0)
  FROM ledger_transfers t WHERE t.operation_id = NEW.id
  HAVING NEW.kind = 'clawback' AND NEW.amount > coalesce(sum(t.amount), 0);
  SELECT RAISE(ABORT, 'ledger:insufficient')
  WHERE NEW.amount <> (SELECT coalesce(sum(t.amount), 0) FROM ledger_transfers t WHERE t.operation_id = NEW.id);
END;

-- A hold ends once: what is captured is taken in the order it was drawn, the rest is free again; what is free in a bucket
-- that has expired meanwhile expires with it.
CREATE TRIGGER ledger_resolve AFTER INSERT ON ledger_operations WHEN NEW.kind IN ('capture', 'release') BEGIN
  SELECT RAISE(ABORT, 'ledger:hold_not_found') WHERE NOT EXISTS (
    SELECT 1 FROM ledger_operations h WHERE h.id = NEW.hold_id AND h.kind = 'hold'
  );
  SELECT RAISE(ABORT, 'ledger:hold_mismatch') FROM ledger_operations h
  WHERE h.id = NEW.hold_id AND (h.holder_id <> NEW.holder_id OR h.asset <> NEW.asset OR NEW.amount > h.amount);
  INSERT INTO ledger_transfers (operation_id, part, kind, debit, credit, amount, freed)
  SELECT NEW.id, w.part, CASE WHEN NEW.amount > w.before THEN 'capture' ELSE 'release' END, w.debit, w.credit,
    max(0, min(w.amount, NEW.amount - w.before)), w.amount
  FROM (
    SELECT h.part, h.debit, h.credit, h.amount,
      coalesce(sum(h.amount) OVER (ORDER BY h.part ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS before
    FROM ledger_transfers h WHERE h.operation_id = NEW.hold_id
  ) w;
  SELECT RAISE(ABORT, 'ledger:unbalanced')
  WHERE NEW.amount <> (SELECT coalesce(sum(t.amount), 0) FROM ledger_transfers t WHERE t.operation_id = NEW.id)
    OR (SELECT amount FROM ledger_operations h WHERE h.id = NEW.hold_id)
      <> (SELECT coalesce(sum(t.freed), 0) FROM ledger_transfers t WHERE t.operation_id = NEW.id);
  INSERT INTO ledger_operations (id, kind, holder_id, asset, amount, account_id, at)
  SELECT 'expire:' || a.id || ':' || NEW.hold_id, 'expire', a.holder_id, a.asset, a.posted - a.held, a.id, NEW.at
  FROM ledger_transfers t JOIN ledger_accounts a ON a.id = t.debit
  WHERE t.operation_id = NEW.id AND a.expires_at <= NEW.at AND a.posted > a.held;
END;

CREATE TRIGGER ledger_expire AFTER INSERT ON ledger_operations WHEN NEW.kind = 'expire' BEGIN
  SELECT RAISE(ABORT, 'ledger:not_expired') WHERE NOT EXISTS (
    SELECT 1 FROM ledger_accounts a WHERE a.id = NEW.account_id AND a.holder_id = NEW.holder_id AND a.asset = NEW.asset
      AND a.expires_at <= NEW.at
  );
  INSERT INTO ledger_transfers (operation_id, part, kind, debit, credit, amount)
  VALUES (NEW.id, 1, 'post', NEW.account_id, 'sys/' || NEW.asset || '/expired', NEW.amount);
END;
