/** Hosts that nobody has timed yet, and what a host says of its own work: claims, until the platform's clock has spoken. */
import { evictDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { JOB_PROGRESS_EVERY_MS, dispatcherToAgent, type JobOffer } from "@llamasketch/contract";
import { afterEach, describe, expect, test } from "vitest";
import { Drawer } from "../drawer.ts";
import { FakeAgent } from "../fake-agent.ts";
import { JobHost, admit, becomes, endAllJobs, jobNow, newPayer } from "../jobs/stage.ts";
import { newSketch, overview } from "../people.ts";
import { eventually } from "../wire.ts";

afterEach(endAllJobs);

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

  test("shows 300 previews of its own job: they are thinned out, and who listens is not flooded", async () => {
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
    const startedMs = Date.now();
    for (let at = 0; at < 300; at++) liar.say(preview);
    await liar.finish(offer);
    expect(previews).toBeLessThan(2 + (Date.now() - startedMs) / (JOB_PROGRESS_EVERY_MS / 2));
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
