/**
 * Everything a host may say that is not so. Whatever it says, it gets no ticket, frame or job of another, nobody is paid or
 * charged for it, and whoever draws or waits elsewhere is held up by nothing.
 */
import { CLOSE, PLACEMENT_MAX, dispatcherToAgent, type JobOffer } from "@llamasketch/contract";
import { afterEach, describe, expect, test } from "vitest";
import { createTickets } from "../../src/live/tickets.ts";
import { Drawer } from "../drawer.ts";
import { FakeAgent, type AgentOptions, type Assignment } from "../fake-agent.ts";
import { hostOf } from "../hosts.ts";
import { png } from "../images.ts";
import {
  JobHost,
  SIDE_PX,
  WORKFLOW,
  admit,
  becomes,
  endAllJobs,
  jobNow,
  newPayer,
  operations,
} from "../jobs/stage.ts";
import { call, newSketch, overview, type Owned } from "../people.ts";
import { SECRETS } from "../secrets.ts";
import { Wire, eventually } from "../wire.ts";

afterEach(endAllJobs);

const tickets = createTickets([SECRETS.TICKET_KEYS.split(",")[0] ?? ""]);
const forger = createTickets(["a-key-that-nobody-here-ever-had"]);
/** An honest host answers within this, whatever another one says. */
const SOON_MS = 2000;

interface Stage {
  /** Somebody who draws on the honest host, and what that host was given for it. */
  owned: Owned;
  drawer: Drawer;
  assignment: Assignment;
  honest: JobHost;
  /** A job that the honest host has in hand, and one that nobody has. */
  offer: JobOffer;
  queued: string;
  liar: JobHost;
  /** What was said to its job's watchers by now. */
  heard(): string;
}

async function stage(options: AgentOptions = {}): Promise<Stage> {
  const owned = await newSketch();
  const honest = await JobHost.start({ frameMs: 50 });
  const drawer = await Drawer.drawing(owned);
  await drawer.live();
  drawer.frame(1);
  await drawer.picture(1);
  const { id } = await admit(await newPayer(5));
  honest.ask();
  const offer = await honest.offered();
  expect(offer.job).toBe(id);
  const waiting = await admit(await newPayer(5), { workflow: "nobody-here-runs-this" });
  const { env } = await import("cloudflare:workers");
  const stream = await env.DISPATCHERS.getByName("local").watchJob(id);
  let text = "";
  void stream?.pipeTo(
    new WritableStream({ write: (bytes) => void (text += new TextDecoder().decode(bytes)) }),
  );
  const liar = await JobHost.start({ frameMs: 400, ...options });
  return {
    owned,
    drawer,
    assignment: await honest.agent.assigned(owned.sketch.id),
    honest,
    offer,
    queued: waiting.id,
    liar,
    heard: () => text,
  };
}

