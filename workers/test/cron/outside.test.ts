/** What goes to machines that are not ours: several at a time, few for one, and whoever was slow rests. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { env } from "cloudflare:workers";
import { newId } from "../../src/ids.ts";
import { runOutside, type OutsideEffects, type OutsideMessage } from "../../src/outbox/outside-run.ts";
import { known } from "../ledger/books.ts";

beforeEach(async () => {
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  await env.DB.exec("DELETE FROM outside_rests");
});
afterEach(() => vi.restoreAllMocks());

/** A clock that goes with the seconds that receivers take. */
let nowMs = Date.UTC(2052, 0, 1);

interface World {
  /** Seconds until an answer, by host. */
  seconds: Record<string, number>;
  sent: string[];
  most: Record<string, number>;
  effects: OutsideEffects;
}
/** `subject`: a person, a space, a host. */
function world(seconds: Record<string, number>): World {
  const going: Record<string, number> = {};
  const most: Record<string, number> = {};
  const sent: string[] = [];
  const count = (key: string, by: number): void => {
    going[key] = (going[key] ?? 0) + by;
    most[key] = Math.max(most[key] ?? 0, going[key]);
  };
  const webhook = {
    to: async (_: unknown, subject: string) => {
      const [personId = "", host = ""] = subject.split(" ");
      return host === "gone" ? null : { personId, host };
    },
    send: async (_: unknown, subject: string) => {
      const [personId = "", host = ""] = subject.split(" ");
      sent.push(subject);
      for (const key of ["all", personId, host]) count(key, 1);
      const endsMs = nowMs + (seconds[host] ?? 0.1) * 1000;
      // Who answers is done before the clock goes on with who does not.
      await new Promise((resolve) => setTimeout(resolve, host.startsWith("pit") ? 150 : 10));
      nowMs = Math.max(nowMs, endsMs);
      for (const key of ["all", personId, host]) count(key, -1);
      if (host === "broken") throw new Error("refused");
      return "done" as const;
    },
  };
  return { seconds, sent, most, effects: { deliver_webhook: webhook } as never };
}
async function entry(subject: string, dueAt = 0): Promise<string> {
  const id = newId("request");
  await known.commit([
    known.outbox.add({ id, kind: "deliver_webhook", subject, createdAt: nowMs - 1000, dueAt }),
  ]);
  return id;
}
const carry = ({ effects }: World, messages: OutsideMessage[]) =>
  runOutside(known, effects, messages, () => nowMs, { random: () => 1 });
const messagesOf = async (...subjects: string[]): Promise<OutsideMessage[]> =>
  Promise.all(subjects.map(async (subject) => ({ outboxId: await entry(subject) })));
const waitOf = async ({ outboxId }: OutsideMessage): Promise<number | "done"> => {
  const open = await known.outbox.open(outboxId);
  return open ? Math.max(0, open.dueAt - nowMs) : "done";
};

test("several at a time, of one person four, of one host two", async () => {
  const all = world({});
  const messages = await messagesOf(
    ...Array.from({ length: 8 }, (_, at) => `ann host-${at}`),
    ...Array.from({ length: 6 }, (_, at) => `person-${at} same`),
  );
  await carry(all, messages);
  expect(all.sent).toHaveLength(14);
  expect(await Promise.all(messages.map(waitOf))).toEqual(messages.map(() => "done"));
  expect([all.most.ann, all.most.same, all.most.all]).toEqual([4, 2, 6]);
});

test("whoever does not answer rests, and takes nobody's place meanwhile", async () => {
  const all = world({ pit: 10 });
  const messages = await messagesOf(...Array.from({ length: 10 }, () => "bob pit"), "ann fine");
  await carry(all, messages);
  // The first two found out; no other began.
  expect(all.sent.filter((subject) => subject === "bob pit")).toHaveLength(2);
  expect(all.sent).toContain("ann fine");
  const again = await messagesOf("bob pit", "cat pit", "ann fine");
  const before = all.sent.length;
  await carry(all, again);
  expect(all.sent.slice(before)).toEqual(["ann fine"]);
  expect(await waitOf(again[1] ?? { outboxId: "" })).toBeGreaterThan(15_000);
});

test("it rests longer each time, ten minutes at most, and not at all once it answers", async () => {
  const all = world({ pit: 10 });
  const rests: number[] = [];
  for (let n = 0; n < 8; n++) {
    await carry(all, await messagesOf(`person-${n} pit`));
    const [row] = await known.rests.among(["host:pit"]);
    rests.push(((row?.until ?? 0) - nowMs) / 1000);
    nowMs = row?.until ?? nowMs;
  }
  expect(rests).toEqual([30, 60, 120, 240, 480, 600, 600, 600]);
  all.seconds.pit = 0.2;
  const [message] = await messagesOf("ann pit");
  await carry(all, message ? [message] : []);
  expect(await known.rests.among(["host:pit"])).toEqual([]);
});

test("a person whose receivers are all silent rests, whatever they are called; one silent one is no matter", async () => {
  const seconds = Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`pit-${at}`, 10]));
  const all = world(seconds);
  await carry(all, await messagesOf("bob pit-0", "bob pit-1"));
  await carry(all, await messagesOf("bob fine"));
  expect(all.sent).toHaveLength(3);
  for (let at = 2; at < 7; at++) await carry(all, await messagesOf(`bob pit-${at}`));
  const before = all.sent.length;
  await carry(all, await messagesOf("bob pit-19", "bob fine", "ann fine"));
  expect(all.sent.slice(before)).toEqual(["ann fine"]);
});

test("what fails is tried again later each time; what is not due is left, unless the sweep said so", async () => {
  const all = world({});
  const [broken] = await messagesOf("ann broken");
  if (!broken) throw new Error("there is none");
  const waits: (number | "done")[] = [];
  for (let n = 0; n < 8; n++) {
    await carry(all, [broken, broken]);
    const waitMs = await waitOf(broken);
    waits.push(waitMs);
    if (waitMs !== "done") nowMs += waitMs;
  }
  expect(waits).toEqual([5, 15, 45, 135, 405, 1215, 3600, 3600].map((seconds) => seconds * 1000));
  expect(all.sent).toHaveLength(8);
  const dueAtMs = nowMs + 300_000;
  const outboxId = await entry("ann fine", dueAtMs);
  await carry(all, [{ outboxId }]);
  await carry(all, [{ outboxId, dueAtMs: dueAtMs - 1 }]);
  expect(all.sent).toHaveLength(8);
  await carry(all, [{ outboxId, dueAtMs }]);
  expect(all.sent).toHaveLength(9);
});

test("what there is nothing to send for any more is done", async () => {
  const all = world({});
  const [message] = await messagesOf("ann gone");
  await carry(all, message ? [message] : []);
  expect(all.sent).toEqual([]);
  expect(await waitOf(message ?? { outboxId: "" })).toBe("done");
});
