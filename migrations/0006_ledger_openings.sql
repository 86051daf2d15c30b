-- What operations that moved to an archive had made of an account, up to `until`. Only the archiving of a copy writes here, while
-- the rules are down; in a database that lives nobody does.
CREATE TABLE ledger_openings (
  account_id TEXT NOT NULL REFERENCES ledger_accounts (id),
  until INTEGER NOT NULL,
  posted INTEGER NOT NULL,
  held INTEGER NOT NULL,
  PRIMARY KEY (account_id, until)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER ledger_openings_no_insert BEFORE INSERT ON ledger_openings BEGIN SELECT RAISE(ABORT, 'ledger:immutable'); END;
CREATE TRIGGER ledger_openings_no_update BEFORE UPDATE ON ledger_openings BEGIN SELECT RAISE(ABORT, 'ledger:immutable'); END;
CREATE TRIGGER ledger_openings_no_delete BEFORE DELETE ON ledger_openings BEGIN SELECT RAISE(ABORT, 'ledger:immutable'); END;
