/** What a visitor had bought or been given follows it into an account that has books of its own already. */
import { CAUSES, amount } from "@llamasketch/ledger";
import { commitLedger } from "./commit-ledger.ts";
import type { Ports } from "../ports.ts";
import type { Statement } from "../commit.ts";
import type { OutboxOutcome } from "../feature.ts";

/** `subject`: the visitor's id, a space, the account's. Safe to run again: what was moved is not there any more. */
export async function moveBalance(services: Ports, subject: string, nowMs: number): Promise<OutboxOutcome> {
  const [visitorId = "", accountId = ""] = subject.split(" ");
  const { ledger, balances } = services;
  const [from, to] = await Promise.all([ledger.holderId(visitorId), ledger.holderId(accountId)]);
  if (!from || !to) return "done";
  const buckets = (await balances.buckets(from, nowMs)).filter(({ bucket }) => bucket !== "debt");
  const movable = buckets.filter(({ posted, held }) => posted > held);
  const statements = movable.flatMap(({ posted, held, expiresAt }, place) => {
    const step = {
      id: CAUSES.operator(`move:${from}:${nowMs}:${place}`),
      amount: amount("credit", posted - held),
      reference: null,
      atMs: nowMs,
    };
    return [
      ...ledger.say({ ...step, kind: "adjust_out", id: `${step.id}:out`, holderId: from }),
      ...ledger.say({ ...step, kind: "adjust_in", holderId: to, bucketExpiresAtMs: expiresAt }),
    ];
  });
  if (statements.length > 0) await commitLedger(services, statements as [Statement, ...Statement[]]);
  // What is held for work that goes on is free when that ends.
  return buckets.some(({ held }) => held > 0) ? "later" : "done";
}
