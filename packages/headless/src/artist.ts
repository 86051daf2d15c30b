/** A drawer without a browser: one sketch, drawn from recorded strokes or a picture, its latencies counted. */
import type { PauseReason, PictureHeader, SessionStatus, Settings } from "@llamasketch/contract";
import { openLiveSketch, owes, type LiveSketch } from "@llamasketch/live-client";
import type { SketchApi } from "./api.ts";
import type { CanvasBytes, CanvasUse } from "./canvas.ts";
import { nodePlatform } from "./platform.ts";

export interface ArtistOptions {
  api: SketchApi;
  sketchId: string;
  settings: Settings;
  encode(use: CanvasUse): Promise<CanvasBytes>;
  onPicture?(header: PictureHeader, image: Uint8Array): void;
  /** Ask for a sharper picture when the hand rests; true unless said otherwise. */
  refine?: boolean;
  /** How long a pause is waited out; as long as anything else unless said. Credits may come meanwhile. */
  pauseMs?: number;
}

export class Artist {
  readonly live: LiveSketch;
  /** Pen-up to the first picture that includes the stroke, ms. */
  readonly strokeMs: number[] = [];
  readonly problems: string[] = [];
  /** By their number. */
  readonly variations = new Map<number, Uint8Array>();
  readonly #options: ArtistOptions;

  constructor(options: ArtistOptions) {
    this.#options = options;
    this.live = openLiveSketch(
      {
        clientId: crypto.randomUUID(),
        pen: "free",
        refine: options.refine ?? true,
        settings: options.settings,
        chunkSeed: crypto.getRandomValues(new Uint32Array(1))[0] ?? 0,
      },
      nodePlatform(options.api, options.sketchId),
      {
        encode: (quality) =>
          options.encode(quality).catch((error: unknown) => {
            this.problems.push(
              `the canvas could not be made: ${error instanceof Error ? error.message : "unknown"}`,
            );
            return null;
          }),
        onPicture: (header, image, strokeMs) => {
          this.strokeMs.push(...strokeMs);
          options.onPicture?.(header, image);
        },
        onVariation: ({ variation = 0 }, image) => void this.variations.set(variation, image.slice()),
        onRefused: (code, message) => {
          // Others mend themselves: the client sends again.
          if (code === "prompt_refused") this.problems.push(message);
        },
      },
    );
  }

  get pictures(): number {
    return this.live.state.counts.pictures;
  }
  get dropped(): number {
    return this.live.state.counts.dropped;
  }

  /** Resolves when the newest canvas is on screen; rejects after `withinMs`, or at once when it was refused. */
  async settled(withinMs: number): Promise<void> {
    const untilMs = performance.now() + withinMs;
    await this.#until(() => owes(this.live.state) !== "new", untilMs);
  }

  /** Asks for variations of the present canvas; resolves when all of them came, as `settled` does. */
  async vary(count: number, withinMs: number): Promise<void> {
    const { state } = this.live;
    const untilMs = performance.now() + withinMs;
    await this.#until(() => state.status?.state === "live", untilMs);
    const can = state.status?.state === "live" ? state.status.can : undefined;
    if (!can?.includes("variations")) throw new Error("The host that draws here makes no variations.");
    this.live.askVariations(count);
    await this.#until(() => this.variations.size >= count, untilMs);
  }

  /** The present canvas, painted large in the queue. Rejects after `withinMs`, or when it was not made. */
  async final(withinMs: number): Promise<Uint8Array> {
    const { api, sketchId, settings, encode } = this.#options;
    const { epoch, version } = this.live.state;
    return api.final(sketchId, { epoch, version, settings, canvas: await encode("final"), withinMs });
  }

  async #until(isSo: () => boolean, untilMs: number): Promise<void> {
    const { pauseMs = Infinity } = this.#options;
    let pausedAtMs: number | null = null;
    while (!isSo()) {
      const isPaused = this.live.state.status?.state === "paused";
      pausedAtMs = isPaused ? (pausedAtMs ?? performance.now()) : null;
      if (pausedAtMs !== null && performance.now() - pausedAtMs > pauseMs) throw new Error(this.whyNothing());
      const hopeless = this.problems.length > 0 || this.live.state.connection === "stopped";
      if (hopeless || performance.now() > untilMs) throw new Error(this.whyNothing());
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  /** In words, why no picture came. */
  whyNothing(): string {
    const { connection, status, holder } = this.live.state;
    const why = this.problems.at(-1) ?? (status && reasonOf(status));
    return `No picture came (connection ${connection}, pen ${holder}, ${status?.state ?? "no status"}${why ? `: ${why}` : ""}).`;
  }
}

const PAUSES: Record<PauseReason, string> = {
  no_credits:
    "there are no credits left to draw with; the page /credits of that server says how to have more",
  limit: "the limit of credits that was set is reached",
  ledger_stalled: "credits cannot be counted at the moment; run it again in a minute",
  storage_full: "this account's storage is full; delete sketches or pictures, or take a larger plan",
};

function reasonOf(status: SessionStatus): string | null {
  if (status.state === "busy") return `number ${status.position} in line`;
  return status.state === "paused" ? PAUSES[status.reason] : null;
}

/** The value below which `share` of the list lies; null when it is empty. */
export function percentile(list: readonly number[], share: number): number | null {
  if (list.length === 0) return null;
  const sorted = list.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? null;
}
