/** Runs in workerd: the product's own ledger code on a real D1, every row counted as D1 counts it. */
import { drizzle } from "drizzle-orm/d1";
import { createCommit } from "../../workers/src/commit.ts";
import { createLedgerStore } from "../../workers/src/ledger/store.ts";
import { commitLedger } from "../../workers/src/ledger/commit-ledger.ts";
import { refusalOf, type Command, type SqlStatement } from "@llamasketch/ledger";
import type { Ports } from "../../workers/src/ports.ts";
import type { Statement } from "../../workers/src/commit.ts";
import type { Counted } from "./stage.ts";
import { bareBatch, createBare } from "./bare.ts";

interface Env {
  DB: D1Database;
}

/** The database with a counter in front of its batches. */
class CountingD1 {
  readonly counted: Counted = { statements: 0, rowsWritten: 0, rowsRead: 0 };
  readonly #db: D1Database;
  constructor(db: D1Database) {
    this.#db = db;
  }
  prepare(sql: string): D1PreparedStatement {
    return this.#db.prepare(sql);
  }
  async batch<T>(statements: D1PreparedStatement[]): Promise<D1Result<T>[]> {
    const results = await this.#db.batch<T>(statements);
    this.counted.statements += results.length;
    for (const { meta } of results) {
      this.counted.rowsWritten += meta.rows_written;
      this.counted.rowsRead += meta.rows_read;
    }
    return results;
  }
}

function ledgerOn(db: D1Database): { services: Ports; counted: Counted } {
  const counting = new CountingD1(db);
  const d1 = counting as unknown as D1Database;
  const orm = drizzle(d1);
  // The two services of the ledger; nothing here asks for another.
  const services = { commit: createCommit(orm), ledger: createLedgerStore(orm, d1) } as unknown as Ports;
  return { services, counted: counting.counted };
}

const ROUTES: Record<string, (env: Env, body: never) => Promise<unknown>> = {
  /** A batch of commands; what it cost, or why it was refused. */
  async "/say"({ DB }, commands: Command[]) {
    const { services, counted } = ledgerOn(DB);
    try {
      await commitLedger(
        services,
        commands.flatMap((command) => services.ledger.say(command)) as [Statement],
      );
      return counted;
    } catch (error) {
      return { refusal: refusalOf(error) };
    }
  },
  /** One batch after the other; the caller holds the watch. */
  async "/say-each"({ DB }, commands: Command[]) {
    const { services, counted } = ledgerOn(DB);
    for (const command of commands) await services.commit(services.ledger.say(command) as [Statement]);
    return counted;
  },
  async "/bare-each"({ DB }, { from, count }: { from: number; count: number }) {
    const counting = new CountingD1(DB);
    for (let at = 0; at < count; at++) await counting.batch(bareBatch(DB, from + at));
    return counting.counted;
  },
  async "/bare"({ DB }) {
    await createBare(DB);
    return {};
  },
  /** For the seeded runs: any batch, and any question. */
  async "/batch"({ DB }, statements: SqlStatement[]) {
    try {
      await DB.batch(statements.map(({ sql, params }) => DB.prepare(sql).bind(...params)));
      return {};
    } catch (error) {
      return { error: String(error) };
    }
  },
  async "/all"({ DB }, { sql, params }: SqlStatement) {
    return (
      await DB.prepare(sql)
        .bind(...params)
        .all()
    ).results;
  },
};

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const route = ROUTES[new URL(request.url).pathname];
    if (!route) return new Response("ready");
    return Response.json(await route(env, (await request.json()) as never));
  },
} satisfies ExportedHandler<Env>;
