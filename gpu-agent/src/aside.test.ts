/** Queued jobs that stand aside for somebody who draws on the same ComfyUI, each way that there is. */
import { createEasel, type Easel } from "@llamasketch/easel";
import type { JobFromAgent } from "@llamasketch/contract";
import { afterEach, describe, expect, it } from "vitest";
import { Agent } from "./agent.ts";
import { ComfyJobs } from "./comfy-jobs.ts";
import { ComfyProducer } from "./comfy-producer.ts";
import type { AsideWay } from "./job-prompts.ts";
import { ComfyTap } from "./testing/comfy-tap.ts";
import { FakePlatform, type FakeSession } from "./testing/fake-platform.ts";
import { jobOffer } from "./testing/job-offer.ts";
import { until } from "./testing/until.ts";

const STEP_MS = 100;
const FRAME_DEADLINE_MS = 3000;
const CHECKPOINT = "sd_xl_base_1.0.safetensors";
const LIVE = "drawer.safetensors";
const OFFER = { workflow: "sdxl-text-to-image", class: "batch" } as const;

let easel: Easel;
let tap: ComfyTap;
let platform: FakePlatform;
let agent: Agent;
let session: FakeSession;

async function open(
  way: AsideWay | undefined,
  { nodePack = true, swapMs = 0 }: { nodePack?: boolean; swapMs?: number } = {},
): Promise<void> {
  const models = [CHECKPOINT, LIVE].map((name) => ({ folder: "checkpoints", name }) as const);
  const device = { stepMs: { [CHECKPOINT]: STEP_MS }, swapMs, resident: 1 };
  easel = await createEasel({ port: 0, nodePack, models, device });
  tap = await ComfyTap.open(easel.url);
  platform = await FakePlatform.open();
  platform.jobs = 1;
  const log = (): void => undefined;
  const producer = await ComfyProducer.open({
    url: tap.url,
    ...(swapMs > 0 ? { workflow: "auto", checkpoint: LIVE } : { workflow: "model-free" }),
    frameDeadlineMs: FRAME_DEADLINE_MS,
    log,
  });
  const { url, credential } = platform;
  agent = new Agent({
    config: { url, credential, comfy: [tap.url], workflow: "auto" },
    producers: [producer],
    frameMs: 50,
    log,
    jobs: (onChange, gateOf) => [
      new ComfyJobs({ url: tap.url, log, onChange, lookEveryMs: 50, gate: gateOf(0), aside: way }),
    ],
  });
  await until("a wish for a job", () => heard("job_ask").some(({ free }) => free === 1));
  platform.say(jobOffer(1, OFFER));
  await until("its first steps", () => heard("job_progress").some(({ step }) => step >= 2));
  session = await platform.place("s1");
}
afterEach(async () => {
  await agent.drain();
  await platform.close();
  await tap.close();
  await easel.close();
});

type Said<T> = Extract<JobFromAgent, { type: T }>;
const heard = <T extends JobFromAgent["type"]>(type: T): Said<T>[] =>
  platform.heard.filter((message): message is Said<T> => message.type === type);
const done = () => until("done", () => heard("job_done")[0], 15_000);
const classes = (): string[][] =>
  tap.prompts().map(({ graph }) => Object.values(graph).map((node) => node.class_type));
const promptsOf = (name: string): number => classes().filter((found) => found.includes(name)).length;

/** The time from ink to its picture, ms. */
async function draw(): Promise<number> {
  const startedMs = performance.now();
  await session.picture(session.frame());
  return performance.now() - startedMs;
}

describe("a job beside somebody who draws", { timeout: 30_000 }, () => {
  it("[JB11] rests in the node pack's sampler and goes on where it was", async () => {
    await open(undefined);
    await draw();
    expect(heard("job_done")).toEqual([]);
    expect(heard("job_progress").some(({ paused }) => paused)).toBe(true);
    await done();
    expect(promptsOf("LlamaSketchKSampler")).toBe(2);
    const steps = heard("job_progress").map(({ step }) => step);
    expect(steps).toEqual(steps.toSorted((a, b) => a - b));
    expect(heard("job_failed").concat(heard("job_returned") as never)).toEqual([]);
  });

  it("[JB11] is made in chunks with stock nodes where the pack is not", async () => {
    await open(undefined, { nodePack: false });
    await draw();
    expect(heard("job_done")).toEqual([]);
    await done();
    expect(promptsOf("KSamplerAdvanced")).toBeGreaterThan(2);
    expect(promptsOf("LoadLatent")).toBe(promptsOf("KSamplerAdvanced") - 1);
    expect(promptsOf("KSampler")).toBe(0);
    const steps = heard("job_progress").map(({ step }) => step);
    expect(steps).toEqual(steps.toSorted((a, b) => a - b));
  });

  it("[JB11] is interrupted and begun anew as a last resort, and goes elsewhere after some of that", async () => {
    await open("interrupt");
    await draw();
    expect(heard("job_done")).toEqual([]);
    for (let begun = 2; begun <= 4; begun++) {
      await until("begun anew", () => promptsOf("KSampler") === begun, 10_000);
      await new Promise((resolve) => setTimeout(resolve, 2 * STEP_MS));
      await draw();
    }
    expect(await until("returned", () => heard("job_returned")[0])).toMatchObject({ why: "busy" });
    expect(promptsOf("KSampler")).toBe(4);
  });

  it("[JB11] is interrupted where its pause is not heard: the drawer waits for no job", async () => {
    await open(undefined);
    tap.dropped = "/llamasketch/pause";
    expect(await draw()).toBeLessThan(10 * STEP_MS);
    expect(heard("job_done")).toEqual([]);
    tap.dropped = null;
    await done();
    expect(promptsOf("LlamaSketchKSampler")).toBe(2);
  });

  it("[JB11] that pushed the drawer's model off the device costs the first picture a load, and not the picture", async () => {
    await open(undefined, { swapMs: FRAME_DEADLINE_MS });
    expect(await draw()).toBeGreaterThan(FRAME_DEADLINE_MS);
    expect(session.messages.filter(({ type }) => type === "dropped")).toEqual([]);
  });

  it("[JB8] is cancelled while it rests, and its sampler is let go", async () => {
    await open(undefined);
    const frame = session.frame();
    await until("a rest", () => heard("job_progress").some(({ paused }) => paused));
    platform.say({ type: "job_cancel", job: jobOffer(1).job, attempt: 1 });
    expect(await until("returned", () => heard("job_returned")[0])).toMatchObject({ why: "cancelled" });
    await session.picture(frame);
    await until("let go", () => tap.count("DELETE", "/llamasketch/pause/"));
    platform.say(jobOffer(2, OFFER));
    await done();
  });
});