/** The honest host draws on at once, ends its job, and is paid for it once; the liar was given nothing. */
async function unharmed({ owned, drawer, honest, offer, queued, liar, heard }: Stage): Promise<void> {
  const startedMs = Date.now();
  drawer.frame(2);
  await drawer.picture(2, SOON_MS);
  await honest.finish(offer);
  expect(Date.now() - startedMs).toBeLessThan(SOON_MS);
  expect(await jobNow(offer.job)).toMatchObject({ state: "succeeded", attempt: 1, tries: 0 });
  expect((await operations(offer.job)).map(({ kind }) => kind).toSorted()).toEqual(["capture", "hold"]);
  expect(await jobNow(queued)).toMatchObject({ state: "queued", attempt: 0 });
  expect(await hostOf(owned)).toBe(honest.agent.agentId);
  expect(honest.agent.links.filter(({ wire }) => !wire.closed)).toHaveLength(1);
  expect(liar.agent.assignments).toEqual([]);
  expect(liar.agent.links).toEqual([]);
  expect(liar.agent.control?.log.some((said) => String(said).includes('"job_offer"'))).toBe(false);
  expect(heard()).not.toContain("liar");
}

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
const isCutOff = async ({ liar }: Stage, why: "foreign" | "flood"): Promise<void> => {
  expect(await liar.agent.control?.ended()).toEqual(CLOSE[why]);
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
    "it is well, thousands of times",
    async (found) => {
      for (let at = 0; at < 5000; at++)
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
    "it wants work, thousands of times",
    async (found) => {
      for (let at = 0; at < 5000; at++) found.liar.ask({ free: 64, batch: 64, workflows: [] });
      await isCutOff(found, "flood");
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

describe("a newcomer", () => {
  test("[LP54] says that it is fast and wide, and has one sketch until it was timed here", async () => {
    const liar = await FakeAgent.start({
      newcomer: true,
      frameMs: 1,
      slots: 64,
      capacity: 512,
      onFrame: () => undefined,
    });
    const first = await newSketch();
    await (await Drawer.drawing(first)).live();
    const second = await Drawer.drawing(await newSketch());
    await second.take("status", ({ status }) => status.state === "busy");
    expect(liar.assignments).toHaveLength(1);
    const honest = await FakeAgent.start({ frameMs: 900 });
    await second.live();
    second.frame(1);
    await second.picture(1);
    expect(honest.links).toHaveLength(1);
    expect((await overview()).hosts.find(({ agentId }) => agentId === liar.agentId)).toMatchObject({
      timed: false,
      sessions: 1,
    });
  });

  test("[LP54] that draws is timed by its first picture, and others come at once; what it was timed at is kept", async () => {
    const agent = await FakeAgent.start({ newcomer: true, frameMs: 600_000 });
    const drawer = await Drawer.drawing(await newSketch());
    await drawer.live();
    const second = await Drawer.drawing(await newSketch());
    await second.take("status", ({ status }) => status.state === "busy");
    drawer.frame(1);
    await drawer.picture(1);
    await second.live();
    const known = async () => (await overview()).hosts.find(({ agentId }) => agentId === agent.agentId);
    const before = await known();
    expect(before?.timed).toBe(true);
    expect(before?.frameMs).toBeLessThan(1000);
    const { evictDurableObject } = await import("cloudflare:test");
    const { env } = await import("cloudflare:workers");
    await evictDurableObject(env.DISPATCHERS.getByName("local"));
    expect(await known()).toMatchObject({ timed: true, frameMs: before?.frameMs });
  });

  test("[LP54] whoever opened a sketch there and draws nothing keeps nobody waiting", async () => {
    const agent = await FakeAgent.start({ newcomer: true });
    const idle = await Drawer.drawing(await newSketch());
    await idle.live();
    const second = await Drawer.drawing(await newSketch());
    await second.take("status", ({ status }) => status.state === "busy");
    second.frame(1);
    await second.picture(1, 12_000);
    // And who comes back to it draws too.
    idle.frame(1);
    await idle.picture(1);
    expect(agent.links.length).toBeGreaterThanOrEqual(3);
  });

  test("[JB15] says that it would begin 64 jobs, and has one until it ended one", async () => {
    const liar = await JobHost.start({ newcomer: true });
    const jobs = [];
    for (let at = 0; at < 3; at++) jobs.push(await admit(await newPayer(5)));
    liar.ask({ free: 64, batch: 64 });
    const first = await liar.offered();
    await new Promise((resolve) => setTimeout(resolve, 300));
    const offers = () =>
      liar.agent.control?.log.filter((said) => String(said).includes('"job_offer"')).length;
    expect(offers()).toBe(1);
    await liar.finish(first);
    liar.ask({ free: 64, batch: 64 });
    await liar.offered();
    await liar.offered();
    expect(offers()).toBe(3);
  });

  test("says that it can run what it cannot: the work goes to who can, and that counts against it", async () => {
    const liar = await JobHost.start({ newcomer: true });
    const { id } = await admit(await newPayer(5));
    liar.ask();
    const offer = await liar.offered();
    const honest = await JobHost.start();
    honest.ask();
    liar.say({ type: "job_failed", job: offer.job, attempt: offer.attempt, reason: "unfit" });
    await honest.finish(await honest.offered());
    expect(await jobNow(id)).toMatchObject({ state: "succeeded", tries: 0 });
    const { hosts } = await overview();
    expect(hosts.find(({ agentId }) => agentId === liar.agent.agentId)?.misses).toBeGreaterThan(0.9);
    expect(hosts.find(({ agentId }) => agentId === honest.agent.agentId)?.misses).toBe(0);
  });

  test("says that it can put marks into pictures, and puts in none: it is made elsewhere", async () => {
    const liar = await JobHost.start({ newcomer: true });
    const { id } = await admit(await newPayer(5), {}, { mark: "made by llamas" });
    liar.ask({ marks: true });
    const offer = await liar.offered();
    const results = await liar.store(offer);
    liar.sayDone(
      offer,
      results.map(({ marked: _none, ...rest }) => rest),
    );
    const honest = await JobHost.start();
    honest.ask({ marks: true });
    await honest.finish(await honest.offered());
    expect(await jobNow(id)).toMatchObject({
      state: "succeeded",
      attempt: 2,
      failedHosts: [liar.agent.agentId],
    });
  });

  test("[JB15] hands everything back at once: it is made elsewhere, and not offered to it in a loop", async () => {
    const liar = await JobHost.start();
    const { id } = await admit(await newPayer(5));
    let offers = 0;
    const giveBack = (said: unknown): void => {
      const offer = dispatcherToAgent.parse(JSON.parse(String(said)));
      if (offer.type !== "job_offer") return;
      offers += 1;
      liar.say({ type: "job_returned", job: offer.job, attempt: offer.attempt, why: "busy" });
      liar.ask({ heard: offer.offer });
    };
    liar.agent.control?.onMessage(giveBack);
    liar.ask();
    await new Promise((resolve) => setTimeout(resolve, 2500));
    expect(offers).toBeGreaterThan(1);
    expect(offers).toBeLessThanOrEqual(5);
    const honest = await JobHost.start();
    honest.ask();
    await honest.finish(await honest.offered());
    expect((await becomes(id, "succeeded")).tries).toBe(0);
  });

  test("shows a thousand previews of its own job: they are thinned out, and who listens is not flooded", async () => {
    const { env } = await import("cloudflare:workers");
    const liar = await JobHost.start();
    const { id } = await admit(await newPayer(5));
    liar.ask();
    const offer = await liar.offered();
    const stream = await env.DISPATCHERS.getByName("local").watchJob(id);
    let previews = 0;
    void stream?.pipeTo(
      new WritableStream({
        write: (bytes) =>
          void (previews += new TextDecoder().decode(bytes).split("event: preview").length - 1),
      }),
    );
    const preview = {
      type: "job_preview",
      job: offer.job,
      attempt: 1,
      output: 0,
      format: "jpeg",
      base64: btoa("x".repeat(9000)),
    } as const;
    for (let at = 0; at < 300; at++) liar.say(preview);
    await liar.finish(offer);
    expect(previews).toBeLessThan(10);
  });
});

describe("a run that does not get on", () => {
  test("[JB14] is taken back after 30 s and made elsewhere, whatever its host says of standing aside", async () => {
    const silent = await JobHost.start();
    const paused = await JobHost.start();
    const repeating = await JobHost.start();
    const honest = await JobHost.start();
    const taken: JobOffer[] = [];
    for (const host of [silent, paused, repeating]) {
      await admit(await newPayer(5));
      host.ask();
      taken.push(await host.offered());
      host.ask({ free: 0, holding: [{ job: taken.at(-1)?.job ?? "", attempt: 1 }] });
    }
    const said = (offer: JobOffer | undefined, isPaused: boolean) =>
      ({
        type: "job_progress",
        job: offer?.job ?? "",
        attempt: 1,
        step: 3,
        steps: 9,
        output: 0,
        paused: isPaused,
      }) as const;
    const beats = setInterval(() => {
      for (const { agent } of [silent, paused, repeating, honest])
        agent.control?.send({ type: "beat", frameMs: 50, healthy: true });
      paused.say(said(taken[1], true));
      repeating.say(said(taken[2], false));
    }, 2000);
    const startedMs = Date.now();
    try {
      await Promise.all(
        [silent, paused, repeating].map((host) =>
          eventually(
            () => host.agent.control?.log.some((one) => String(one).includes('"job_cancel"')),
            "it is taken back",
            45_000,
          ),
        ),
      );
    } finally {
      clearInterval(beats);
    }
    expect(Date.now() - startedMs).toBeGreaterThan(27_000);
    for (let at = 0; at < 3; at++) {
      honest.ask();
      await honest.finish(await honest.offered());
    }
    for (const { job } of taken) expect((await jobNow(job)).state).toBe("succeeded");
    const { hosts } = await overview();
    for (const { agent } of [silent, paused, repeating])
      expect(hosts.find(({ agentId }) => agentId === agent.agentId)?.misses).toBeGreaterThan(0.5);
  }, 70_000);
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
