/** Queued jobs through the whole agent: easel behind it, a dispatcher and a store before it. */
import { createEasel, type Easel } from "@llamasketch/easel";
import { workflowOf } from "@llamasketch/comfyui";
import { readImageHead, VIDEO, type JobFromAgent } from "@llamasketch/contract";
import sharp from "sharp";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Agent } from "./agent.ts";
import { blankCanvas } from "./blank-canvas.ts";
import { ComfyJobs } from "./comfy-jobs.ts";
import { ComfyProducer } from "./comfy-producer.ts";
import { FakePlatform } from "./testing/fake-platform.ts";
import { imageLeave, jobOffer } from "./testing/job-offer.ts";
import { until } from "./testing/until.ts";

let easel: Easel;
let platform: FakePlatform;
let agent: Agent;
let logs: string[];

beforeEach(async () => {
  easel = await createEasel({ port: 0 });
  platform = await FakePlatform.open();
  platform.jobs = 1;
  logs = [];
  const log = (_level: string, text: string): void => void logs.push(text);
  const producer = await ComfyProducer.open({ url: easel.url, workflow: "model-free", log });
  const { url, credential } = platform;
  agent = new Agent({
    config: { url, credential, comfy: [easel.url], workflow: "auto" },
    producers: [producer],
    frameMs: 50,
    log,
    jobs: (onChange, gateOf) => [
      new ComfyJobs({ url: easel.url, log, onChange, lookEveryMs: 50, gate: gateOf(0) }),
    ],
  });
  await until("a wish for a job", () => asks().some(({ free }) => free === 1));
});
afterEach(async () => {
  await agent.drain();
  await platform.close();
  await easel.close();
});

type Said<T> = Extract<JobFromAgent, { type: T }>;
const heard = <T extends JobFromAgent["type"]>(type: T): Said<T>[] =>
  platform.heard.filter((message): message is Said<T> => message.type === type);
const asks = () => heard("job_ask");

