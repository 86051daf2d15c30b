/**
 * Everything a host may say that is not so. Whatever it says, it gets no ticket, frame or job of another, nobody is paid or
 * charged for it, and whoever draws or waits elsewhere is held up by nothing.
 */
import { CLOSE, PLACEMENT_MAX } from "@llamasketch/contract";
import { afterEach, describe, expect, test } from "vitest";
import { createTickets } from "../../src/studios/sketch/live/tickets.ts";
import { png } from "../images.ts";
import { SIDE_PX, WORKFLOW, endAllJobs } from "../jobs/stage.ts";
import { call } from "../people.ts";
import { SECRETS } from "../secrets.ts";
import { Wire } from "../wire.ts";
import { stage, unharmed, type Stage } from "./liar.ts";

afterEach(endAllJobs);

const tickets = createTickets([SECRETS.TICKET_KEYS.split(",")[0] ?? ""]);
const forger = createTickets(["a-key-that-nobody-here-ever-had"]);
/** Says it is here again, and with it what it holds. */
const registers = async ({ liar }: Stage, more: object): Promise<void> => {
  liar.agent.control?.send(liar.agent.registration(more));
  await liar.told("registered");
};
const holds = async (found: Stage, placement: number, ticket?: string): Promise<void> => {
  const { session } = found.assignment;
  await registers(found, { holding: [{ session, placement, ticket }] });
  expect(await found.liar.told("unassign")).toMatchObject({ session, placement });
};
const run = ({ offer }: Stage) => ({ job: offer.job, attempt: offer.attempt });
const result = {
  etag: "x",
  bytes: 1,
  format: "png",
  widthPx: 64,
  heightPx: 64,
  thumbnail: null,
  blurHash: null,
} as const;
/** A busy machine takes its time to read thousands of messages. */
const CUT_OFF_WITHIN_MS = 30_000;
const isCutOff = async ({ liar }: Stage, why: "foreign" | "flood"): Promise<void> => {
  expect(await liar.agent.control?.ended(CUT_OFF_WITHIN_MS)).toEqual(CLOSE[why]);
};

