/**
 * A database as it is after years: made of a few statements, with the rules of the schema away meanwhile, so that it stands in a
 * minute. The books are consistent: the nightly check must find nothing.
 */
import { DatabaseSync } from "node:sqlite";
import { movementsOf } from "@llamasketch/ledger";

export const SIZE = {
  people: 100_000,
  accounts: 20_000,
  sketches: 20_000,
  picturesOfSketch: 10,
  jobs: 50_000,
  /** Holds that were captured, those of the jobs among them: two operations each. */
  captures: 400_000,
  /** Shares of free credits, each held and captured: three operations each. */
  shares: 60_000,
  freeDays: 60,
} as const;

const DAY_MS = 86_400_000;

/** Numbers from 0 on, as rows of `n`. */
const numbers = (count: number): string =>
  `WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ${count - 1})`;
/** An id of its kind: a number in 26 letters of a ULID's alphabet, which spread like those of real ones. */
const id = (prefix: string, n: string): string =>
  `'${prefix}_01' || printf('%010d', ${n}) || printf('%014d', (${n} * 2654435761) % 100000000000000)`;

interface Rule {
  name: string;
  sql: string;
}

export function fill(database: DatabaseSync, nowMs: number): void {
  const rules = database
    .prepare("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    .all() as unknown as Rule[];
  database.exec("PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -400000; BEGIN");
  for (const { name } of rules) database.exec(`DROP TRIGGER ${name}`);
  for (const part of [people, sketches, pictures, jobs, stored, free, rest]) database.exec(part(nowMs));
  database.exec(`CREATE TEMP TABLE moved AS SELECT account_id, sum(posted) AS posted, sum(held) AS held
    FROM (${movementsOf()}) GROUP BY account_id;
    UPDATE ledger_accounts SET posted = m.posted, held = m.held FROM temp.moved m WHERE m.account_id = ledger_accounts.id;
    DROP TABLE temp.moved`);
  for (const { sql } of rules) database.exec(sql);
  database.exec("COMMIT; PRAGMA wal_checkpoint(TRUNCATE)");
}

/** When the n-th of so many was, spread over the last two months. */
const at = (nowMs: number, n: string, count: number): string =>
  `${nowMs - 62 * DAY_MS} + CAST(${n} * ${60 * DAY_MS}.0 / ${count} AS INTEGER)`;
/** Of a picture or a block: younger than what a plan keeps. */
const lately = (nowMs: number, n: string, count: number): string =>
  `${nowMs - 26 * DAY_MS} + CAST(${n} * ${24 * DAY_MS}.0 / ${count} AS INTEGER)`;

const people = (nowMs: number): string => `
INSERT INTO users (id, kind, created_at, email, email_verified, name)
${numbers(SIZE.people)} SELECT ${id("usr", "i")}, iif(i < ${SIZE.accounts}, 'account', 'anonymous'), ${at(nowMs, "i", SIZE.people)},
  iif(i < ${SIZE.accounts}, 'person-' || i || '@example.com', NULL), 1, 'Person ' || i FROM n;
UPDATE figures SET n = n + ${SIZE.accounts} WHERE name = 'accounts';
UPDATE figures SET n = n + ${SIZE.people - SIZE.accounts} WHERE name = 'visitors';
INSERT INTO ledger_holders (user_id, holder_id, created_at)
${numbers(SIZE.accounts)} SELECT ${id("usr", "i")}, ${id("hld", "i")}, ${nowMs - 60 * DAY_MS} FROM n;
INSERT INTO ledger_accounts (id, holder_id, asset, bucket, overdraft)
${numbers(SIZE.accounts)} SELECT ${id("hld", "i")} || '/credit/purchased', ${id("hld", "i")}, 'credit', 'purchased', 0 FROM n;
INSERT INTO ledger_operations (id, kind, holder_id, asset, amount, at)
${numbers(SIZE.accounts)} SELECT 'stripe:cs:bench' || i, 'purchase', ${id("hld", "i")}, 'credit', 1000, ${nowMs - 62 * DAY_MS} FROM n;
INSERT INTO ledger_transfers (operation_id, part, kind, debit, credit, amount)
${numbers(SIZE.accounts)} SELECT 'stripe:cs:bench' || i, 2, 'post', 'sys/credit/issued', ${id("hld", "i")} || '/credit/purchased', 1000 FROM n;
INSERT INTO devices (id, user_id, token, name, created_at, seen_at, expires_at)
${numbers(SIZE.accounts)} SELECT ${id("dvc", "i")}, ${id("usr", "i")}, 'token-' || i, 'Firefox on Linux', ${nowMs}, ${nowMs}, ${nowMs + 30 * DAY_MS} FROM n;
INSERT INTO logins (id, user_id, provider_id, provider_user_id, created_at, updated_at)
${numbers(SIZE.accounts)} SELECT ${id("lgn", "i")}, ${id("usr", "i")}, 'credential', ${id("usr", "i")}, ${nowMs}, ${nowMs} FROM n;
INSERT INTO audit (id, actor_id, action, subject, reason, detail, at)
${numbers(10_000)} SELECT ${id("aud", "i")}, ${id("usr", "0")}, 'ban', ${id("usr", "i")}, 'asked for it', '{}', ${nowMs} FROM n;`;

const sketches = (nowMs: number): string => `
INSERT INTO sketches (id, owner_id, title, width_px, height_px, prompt, strength, seed, region, region_epoch, created_at, updated_at)
${numbers(SIZE.sketches)} SELECT ${id("skt", "i")}, ${id("usr", "i")}, 'A sketch', 1024, 1024, 'a harbour at dawn', 0.6, 7, 'local', 1,
  ${lately(nowMs, "i", SIZE.sketches)}, ${lately(nowMs, "i", SIZE.sketches)} FROM n;
INSERT INTO stroke_sheets (sketch_id, from_index, epoch, base_id, created_at, pieces)
${numbers(SIZE.sketches)} SELECT ${id("skt", "i")}, 0, 1, i * 1048576, ${nowMs - DAY_MS}, '[[0,900,0],[1,900,1],[2,900,2]]' FROM n;`;

/** Pictures, and the blocks of live drawing that paid for them: one block of ten pictures for each sketch. */
const pictures = (nowMs: number): string => {
  const sheet = Object.fromEntries(
    Array.from({ length: SIZE.picturesOfSketch }, (_, at) => [`${at}.0`, [at, 60_000, 0, 0, 0, at + 1]]),
  );
  return `
INSERT INTO picture_sheets (sketch_id, epoch, from_version, base_seq, base_ms, looks, pictures)
${numbers(SIZE.sketches)} SELECT ${id("skt", "i")}, 1, 0, 1, ${lately(nowMs, "i", SIZE.sketches)},
  '[["a harbour at dawn",0.6,7,"full","jpeg",768,768]]', '${JSON.stringify(sheet)}' FROM n;
INSERT INTO live_blocks (holder_id, session_id, seq, sketch_id, writer, pictures, ended_account_id, freed, captured, written_off, last_window,
  account_id, held, at, expires_at)
${numbers(SIZE.sketches)} SELECT ${id("hld", "i")}, ${id("skt", "i")} || ':1', 1, ${id("skt", "i")}, 'bench', '[]', NULL, 0, 0, 0, -1,
  ${id("hld", "i")} || '/credit/purchased', 6, ${lately(nowMs, "i", SIZE.sketches)}, ${lately(nowMs, "i", SIZE.sketches)} + 120000 FROM n;
INSERT INTO live_blocks (holder_id, session_id, seq, sketch_id, writer, pictures, ended_account_id, freed, captured, written_off, last_window,
  account_id, held, at, expires_at)
SELECT holder_id, session_id, 2, sketch_id, writer,
  '[{"window":0},{"window":0},{"window":1},{"window":1},{"window":2},{"window":2},{"window":3},{"window":3},{"window":4},{"window":4}]',
  account_id, 6, 5, 0, 4, NULL, 0, at + 60000, at + 60000 FROM live_blocks;`;
};

/** Holds of everybody's purchased credits and their captures; the first of them are jobs. */
const jobs = (nowMs: number): string => {
  const holder = id("hld", `(i % ${SIZE.accounts})`);
  const work = `iif(i < ${SIZE.jobs}, ${id("job", "i")}, 'old_' || i)`;
  const when = at(nowMs, "i", SIZE.captures);
  return `
INSERT INTO quotes (id, asset, amount, request, lines, band, created_at, expires_at, hold_id)
${numbers(SIZE.jobs)} SELECT ${id("quo", "i")}, 'credit', 2, '{}', '[]', 'normal', ${nowMs - 30 * DAY_MS}, ${nowMs - 29 * DAY_MS}, 'hold:' || ${work} FROM n;
INSERT INTO ledger_operations (id, kind, holder_id, asset, amount, quote_id, reference, at, expires_at)
${numbers(SIZE.captures)} SELECT 'hold:' || ${work}, 'hold', ${holder}, 'credit', 2, iif(i < ${SIZE.jobs}, ${id("quo", "i")}, NULL), 'job:' || i,
  ${when}, ${when} + 3600000 FROM n;
INSERT INTO ledger_operations (id, kind, holder_id, asset, amount, hold_id, at)
${numbers(SIZE.captures)} SELECT 'end:hold:' || ${work}, 'capture', ${holder}, 'credit', 2, 'hold:' || ${work}, ${when} + 5000 FROM n;
INSERT INTO ledger_transfers (operation_id, part, kind, debit, credit, amount)
${numbers(SIZE.captures)} SELECT 'hold:' || ${work}, 1, 'hold', ${holder} || '/credit/purchased', 'sys/credit/revenue', 2 FROM n;
INSERT INTO ledger_transfers (operation_id, part, kind, debit, credit, amount, freed)
${numbers(SIZE.captures)} SELECT 'end:hold:' || ${work}, 1, 'capture', ${holder} || '/credit/purchased', 'sys/credit/revenue', 2, 2 FROM n;
INSERT INTO jobs (id, owner_id, kind, region, state, attempt, deadline, class, priority, concurrency, workflow, expect_ms, inputs, request, outputs,
  payer_id, units, created_at, began_at, ended_at, words)
${numbers(SIZE.jobs)} SELECT ${id("job", "i")}, ${id("usr", `(i % ${SIZE.accounts})`)}, 'picture', 'local', 'succeeded', 1, ${nowMs - DAY_MS}, 'interactive', 3, 2,
  'painter', 1000, '{}', '{"prompt":"a pond"}', 1, ${holder}, 2, ${at(nowMs, "i", SIZE.jobs)}, ${at(nowMs, "i", SIZE.jobs)}, ${at(nowMs, "i", SIZE.jobs)}, 'a pond' FROM n;
INSERT INTO job_runs (job_id, attempt, holder, outcome, produce_ms, ended_at)
${numbers(SIZE.jobs)} SELECT ${id("job", "i")}, 1, 'host', 'done', 900, ${nowMs - DAY_MS} FROM n;
INSERT INTO job_results (job_id, position, attempt, object_key, etag, bytes, format, width_px, height_px)
${numbers(SIZE.jobs)} SELECT ${id("job", "i")}, 0, 1, 'jobs/' || i, 'etag', 60000, 'jpeg', 512, 512 FROM n;
INSERT INTO webhook_deliveries (job_id, owner_id, state, attempts, created_at, ended_at)
${numbers(5000)} SELECT ${id("job", "i")}, ${id("usr", "i")}, 'delivered', 1, ${nowMs - DAY_MS}, ${nowMs - DAY_MS} FROM n;`;
};

/** Addresses that drew for free: a pot each day, a share of it, held and captured, and what was left of the pot expired. */
const free = (nowMs: number): string => {
  const firstDay = Math.floor(nowMs / DAY_MS) - SIZE.freeDays - 1;
  const day = `date((${firstDay} + i % ${SIZE.freeDays}) * 86400, 'unixepoch')`;
  const endsMs = `((${firstDay} + i % ${SIZE.freeDays} + 1) * ${DAY_MS})`;
  const holder = `'adr_' || ${day} || '_' || printf('%032x', i * 7919)`;
  const account = `${holder} || '/credit/granted/' || ${endsMs}`;
  const pot = `'free_' || ${day} || '/credit/granted/' || ${endsMs}`;
  const left = 20_000 - (SIZE.shares / SIZE.freeDays) * 10;
  const when = `${endsMs} - 3600000`;
  return `
INSERT INTO ledger_accounts (id, holder_id, asset, bucket, expires_at, overdraft)
${numbers(SIZE.freeDays)} SELECT ${pot}, 'free_' || ${day}, 'credit', 'granted', ${endsMs}, 0 FROM n;
INSERT INTO ledger_operations (id, kind, holder_id, asset, amount, bucket_expires_at, at)
${numbers(SIZE.freeDays)} SELECT 'free:' || ${day}, 'grant', 'free_' || ${day}, 'credit', 20000, ${endsMs}, ${when} FROM n;
INSERT INTO ledger_transfers (operation_id, part, kind, debit, credit, amount)
${numbers(SIZE.freeDays)} SELECT 'free:' || ${day}, 2, 'post', 'sys/credit/issued', ${pot}, 20000 FROM n;
INSERT INTO ledger_operations (id, kind, holder_id, asset, amount, account_id, at)
${numbers(SIZE.freeDays)} SELECT 'expire:' || ${pot} || ':1', 'expire', 'free_' || ${day}, 'credit', ${left}, ${pot}, ${endsMs} FROM n;
INSERT INTO ledger_transfers (operation_id, part, kind, debit, credit, amount)
${numbers(SIZE.freeDays)} SELECT 'expire:' || ${pot} || ':1', 1, 'post', ${pot}, 'sys/credit/expired', ${left} FROM n;
INSERT INTO ledger_accounts (id, holder_id, asset, bucket, expires_at, overdraft)
${numbers(SIZE.shares)} SELECT ${account}, ${holder}, 'credit', 'granted', ${endsMs}, 0 FROM n;
INSERT INTO ledger_operations (id, kind, holder_id, asset, amount, from_holder_id, bucket_expires_at, at)
${numbers(SIZE.shares)} SELECT 'share:' || ${holder} || ':1', 'share', ${holder}, 'credit', 10, 'free_' || ${day}, ${endsMs}, ${when} FROM n;
INSERT INTO ledger_transfers (operation_id, part, kind, debit, credit, amount)
${numbers(SIZE.shares)} SELECT 'share:' || ${holder} || ':1', 1, 'post', ${pot}, ${account}, 10 FROM n;
INSERT INTO ledger_operations (id, kind, holder_id, asset, amount, at, expires_at)
${numbers(SIZE.shares)} SELECT 'hold:free_' || i, 'hold', ${holder}, 'credit', 10, ${when}, ${when} + 600000 FROM n;
INSERT INTO ledger_transfers (operation_id, part, kind, debit, credit, amount)
${numbers(SIZE.shares)} SELECT 'hold:free_' || i, 1, 'hold', ${account}, 'sys/credit/revenue', 10 FROM n;
INSERT INTO ledger_operations (id, kind, holder_id, asset, amount, hold_id, at)
${numbers(SIZE.shares)} SELECT 'end:hold:free_' || i, 'capture', ${holder}, 'credit', 10, 'hold:free_' || i, ${when} + 5000 FROM n;
INSERT INTO ledger_transfers (operation_id, part, kind, debit, credit, amount, freed)
${numbers(SIZE.shares)} SELECT 'end:hold:free_' || i, 1, 'capture', ${account}, 'sys/credit/revenue', 10, 10 FROM n;
INSERT INTO free_sessions (user_id, holder_id, session_id, created_at)
${numbers(SIZE.shares)} SELECT ${id("usr", "(20000 + i)")}, ${holder}, 'skt_x:' || i, ${when} FROM n;`;
};

/** What everybody stores, as their rows say. */
const stored = (): string => `
INSERT INTO storage_use (user_id, bytes, reserved, is_over)
SELECT id, sum(bytes), 0, 0 FROM (
  SELECT owner_id AS id, ${SIZE.picturesOfSketch * 60_000 + 3 * 900} AS bytes FROM sketches
  UNION ALL SELECT j.owner_id, r.bytes FROM jobs j JOIN job_results r ON r.job_id = j.id
) GROUP BY id;`;

/** Effects that were carried out, some long ago, and thousands that are due next week; promises that lapsed. */
const rest = (nowMs: number): string => `
INSERT INTO outbox (id, kind, subject, created_at, attempts, done_at, due_at)
${numbers(150_000)} SELECT ${id("req", "i")}, 'dispatch_job', ${id("job", `(i % ${SIZE.jobs})`)}, ${nowMs - 10 * DAY_MS}, 1,
  ${nowMs - 9 * DAY_MS} + CAST(i * ${8 * DAY_MS}.0 / 150000 AS INTEGER), 0 FROM n;
INSERT INTO uploads (id, owner_id, format, width_px, height_px, bytes, created_at, expires_at)
${numbers(20_000)} SELECT ${id("upl", "i")}, ${id("usr", "i")}, 'png', 64, 64, 900, ${nowMs - DAY_MS}, ${nowMs + 6 * DAY_MS} FROM n;
INSERT INTO outbox (id, kind, subject, created_at, attempts, due_at)
${numbers(20_000)} SELECT 'req_upload' || i, 'purge_upload', ${id("upl", "i")}, ${nowMs - DAY_MS}, 0, ${nowMs + 6 * DAY_MS} FROM n;
INSERT INTO quotes (id, asset, amount, request, lines, band, created_at, expires_at)
${numbers(20_000)} SELECT 'quo_lapsed' || i, 'credit', 2, '{}', '[]', 'normal', ${nowMs - 3 * DAY_MS}, ${nowMs - 2 * DAY_MS} FROM n;
INSERT INTO sign_in_tries (key, tries, until)
${numbers(5000)} SELECT 'try' || i, 1, ${nowMs - DAY_MS} FROM n;
INSERT INTO proofs (id, identifier, value, expires_at, created_at, updated_at)
${numbers(20_000)} SELECT ${id("prf", "i")}, 'digest' || i, '{"email":"person-' || i || '@example.com"}', ${nowMs} - i, ${nowMs - DAY_MS}, ${nowMs - DAY_MS} FROM n;`;