describe("a job", { timeout: 20_000 }, () => {
  it("[JB2] the built-in painter is offered under its own names", () => {
    expect(asks().at(-1)?.workflows).toEqual(
      expect.arrayContaining([
        "painter-text-to-image",
        "painter-image-to-image",
        "painter-upscale",
        "painter-image-to-video",
      ]),
    );
    expect(
      asks()
        .at(-1)
        ?.workflows.filter((name) => !name.startsWith("painter-")),
    ).toEqual([]);
  });

  it("[JB7] becomes a picture of its size, marked as a machine's, with a small one and a blur hash", async () => {
    const offer = jobOffer(1);
    platform.say(offer);
    const done = await until("done", () => heard("job_done")[0]);
    const stored = platform.store.get(offer.outputs[0]?.result.path ?? "");
    const small = platform.store.get(offer.outputs[0]?.thumbnail.path ?? "");
    expect(stored && readImageHead(stored)).toEqual({ format: "jpeg", widthPx: 256, heightPx: 128 });
    expect(small && readImageHead(small)?.format).toBe("webp");
    expect(Buffer.from(stored ?? []).toString("latin1")).toContain(
      "digitalsourcetype/trainedAlgorithmicMedia",
    );
    expect(done.results).toEqual([
      {
        etag: `etag of ${offer.outputs[0]?.result.path}`,
        bytes: stored?.length,
        format: "jpeg",
        widthPx: 256,
        heightPx: 128,
        thumbnail: { etag: `etag of ${offer.outputs[0]?.thumbnail.path}`, bytes: small?.length },
        blurHash: expect.stringMatching(/^.{28}$/) as string,
      },
    ]);
    expect(heard("job_progress").length).toBeGreaterThan(0);
    expect(asks().at(-1)).toMatchObject({ free: 1, loaded: "painter-text-to-image" });
    expect(logs.join()).not.toContain("pond");
  });

  it("[JB9] whose picture cannot be decoded is refused as such, and the host draws on", async () => {
    const path = "/api/agents/jobs/inputs/1";
    // Says that it is a PNG of 64 px a side, ends like one, and holds nothing.
    const hollow = Buffer.concat([
      blankCanvas(64, 1).bytes.slice(0, 33),
      blankCanvas(64, 1).bytes.slice(-12),
    ]);
    platform.store.set(path, hollow);
    const { inputs } = jobOffer(1);
    const image = { ...imageLeave(path), format: "png" as const };
    platform.say(jobOffer(1, { workflow: "painter-image-to-image", inputs: { ...inputs, image } }));
    expect(await until("failed", () => heard("job_failed")[0])).toMatchObject({ reason: "refused" });
    expect(agent.healthy).toBe(true);
  });

  it("[JB6] a picture goes in by ticket, and a clip comes out", async () => {
    const path = "/api/agents/jobs/inputs/1";
    platform.store.set(path, blankCanvas(64, 1).bytes);
    const { inputs } = jobOffer(1);
    const image = { ...imageLeave(path), format: "png" as const };
    platform.say(jobOffer(1, { workflow: "painter-image-to-image", inputs: { ...inputs, image } }));
    await until("done", () => heard("job_done")[0]);
    platform.say({ type: "job_settled", job: jobOffer(1).job, attempt: 1 });
    const size = { widthPx: 1024, heightPx: 576 };
    const clip = jobOffer(2, { workflow: "painter-image-to-video", inputs: { ...inputs, image, ...size } });
    platform.say(clip);
    const done = await until("a clip", () => heard("job_done")[1], 60_000);
    expect(done.results).toMatchObject([{ format: "webp", ...size }]);
    const stored = platform.store.get(clip.outputs[0]?.result.path ?? "");
    const { pages, delay = [], xmpAsString, exif } = await sharp(stored).metadata();
    expect(pages).toBeGreaterThan(1);
    expect(delay.reduce((sum, ms) => sum + ms) / VIDEO.durationMs).toBeCloseTo(1, 1);
    expect(xmpAsString).toContain("digitalsourcetype/trainedAlgorithmicMedia");
    expect(exif).toBeUndefined();
    const small = await sharp(platform.store.get(clip.outputs[0]?.thumbnail.path ?? "")).metadata();
    expect(small).toMatchObject({ format: "webp", width: 320 });
    expect(small.pages ?? 1).toBe(1);
  }, 70_000);

  it("[LP44] a final is made again byte for byte of the same canvas, words, strength, seed and size", async () => {
    const path = "/api/agents/jobs/inputs/1";
    platform.store.set(path, blankCanvas(256, 1).bytes);
    const image = { ...imageLeave(path), format: "png" as const };
    const square = { image, quality: "final" as const, widthPx: 256, heightPx: 256 };
    const make = async (number: number, seed: number): Promise<string> => {
      const inputs = { ...jobOffer(number).inputs, ...square, seed };
      const offer = jobOffer(number, { workflow: "painter-image-to-image", inputs });
      platform.say(offer);
      await until("done", () => heard("job_done").find(({ job }) => job === offer.job), 15_000);
      platform.say({ type: "job_settled", job: offer.job, attempt: 1 });
      return Buffer.from(platform.store.get(offer.outputs[0]?.result.path ?? "") ?? []).toString("base64");
    };
    const [first, other, again] = [await make(1, 7), await make(2, 8), await make(3, 7)];
    expect(again).toBe(first);
    expect(other).not.toBe(first);
  });

  it("clips are as long and as large as the platform says they are", () => {
    const svd = workflowOf("svd-image-to-video");
    expect(svd?.clip).toMatchObject({ frames: VIDEO.frames });
    expect((svd?.clip?.seconds ?? 0) * 1000).toBeCloseTo(VIDEO.durationMs, -1);
    for (const { sizes } of Object.values(svd?.qualities ?? {}))
      for (const shape of ["landscape", "portrait"] as const)
        expect(sizes[shape]).toEqual([VIDEO[shape].widthPx, VIDEO[shape].heightPx]);
  });

  it("a picture is enlarged to any size that is asked for, without words", async () => {
    const path = "/api/agents/jobs/inputs/1";
    platform.store.set(path, blankCanvas(100, 1).bytes);
    const size = { widthPx: 301, heightPx: 299 };
    const image = { ...imageLeave(path), format: "png" as const };
    const inputs = { ...jobOffer(1).inputs, prompt: "", image, ...size };
    platform.say(jobOffer(1, { workflow: "painter-upscale", inputs }));
    const done = await until("done", () => heard("job_done")[0]);
    expect(done.results).toMatchObject([{ format: "jpeg", ...size }]);
  });

  it("[JB6] an upload that fails in passing is tried again; one that is refused fails the run", async () => {
    platform.refusals.push(503, 503);
    platform.say(jobOffer(1));
    await until("done", () => heard("job_done")[0]);
    platform.refusals.push(409, 409);
    platform.say(jobOffer(2));
    expect(await until("failed", () => heard("job_failed")[0])).toMatchObject({ reason: "upload" });
  });

  it("[JB6] an address that is not a job's is not asked for", async () => {
    const { inputs } = jobOffer(1);
    const image = { path: "//elsewhere.example/api/agents/jobs/1", ticket: "t", format: "png" as const };
    platform.say(jobOffer(1, { workflow: "painter-image-to-image", inputs: { ...inputs, image } }));
    expect(await until("failed", () => heard("job_failed")[0])).toMatchObject({ reason: "refused" });
  });

  it("[JB9] what cannot be run here, and what is no size, is said so", async () => {
    platform.say(jobOffer(1, { workflow: "sdxl-text-to-image" }));
    expect(await until("failed", () => heard("job_failed")[0])).toMatchObject({ reason: "unfit" });
    const { inputs } = jobOffer(2);
    platform.say(jobOffer(2, { inputs: { ...inputs, widthPx: 100 } }));
    expect(await until("failed", () => heard("job_failed")[1])).toMatchObject({ reason: "refused" });
  });

  it("[JB5 JB7] a lost connection loses nothing: what is in hand is named, its end said on the next", async () => {
    easel.faults.set("slow", "4");
    const offer = jobOffer(1);
    platform.say(offer);
    await until("it runs", () => asks().at(-1)?.free === 0);
    const before = asks().length;
    platform.cut();
    const again = await until("asked again", () => asks()[before]);
    expect(again).toMatchObject({ heard: 0, holding: [{ job: offer.job, attempt: 1 }] });
    easel.faults.clear("slow");
    await until("done", () => heard("job_done")[0], 20_000);
  }, 30_000);
});
