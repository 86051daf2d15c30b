import { VARIATIONS_MAX, type PictureHeader, type Settings } from "@llamasketch/contract";
import type { LiveSketch } from "@llamasketch/live-client";
import type { Ink } from "../../../drawing/ink.ts";
import type { VariationShelf } from "../picture/variation-shelf.ts";
import { randomSeed } from "../../../prompt/random-seed.ts";
import type { LatencyMeter } from "../status/latency.ts";
import type { CanvasEncoder } from "./canvas-encoder.ts";
import type { Online } from "./go-online.ts";
import type { LogSync } from "./log-sync.ts";
import type { PictureMarks } from "./picture-marks.ts";
import type { StrokeKeeper } from "./stroke-keeper.ts";

interface Parts {
  clientId: string;
  settings: Settings;
  seedLocked: boolean;
  ink: Ink;
  encoder: CanvasEncoder;
  marks: PictureMarks;
  meter: LatencyMeter;
  keeper: StrokeKeeper;
  sync: LogSync;
  variations: VariationShelf;
  /** Hands over the log. */
  save(): void;
  pictureCame(header: PictureHeader, image: Uint8Array, strokeMs: number[]): void;
  changed(): void;
  kept(): void;
  refused(code: string, message: string): void;
  ticketRefused(error: unknown): void;
}

/** The live sketch of a session: what it asks for is read from the drawing, what it says goes to whom it is for. */
export function openLive({ browserPlatform, openLiveSketch }: Online, id: string, parts: Parts): LiveSketch {
  const { clientId, settings, seedLocked, ink, encoder, marks, meter, keeper, sync, variations } = parts;
  const options = {
    clientId,
    pen: "free",
    settings,
    chunkSeed: randomSeed(),
    variations: seedLocked ? 0 : VARIATIONS_MAX,
  } as const;
  return openLiveSketch(options, browserPlatform(id, parts.ticketRefused), {
    encode: async (quality) => {
      const startedMs = performance.now();
      const read = marks.read();
      const canvas = await encoder.encode(quality);
      const nowMs = performance.now();
      meter.frameLeft(read.version, nowMs - startedMs, nowMs);
      marks.write(read);
      return canvas;
    },
    onPicture: parts.pictureCame,
    onChange: parts.changed,
    onPaused: () => {
      marks.write(marks.read());
      parts.save();
    },
    onYield: () => {
      ink.finishStroke();
      parts.save();
    },
    onSaved: (chunkId, index) => {
      sync.stored(index);
      keeper.stored(chunkId);
    },
    onKept: parts.kept,
    onVariation: (header, image) => variations.add(header, image),
    onRefused: parts.refused,
  });
}
