import type { LiveSketch } from "@llamasketch/live-client";
import { findMark } from "../../../drawing/canvas-at.ts";
import type { Ink, InkMoment } from "../../../drawing/ink.ts";
import { randomId } from "../../../drawing/random-id.ts";

/** A canvas that may become a kept picture: its number, and what it shows. */
interface ReadCanvas extends InkMoment {
  epoch: number;
  version: number;
}

/** Writes into the stroke log which canvas each kept picture was made from, once for each version. */
export class PictureMarks {
  readonly #ink: Ink;
  readonly #live: () => LiveSketch | null;

  constructor(ink: Ink, live: () => LiveSketch | null) {
    this.#ink = ink;
    this.#live = live;
  }

  /** The canvas as it is now, to be remembered if its picture turns out to be kept. */
  read(): ReadCanvas {
    const { epoch = 0, version = 0 } = this.#live()?.state ?? {};
    return { epoch, version, ...this.#ink.moment };
  }

  /** If the hand rests, the picture of this canvas will be kept: true when a mark was written for it. */
  write(read: ReadCanvas): boolean {
    return this.#live()?.state.paused === true && this.keep(read);
  }

  /** The picture of this canvas will be kept, whatever the hand does. True when a mark was written for it. */
  keep({ epoch, version, after, growing }: ReadCanvas): boolean {
    const state = this.#live()?.state;
    if (version === 0 || state?.holder !== "you" || state.epoch !== epoch) return false;
    if (findMark(this.#ink.operations, epoch, version)) return false;
    this.#ink.note({ op: "mark", id: randomId(12), epoch, version, after, ...(growing && { growing }) });
    return true;
  }
}
