/** A producer of queued jobs that takes no time: what remains is the road around it. */
import type { JobOutput, JobProducer, JobWork } from "@llamasketch/gpu-agent/job-work";
import sharp from "sharp";

export const WORKFLOW = "painter-text-to-image";

/** One picture of each size, made once. */
const made = new Map<string, Promise<Uint8Array>>();
function pictureOf(width: number, height: number, quality: number): Promise<Uint8Array> {
  const key = `${width}x${height}@${quality}`;
  const known =
    made.get(key) ??
    sharp({ create: { width, height, channels: 3, background: "#888" } })
      .jpeg({ quality })
      .toBuffer();
  made.set(key, known);
  return known;
}

export class InstantJobs implements JobProducer {
  readonly workflows = [WORKFLOW];
  readonly loaded = WORKFLOW;
  readonly atHand = [WORKFLOW];
  readonly #takesMs: number;
  constructor(takesMs = 0) {
    this.#takesMs = takesMs;
  }
  async run({ offer }: JobWork): Promise<JobOutput> {
    const { widthPx, heightPx } = offer.inputs;
    if (this.#takesMs > 0) await new Promise((resolve) => setTimeout(resolve, this.#takesMs));
    return {
      bytes: await pictureOf(widthPx, heightPx, 90),
      format: "jpeg",
      widthPx,
      heightPx,
      thumbnail: { bytes: await pictureOf(64, 64, 80), format: "jpeg" },
      blurHash: "LEHV6nWB2yk8",
    };
  }
  stop(): Promise<void> {
    return Promise.resolve();
  }
  close(): void {}
}
