/** Whoever watches a job: streams of server-sent events, fed from the dispatcher's memory. */
import type { JobFromAgent } from "@llamasketch/contract";
import type { JobState } from "@llamasketch/jobs";

type Told =
  | Extract<JobFromAgent, { type: "job_progress" | "job_preview" }>
  | { type: "begun" }
  | { type: "waiting"; ahead: number | null; etaMs: number | null };
type Writer = ReadableByteStreamController;

/** Proxies end a stream that is silent for a minute. */
const COMMENT_EVERY_MS = 20_000;
/** Streams of one job: a page and a few programs. */
const WATCHERS_MAX = 8;
const encoder = new TextEncoder();

export const eventText = (name: string, data: unknown): Uint8Array =>
  encoder.encode(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);

/** Of the last event of every stream: nothing follows it. */
export const ENDED_EVENT_ID = "ended";
export const endedText = (state: JobState): Uint8Array =>
  encoder.encode(`id: ${ENDED_EVENT_ID}\nevent: ended\ndata: ${JSON.stringify({ state })}\n\n`);

export class JobWatchers {
  readonly #writers = new Map<string, Set<Writer>>();
  #timer: ReturnType<typeof setInterval> | null = null;

  /** Null when it has enough. `first` is said at once. */
  open(jobId: string, first: Uint8Array): ReadableStream<Uint8Array> | null {
    const writers = this.#writers.get(jobId) ?? new Set();
    if (writers.size >= WATCHERS_MAX) return null;
    let own: Writer | null = null;
    return new ReadableStream({
      type: "bytes",
      start: (writer: Writer) => {
        own = writer;
        writers.add(writer);
        this.#writers.set(jobId, writers);
        writer.enqueue(first);
        this.#timer ??= setInterval(() => this.#comment(), COMMENT_EVERY_MS);
      },
      cancel: () => {
        if (own) this.#remove(jobId, own);
      },
    });
  }

  tell(jobId: string, told: Told): void {
    const writers = this.#writers.get(jobId);
    if (!writers) return;
    const text = eventOf(told);
    for (const writer of writers) this.#write(jobId, writer, text);
  }

  /** It is over: says so and closes. */
  end(jobId: string, state: JobState): void {
    for (const writer of this.#writers.get(jobId) ?? []) {
      this.#write(jobId, writer, endedText(state));
      this.#remove(jobId, writer);
      try {
        writer.close();
      } catch {
        // Its reader left.
      }
    }
  }

  get watched(): string[] {
    return [...this.#writers.keys()];
  }

  #write(jobId: string, writer: Writer, text: Uint8Array): void {
    try {
      // Each writer takes the bytes with it.
      writer.enqueue(text.slice());
    } catch {
      this.#remove(jobId, writer);
    }
  }

  #comment(): void {
    for (const [jobId, writers] of this.#writers)
      for (const writer of writers) this.#write(jobId, writer, encoder.encode(": still here\n\n"));
  }

  #remove(jobId: string, writer: Writer): void {
    const writers = this.#writers.get(jobId);
    writers?.delete(writer);
    if (writers?.size === 0) this.#writers.delete(jobId);
    if (this.#writers.size > 0 || this.#timer === null) return;
    clearInterval(this.#timer);
    this.#timer = null;
  }
}

function eventOf(told: Told): Uint8Array {
  switch (told.type) {
    case "job_progress": {
      const { step, steps, output, paused } = told;
      return eventText("progress", { output, step, steps, paused });
    }
    case "job_preview": {
      const { output, format, base64 } = told;
      return eventText("preview", { output, image: `data:image/${format};base64,${base64}` });
    }
    case "begun":
      return eventText("running", {});
    case "waiting":
      return eventText("queued", { ahead: told.ahead, etaMs: told.etaMs });
  }
}
