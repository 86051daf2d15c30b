/** The Worker's own services on the test database, and a person with credits. */
import { env } from "cloudflare:workers";
import { amount, checks, type Command, type SqlStatement } from "@llamasketch/ledger";
import { dayEndsAtMs } from "../../src/day.ts";
import { potHolder } from "../../src/guests/free-grant.ts";
import { commitLedger } from "../../src/ledger/commit-ledger.ts";
import { newId } from "../../src/ids.ts";
import { services } from "../../src/services.ts";
import type { Statement } from "../../src/commit.ts";

export const known = services(env);

export const say = (...commands: Command[]) =>
  commitLedger(known, commands.flatMap((command) => known.ledger.say(command)) as [Statement]);

/** A new holder who bought `units` credits. */
export async function holderWith(units: number): Promise<string> {
  const holderId = newId("holder");
  await buy(holderId, units);
  return holderId;
}

export const buy = (holderId: string, units: number) =>
  say({
    kind: "purchase",
    id: `test:${newId("request")}`,
    holderId,
    amount: amount("credit", units),
    bucketExpiresAtMs: null,
    reference: null,
    atMs: Date.now(),
  });

export async function balanceOf(holderId: string): Promise<{ posted: number; held: number }> {
  const row = await env.DB.prepare(
    "SELECT coalesce(sum(posted), 0) AS posted, coalesce(sum(held), 0) AS held FROM ledger_accounts WHERE holder_id = ?",
  )
    .bind(holderId)
    .first<{ posted: number; held: number }>();
  return row ?? { posted: 0, held: 0 };
}

/** What is wrong with the books; nothing, if the ledger is right. */
export async function divergences(): Promise<string[]> {
  const lines: string[] = [];
  for (const { name, statement } of checks(0)) {
    const { results } = await prepared(statement).all();
    for (const row of results) lines.push(`${name}: ${JSON.stringify(row)}`);
  }
  return lines;
}

export const prepared = ({ sql, params }: SqlStatement): D1PreparedStatement =>
  env.DB.prepare(sql).bind(...params);

/** Today's pot of free credits, filled again: a test of another day may have let it expire, and days have one pot each. */
export const fillPot = (nowMs: number): Promise<unknown> =>
  say({
    kind: "grant",
    id: `test:${newId("request")}`,
    holderId: potHolder(nowMs),
    amount: amount("credit", 1000),
    bucketExpiresAtMs: dayEndsAtMs(nowMs),
    reference: null,
    atMs: nowMs,
  });