const LIES: readonly [string, (found: Stage) => Promise<void> | void][] = [
  ["it is another host", (found) => registers(found, { agentId: found.honest.agent.agentId })],
  [
    "it is another host's process",
    (found) =>
      registers(found, { agentId: found.honest.agent.agentId, instance: found.honest.agent.instance }),
  ],
  ["it holds a sketch of another", (found) => holds(found, found.assignment.placement)],
  ["it holds it under a higher number", (found) => holds(found, 1000)],
  ["it holds it under the highest number", (found) => holds(found, PLACEMENT_MAX)],
  [
    "it holds it, with the other's own ticket",
    (found) => holds(found, found.assignment.placement, found.assignment.ticket),
  ],
  [
    "it holds it, with the other's ticket for another number",
    (found) => holds(found, 9, found.assignment.ticket),
  ],
  [
    "it holds it, with a ticket that it signed itself",
    async (found) =>
      holds(
        found,
        7,
        await forger.forAgent(found.liar.agent.agentId, found.assignment.session, 7, Date.now()),
      ),
  ],
  [
    "it holds it, with a ticket that has expired",
    async (found) =>
      holds(
        found,
        7,
        await tickets.forAgent(found.liar.agent.agentId, found.assignment.session, 7, Date.now() - 3_600_000),
      ),
  ],
  [
    "it holds it, with a ticket of its own for another sketch",
    async (found) =>
      holds(
        found,
        7,
        await tickets.forAgent(found.liar.agent.agentId, "skt_01ARZ3NDEKTSV4RRFFQ69G5FAV:1", 7, Date.now()),
      ),
  ],
  [
    "it holds it, with a drawer's ticket",
    async (found) =>
      holds(
        found,
        7,
        await tickets.forClient("usr_01ARZ3NDEKTSV4RRFFQ69G5FAV", found.assignment.session, Date.now()),
      ),
  ],
  [
    "it holds it, with a ticket from before the other had it",
    async (found) => {
      const { session, placement } = found.assignment;
      const older = await tickets.forAgent(found.liar.agent.agentId, session, placement, Date.now());
      await holds(found, placement, older);
    },
  ],
  [
    "it holds 500 sketches that are none",
    async (found) => {
      const holding = Array.from({ length: 500 }, (_, at) => ({
        session: `made-up-${at}`,
        placement: 1 + at,
        ticket: "a.b.c",
      }));
      await registers(found, { holding });
    },
  ],
  [
    "its ticket for another's sketch is to be renewed",
    async ({ liar, assignment: { session, placement } }) => {
      liar.agent.control?.send({ type: "renew", session, placement });
      expect(await liar.told("unassign")).toMatchObject({ session, placement });
    },
  ],
  [
    "it is to be renewed under a number of its own",
    async ({ liar, assignment: { session } }) => {
      liar.agent.control?.send({ type: "renew", session, placement: PLACEMENT_MAX });
      expect(await liar.told("unassign")).toMatchObject({ session, placement: PLACEMENT_MAX });
    },
  ],
  [
    "it is to be renewed under 2^53 - 1",
    async (found) => {
      found.liar.agent.control?.send({
        type: "renew",
        session: found.assignment.session,
        placement: 2 ** 53 - 1,
      });
      await isCutOff(found, "foreign");
    },
  ],
  [
    "another's sketch is gone",
    ({ liar, assignment: { session, placement } }) => {
      liar.agent.control?.send({ type: "gone", session, placement });
    },
  ],
  [
    "another's ticket is its own, at the session's door",
    async ({ liar, assignment: { path, ticket } }) => {
      const answer = await Wire.dial(`${path}?ticket=${ticket}`, liar.agent.bearer);
      expect(answer instanceof Response && answer.status).toBe(401);
    },
  ],
  [
    "a ticket of its own making is good, at the session's door",
    async ({ liar, assignment: { path, session } }) => {
      const ticket = await forger.forAgent(liar.agent.agentId, session, 1000, Date.now());
      const answer = await Wire.dial(`${path}?ticket=${ticket}`, liar.agent.bearer);
      expect(answer instanceof Response && answer.status).toBe(401);
    },
  ],
  [
    "another's job is done",
    (found) => found.liar.say({ type: "job_done", ...run(found), results: [result], produceMs: 1 }),
  ],
  [
    "another attempt of another's job is done",
    (found) =>
      found.liar.say({ type: "job_done", job: found.offer.job, attempt: 2, results: [result], produceMs: 1 }),
  ],
  [
    "a job that nobody was offered is done",
    ({ liar, queued }) =>
      liar.say({ type: "job_done", job: queued, attempt: 1, results: [result], produceMs: 1 }),
  ],
  [
    "a job that does not exist is done",
    ({ liar }) =>
      liar.say({
        type: "job_done",
        job: "job_01ARZ3NDEKTSV4RRFFQ69G5FAV",
        attempt: 1,
        results: [result],
        produceMs: 1,
      }),
  ],
  [
    "another's job has failed",
    (found) => found.liar.say({ type: "job_failed", ...run(found), reason: "refused" }),
  ],
  [
    "another's job came back",
    (found) => found.liar.say({ type: "job_returned", ...run(found), why: "busy" }),
  ],
  [
    "another's job gets on",
    async (found) => {
      found.liar.say({
        type: "job_progress",
        ...run(found),
        step: 9999,
        steps: 9999,
        output: 3,
        paused: true,
      });
      expect(await found.liar.told("job_cancel")).toMatchObject(run(found));
      expect(found.heard()).not.toContain("9999");
    },
  ],
  [
    "another's job looks like this",
    async (found) => {
      found.liar.say({ type: "job_preview", ...run(found), output: 0, format: "jpeg", base64: btoa("liar") });
      await found.liar.told("job_cancel");
      expect(found.heard()).not.toContain(btoa("liar"));
    },
  ],
  [
    "it has another's job in hand",
    async (found) => {
      found.liar.ask({ free: 0, batch: 0, holding: [run(found)] });
      expect(await found.liar.told("job_cancel")).toMatchObject(run(found));
    },
  ],
  [
    "what it made is another's result",
    async ({ liar, offer }) => {
      const [leave] = offer.outputs;
      const own = { path: leave?.result.path ?? "", ticket: liar.agent.host.credential };
      expect((await liar.upload(own, png(SIDE_PX, SIDE_PX))).status).toBe(401);
      const elsewhere = { path: leave?.result.path ?? "", ticket: leave?.thumbnail.ticket ?? "" };
      expect((await liar.upload(elsewhere, png(SIDE_PX, SIDE_PX))).status).toBe(401);
    },
  ],
  [
    "it would begin a billion jobs",
    async (found) => {
      found.liar.say({
        type: "job_ask",
        heard: 0,
        free: 1e9,
        batch: 0,
        workflows: [WORKFLOW],
        loaded: null,
        holding: [],
      });
      await isCutOff(found, "foreign");
    },
  ],
  [
    "it runs ten thousand workflows",
    async (found) => {
      const workflows = Array.from({ length: 10_000 }, (_, at) => `w-${at}`);
      found.liar.say({ type: "job_ask", heard: 0, free: 1, batch: 0, workflows, loaded: null, holding: [] });
      await isCutOff(found, "foreign");
    },
  ],
  [
    "it is well, a thousand times",
    async (found) => {
      for (let at = 0; at < 1000; at++)
        found.liar.agent.control?.send({ type: "beat", frameMs: 1, healthy: true });
      await isCutOff(found, "flood");
    },
  ],
  [
    "it is here, a hundred times",
    async (found) => {
      for (let at = 0; at < 100; at++) found.liar.agent.control?.send(found.liar.agent.registration());
      await isCutOff(found, "flood");
    },
  ],
  [
    "it wants work, 1,500 times",
    async (found) => {
      for (let at = 0; at < 1500; at++) found.liar.ask({ free: 64, batch: 64, workflows: [] });
      // Cut off, or read to the end: a slow machine reads fewer in a second than are too many.
      found.liar.agent.control?.send({ type: "renew", session: "none", placement: 1 });
      await Promise.race([
        found.liar.agent.control?.ended(CUT_OFF_WITHIN_MS),
        found.liar.agent.control?.take(
          (said) => String(said).includes("unassign") || undefined,
          "the end",
          CUT_OFF_WITHIN_MS,
        ),
      ]);
    },
  ],
  [
    "words that nobody knows",
    async (found) => {
      found.liar.agent.control?.send({ type: "believe_me", session: found.assignment.session });
      await isCutOff(found, "foreign");
    },
  ],
];

describe("a host that says that", () => {
  test.each(LIES)("%s: nobody else is touched", async (_what, lie) => {
    const found = await stage();
    await lie(found);
    await unharmed(found);
  });
});

test("no user is told which host draws: not in figures, statuses, events or views", async () => {
  const found = await stage();
  const { cookie, sketch } = found.owned;
  const ids = [found.honest.agent.agentId, found.liar.agent.agentId];
  const texts = [
    await (await call("GET", `/api/sketches/${sketch.id}/live`, { cookie })).text(),
    await (await call("GET", `/api/sketches/${sketch.id}`, { cookie })).text(),
    ...found.drawer.wire.log.filter((said) => typeof said === "string"),
  ];
  await unharmed(found);
  texts.push(found.heard());
  for (const text of texts) for (const id of [...ids, "agt_", "agentId"]) expect(text).not.toContain(id);
  expect(texts[0]).toContain('"writes"');
});
