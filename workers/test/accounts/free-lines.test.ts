/** L4, L27, X8: what an address' free credits paid for a visitor stands in the statement of the account they became. */
import type { StatementLine } from "@llamasketch/contract";
import { expect, test } from "vitest";
import { addressHolder } from "../../src/guests/address.ts";
import { addressPayer } from "../../src/guests/payer.ts";
import { openLiveBlock, settleLiveBlock } from "../../src/ledger/live-blocks.ts";
import { Jar, newEmail } from "../jar.ts";
import { fillPot, known } from "../ledger/books.ts";
import { expectJson } from "../people.ts";

const linesOf = async (jar: Jar) =>
  (await expectJson<{ lines: StatementLine[] }>(jar.call("GET", "/api/credits/statement"))).lines.map(
    ({ kind, units, sketch }) => [kind, units, sketch?.title ?? null],
  );

/** Two windows of a sketch, paid by the free credits of this address. */
async function drawFree(jar: Jar, address: string, nowMs: number): Promise<string> {
  const { id: sketchId } = await jar.newSketch({ title: "By the sea" });
  const userId = (await jar.me())?.id ?? "";
  const holderId = await addressHolder(known, address, nowMs);
  const session = { holderId, sessionId: `${sketchId}:1`, sketchId, writer: "1" };
  const { before } = addressPayer(known, holderId, 6, nowMs);
  const note = known.free.noteSession(userId, holderId, session.sessionId, nowMs);
  await openLiveBlock(known, session, 1, nowMs, [...before, note]);
  const pictures = [nowMs, nowMs + 10_000].map((window) => ({ picture: `pic_${window}`, window }));
  await settleLiveBlock(known, session, 1, pictures, nowMs + 20_000, { begin: false });
  return sketchId;
}

test("a visitor's lines come along, and are nobody else's at the same address", async () => {
  const nowMs = Date.now();
  const address = "2001:db8:99:1::5";
  const [visitor, neighbour] = [new Jar(), new Jar()];
  await fillPot(nowMs);
  await drawFree(visitor, address, nowMs);
  const lines = [
    ["live", -2, "By the sea"],
    ["grant", 2, null],
  ];
  expect((await linesOf(visitor)).toSorted()).toEqual(lines.toSorted());
  await neighbour.newSketch();
  expect(await linesOf(neighbour)).toEqual([]);
  await visitor.signInByLink(newEmail());
  expect((await linesOf(visitor)).toSorted()).toEqual(lines.toSorted());
});
