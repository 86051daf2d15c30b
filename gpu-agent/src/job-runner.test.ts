/** The runner's side of the rules of queued work, with a producer that does what it is told. */
import { JOB_END_REPEAT_MS, JOB_PROGRESS_EVERY_MS, type JobFromAgent } from "@llamasketch/contract";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { JobRunner } from "./job-runner.ts";
import {
  JobFailed,
  JobStopped,
  type JobHeard,
  type JobOutput,
  type JobProducer,
  type JobRoad,
} from "./job-work.ts";
import { imageLeave, jobOffer, jobOfferOf } from "./testing/job-offer.ts";

const OUTPUT: JobOutput = {
  bytes: new Uint8Array([1, 2, 3]),
  format: "jpeg",
  widthPx: 256,
  heightPx: 128,
  thumbnail: { bytes: new Uint8Array([4]), format: "webp" },
  blurHash: "LEHV6nWB2yk8",
};

/** Makes nothing until it is told to. */
class Hand implements JobProducer {
  workflows = ["painter-text-to-image"];
  loaded: string | null = null;
  atHand: string[] = [];
  marks = false;
  readonly begun: { heard: JobHeard; end: PromiseWithResolvers<JobOutput> }[] = [];
  stops = 0;
  run(_work: unknown, heard: JobHeard): Promise<JobOutput> {
    const end = Promise.withResolvers<JobOutput>();
    this.begun.push({ heard, end });
    return end.promise;
  }
  stop(): Promise<void> {
    this.stops += 1;
    this.begun.at(-1)?.end.reject(new JobStopped());
    return Promise.resolve();
  }
  close(): void {}
}

let hand: Hand;
let said: JobFromAgent[];
let room: { free: number; batch: number };
let isDrawn: boolean;
let runner: JobRunner;
let puts: string[];

beforeEach(() => {
  vi.useFakeTimers();
  hand = new Hand();
  said = [];
  puts = [];
  room = { free: 1, batch: 1 };
  isDrawn = false;
  const road: JobRoad = {
    read: () => Promise.resolve(new Uint8Array()),
    put: (leave, bytes) => {
      puts.push(leave.path);
      return Promise.resolve({ etag: "e", bytes: bytes.length });
    },
  };
  runner = new JobRunner({
    producers: [hand],
    road,
    room: () => room,
    isDrawn: () => isDrawn,
    send: (message) => said.push(message),
    log: () => undefined,
  });
});
afterEach(() => {
  runner.close();
  vi.useRealTimers();
});

const asks = () => said.filter((message) => message.type === "job_ask");
const ends = () => said.filter((message) => /done|failed|returned/.test(message.type));
const settle = () => vi.advanceTimersByTimeAsync(0);

describe("asking", () => {
  it("[JB1] says nothing to a dispatcher that speaks no jobs, or others", () => {
    runner.onRegistered(undefined);
    runner.refresh();
    runner.onRegistered(2);
    runner.refresh();
    expect(said).toEqual([]);
  });

  it("[JB2] is a level: said on a new connection and when something changed, else not", async () => {
    runner.onRegistered(1);
    const first = {
      heard: 0,
      free: 1,
      batch: 1,
      workflows: ["painter-text-to-image"],
      loaded: null,
      holding: [],
    };
    expect(said).toEqual([{ type: "job_ask", ...first }]);
    runner.refresh();
    expect(said).toHaveLength(1);
    const offer = jobOffer(1);
    runner.onMessage(offer);
    await settle();
    const holding = [{ job: offer.job, attempt: 1 }];
    expect(asks().at(-1)).toEqual({
      type: "job_ask",
      heard: 1,
      free: 0,
      batch: 0,
      workflows: [],
      loaded: null,
      holding,
    });
    runner.onRegistered(1);
    expect(asks().at(-1)).toMatchObject({ heard: 0, free: 0, holding });
  });

  it("[JB11] where somebody draws it asks for what is at hand, live drawing's model too, and gives back a job that cannot wait", async () => {
    hand.workflows = ["painter-text-to-image", "painter-upscale"];
    isDrawn = true;
    runner.onRegistered(1);
    expect(asks().at(-1)).toMatchObject({ free: 1, workflows: hand.workflows });
    hand.loaded = "painter-upscale";
    hand.atHand = ["painter-upscale", "painter-image-to-image"];
    runner.refresh();
    expect(asks().at(-1)).toMatchObject({ free: 1, workflows: hand.atHand });
    isDrawn = false;
    runner.refresh();
    expect(asks().at(-1)).toMatchObject({ workflows: hand.workflows });
    const offer = jobOffer(1);
    runner.onMessage(offer);
    await settle();
    runner.giveBack(3);
    runner.giveBack(0);
    await settle();
    expect(ends()).toEqual([{ type: "job_returned", job: offer.job, attempt: 1, why: "busy" }]);
  });

  it("[JB11] asks for nothing where there is no room, and gives back what it began", async () => {
    runner.onRegistered(1);
    const offer = jobOffer(1);
    runner.onMessage(offer);
    await settle();
    room = { free: 0, batch: 0 };
    runner.makeRoom();
    await settle();
    expect(hand.stops).toBe(1);
    expect(ends()).toEqual([{ type: "job_returned", job: offer.job, attempt: 1, why: "busy" }]);
    runner.onMessage(jobOffer(2));
    expect(ends().at(-1)).toMatchObject({ job: jobOffer(2).job, why: "busy" });
    expect(hand.begun).toHaveLength(1);
    expect(asks().at(-1)).toMatchObject({ free: 0 });
  });
});

