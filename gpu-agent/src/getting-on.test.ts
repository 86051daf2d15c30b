/** What an honest host tells of its jobs, through a real easel: whatever holds one up is said, so that none is taken back. */
import { createEasel, type Easel } from "@llamasketch/easel";
import type { JobFromAgent } from "@llamasketch/contract";
import { afterEach, describe, expect, it } from "vitest";
import { Agent } from "./agent.ts";
import { ComfyJobs } from "./comfy-jobs.ts";
import { ComfyProducer } from "./comfy-producer.ts";
import type { AsideWay } from "./job-prompts.ts";
import { FakePlatform } from "./testing/fake-platform.ts";
import { jobOffer, jobOfferOf } from "./testing/job-offer.ts";
import { until } from "./testing/until.ts";

const STEP_MS = 200;
const LOAD_MS = 2500;
const CHECKPOINT = "sd_xl_base_1.0.safetensors";
const LIVE = "drawer.safetensors";

interface News {
  atMs: number;
  said: Extract<JobFromAgent, { type: "job_progress" }>;
}

let easel: Easel;
let platform: FakePlatform;
let agent: Agent;

async function open(way: AsideWay | undefined): Promise<void> {
  const models = [CHECKPOINT, LIVE].map((name) => ({ folder: "checkpoints", name }) as const);
  const device = { stepMs: { [CHECKPOINT]: STEP_MS }, swapMs: LOAD_MS, resident: 1 };
  easel = await createEasel({ port: 0, nodePack: way === undefined, models, device });
  platform = await FakePlatform.open();
  platform.jobs = 1;
  const log = (): void => undefined;
  const { url, credential } = platform;
  const producer = await ComfyProducer.open({ url: easel.url, workflow: "auto", checkpoint: LIVE, log });
  agent = new Agent({
    config: { url, credential, comfy: [easel.url], workflow: "auto" },
    producers: [producer],
    frameMs: 50,
    log,
    jobs: (onChange, gateOf) => [
      new ComfyJobs({ url: easel.url, log, onChange, lookEveryMs: 50, gate: gateOf(0), aside: way }),
    ],
  });
  await until("a wish for a job", () => heard("job_ask").some(({ free }) => free === 1));
}
afterEach(async () => {
  await agent.drain();
  await platform.close();
  await easel.close();
});

const heard = <T extends JobFromAgent["type"]>(type: T): Extract<JobFromAgent, { type: T }>[] =>
  platform.heard.filter((message): message is Extract<JobFromAgent, { type: T }> => message.type === type);

/** Everything told until the job ended, and when. */
async function toldUntilDone(): Promise<News[]> {
  const news: News[] = [];
  const untilMs = performance.now() + 25_000;
  for (let seen = 0; heard("job_done").length === 0 && performance.now() < untilMs;) {
    const all = heard("job_progress");
    for (const said of all.slice(seen)) news.push({ atMs: performance.now(), said });
    seen = all.length;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  expect(heard("job_done")).toHaveLength(1);
  return news;
}

/** Longest time without anything new in this phase, while it does not stand aside, ms. */
function stillMs(news: readonly News[], phase: string): number {
  let longestMs = 0;
  for (const [at, { atMs, said }] of news.entries()) {
    const next = news[at + 1];
    if (said.phase === phase && !said.paused && next) longestMs = Math.max(longestMs, next.atMs - atMs);
  }
  return longestMs;
}

describe("[JB14] a job that gets on", { timeout: 40_000 }, () => {
  it("says that it loads, then each step, then what it stored", async () => {
    await open(undefined);
    platform.say(jobOffer(1, { workflow: "sdxl-text-to-image" }));
    const news = await toldUntilDone();
    const phases = news.map(({ said }) => said.phase).filter((phase, at, all) => phase !== all[at - 1]);
    expect(phases).toEqual(["loading", "running", "finishing"]);
    // It loads for longer than any step takes, and says so from the beginning.
    const runs = news.findIndex(({ said }) => said.phase === "running");
    expect((news[runs]?.atMs ?? 0) - (news[0]?.atMs ?? 0)).toBeGreaterThan(LOAD_MS * 0.8);
    expect(stillMs(news, "running")).toBeLessThan(6 * STEP_MS);
    expect(news.at(-1)?.said.nodes).toBeGreaterThan(3);
  });

  it("of several outputs gets on with each, and counts what it stored", async () => {
    await open(undefined);
    platform.say({ ...jobOfferOf(3, 1), workflow: "painter-text-to-image" });
    const news = await toldUntilDone();
    const outputs = news.map(({ said }) => said.output);
    expect(outputs).toEqual(outputs.toSorted((a, b) => a - b));
    expect(outputs.at(-1)).toBe(2);
    expect(news.at(-1)?.said.bytes).toBeGreaterThan(1000);
  });

  it.each([undefined, "chunks", "interrupt"] as const)(
    "beside somebody who draws (%s) says that it stands aside, and that it goes on",
    async (way) => {
      await open(way);
      const session = await platform.place("s1");
      await session.picture(session.frame());
      platform.say(jobOffer(1, { workflow: "sdxl-text-to-image", class: "batch" }));
      await until("its first steps", () => heard("job_progress").some(({ step }) => step >= 2), 15_000);
      const told = toldUntilDone();
      await session.picture(session.frame());
      const news = await told;
      expect(stillMs(news, "running")).toBeLessThan(LOAD_MS + 12 * STEP_MS);
      expect(heard("job_failed")).toEqual([]);
    },
  );
});