describe("running", () => {
  it("[JB7] stores, says done with what the uploads' answers said, and again until it is settled", async () => {
    runner.onRegistered(1);
    const offer = jobOfferOf(2, 1);
    runner.onMessage(offer);
    await settle();
    hand.begun[0]?.end.resolve(OUTPUT);
    await settle();
    hand.begun[1]?.end.resolve({ ...OUTPUT, thumbnail: null });
    await settle();
    expect(puts).toEqual([
      offer.outputs[0]?.result.path,
      offer.outputs[0]?.thumbnail.path,
      offer.outputs[1]?.result.path,
    ]);
    const part = {
      etag: "e",
      bytes: 3,
      format: "jpeg",
      widthPx: 256,
      heightPx: 128,
      blurHash: "LEHV6nWB2yk8",
    };
    const done = {
      type: "job_done",
      job: offer.job,
      attempt: 1,
      results: [
        { ...part, thumbnail: { etag: "e", bytes: 1 } },
        { ...part, thumbnail: null },
      ],
      produceMs: expect.any(Number) as number,
    };
    expect(ends()).toEqual([done]);
    expect(asks().at(-1)).toMatchObject({ free: 1, holding: [{ job: offer.job, attempt: 1 }] });
    await vi.advanceTimersByTimeAsync(JOB_END_REPEAT_MS);
    expect(ends()).toEqual([done, done]);
    runner.onRegistered(1);
    expect(ends()).toHaveLength(3);
    runner.onMessage({ type: "job_settled", job: offer.job, attempt: 1 });
    await vi.advanceTimersByTimeAsync(3 * JOB_END_REPEAT_MS);
    expect(ends()).toHaveLength(3);
    expect(asks().at(-1)).toMatchObject({ holding: [] });
  });

  it("[JB3] a run that it has or has ended is not begun again; a higher attempt ends the older without a word", async () => {
    runner.onRegistered(1);
    const offer = jobOffer(1);
    runner.onMessage(offer);
    runner.onMessage(offer);
    await settle();
    expect(hand.begun).toHaveLength(1);
    runner.onMessage(jobOffer(1, { attempt: 2 }));
    await settle();
    expect([hand.stops, hand.begun.length, ends()]).toEqual([1, 2, []]);
    runner.onMessage(offer);
    hand.begun[1]?.end.reject(new JobFailed("memory", "full"));
    await settle();
    expect(ends()).toEqual([{ type: "job_failed", job: offer.job, attempt: 2, reason: "memory" }]);
    runner.onMessage(jobOffer(1, { attempt: 2 }));
    runner.onMessage({ type: "job_settled", job: offer.job, attempt: 2 });
    runner.onMessage(jobOffer(1, { attempt: 2 }));
    await settle();
    expect(hand.begun).toHaveLength(2);
  });

  it("[JB8] a cancel ends this run at its next step and no other", async () => {
    runner.onRegistered(1);
    const offer = jobOffer(1);
    runner.onMessage(offer);
    await settle();
    runner.onMessage({ type: "job_cancel", job: offer.job, attempt: 2 });
    runner.onMessage({ type: "job_cancel", job: jobOffer(2).job, attempt: 1 });
    expect(hand.stops).toBe(0);
    runner.onMessage({ type: "job_cancel", job: offer.job, attempt: 1 });
    await settle();
    expect(ends()).toEqual([{ type: "job_returned", job: offer.job, attempt: 1, why: "cancelled" }]);
  });

  it("[JB8] what was done before the cancel came stays done", async () => {
    runner.onRegistered(1);
    const offer = jobOffer(1);
    runner.onMessage(offer);
    await settle();
    hand.begun[0]?.end.resolve(OUTPUT);
    await settle();
    runner.onMessage({ type: "job_cancel", job: offer.job, attempt: 1 });
    await settle();
    expect(ends().map(({ type }) => type)).toEqual(["job_done"]);
  });

  it("[JB10] progress is told no oftener than every 250 ms; standing aside at once", async () => {
    runner.onRegistered(1);
    runner.onMessage(jobOffer(1));
    await settle();
    const heard = hand.begun[0]?.heard;
    heard?.onPhase?.("running");
    await vi.advanceTimersByTimeAsync(JOB_PROGRESS_EVERY_MS);
    said.length = 0;
    for (let step = 1; step <= 10; step++) {
      heard?.onStep(step, 10);
      await vi.advanceTimersByTimeAsync(JOB_PROGRESS_EVERY_MS / 2);
    }
    const progress = said.filter((message) => message.type === "job_progress");
    expect(progress.map(({ step }) => step)).toEqual([1, 3, 5, 7, 9]);
    heard?.onPaused(true);
    heard?.onPaused(false);
    expect(said.slice(-2)).toMatchObject([
      { step: 10, paused: true },
      { step: 10, paused: false },
    ]);
    heard?.onPreview(new Uint8Array([65]), "jpeg");
    heard?.onPreview(new Uint8Array([66]), "jpeg");
    expect(said.filter(({ type }) => type === "job_preview")).toMatchObject([{ base64: "QQ==", output: 0 }]);
  });

  it("[JB7] a host that leaves gives back what it has", async () => {
    runner.onRegistered(1);
    const offer = jobOffer(1);
    runner.onMessage(offer);
    await settle();
    const gone = runner.drain();
    await vi.advanceTimersByTimeAsync(50);
    await gone;
    expect(ends()).toEqual([{ type: "job_returned", job: offer.job, attempt: 1, why: "leaving" }]);
  });

  it("[JB6] a run whose lease ended fails, whatever was made", async () => {
    runner.onRegistered(1);
    runner.onMessage(jobOffer(1, { leaseMs: 1000 }));
    await settle();
    await vi.advanceTimersByTimeAsync(1001);
    hand.begun[0]?.end.resolve(OUTPUT);
    await settle();
    expect(ends()).toMatchObject([{ type: "job_failed", reason: "timeout" }]);
    expect(puts).toEqual([]);
  });

  it("[JB13] a marked copy goes where the offer says, and is named; without one the host is unfit for it", async () => {
    runner.onRegistered(1);
    expect(asks().at(-1)).not.toHaveProperty("marks");
    hand.marks = true;
    runner.refresh();
    expect(asks().at(-1)).toMatchObject({ marks: true });
    const [leaves] = jobOffer(1).outputs;
    const marked = imageLeave("/marked");
    const offer = (number: number) =>
      jobOffer(number, { mark: "Created with us", outputs: leaves ? [{ ...leaves, marked }] : [] });
    runner.onMessage(offer(1));
    await settle();
    hand.begun[0]?.end.resolve({ ...OUTPUT, marked: { bytes: new Uint8Array([7, 7]), format: "jpeg" } });
    await settle();
    expect(puts).toContain("/marked");
    expect(ends().at(-1)).toMatchObject({ type: "job_done", results: [{ marked: { etag: "e", bytes: 2 } }] });
    puts.length = 0;
    runner.onMessage(offer(2));
    await settle();
    hand.begun[1]?.end.resolve(OUTPUT);
    await settle();
    expect(ends().at(-1)).toMatchObject({ type: "job_failed", reason: "unfit" });
    expect(puts).toEqual([]);
  });
});
