/**
 * A person draws live for a while, on paper: which pictures are stored when, and which blocks that makes by the rules of live
 * drawing. A block ends when the windows it holds are used, before half its hold's life, or after ten seconds without a stroke.
 */
import { LIVE_HOLD_MS, LIVE_IDLE_MS, LIVE_WINDOW_MS, REST_MS } from "@llamasketch/contract";
import type { BlockPicture } from "@llamasketch/ledger";
import { seededRandom, unhurriedHand, type TimedStroke } from "@llamasketch/simulator";

/** One row of `live_blocks`: the pictures of the block that ends, null when none does. */
export interface Turn {
  seq: number;
  pictures: BlockPicture[] | null;
  begin: boolean;
  atMs: number;
}

export interface DrawnSession {
  turns: Turn[];
  pictures: number;
  windows: number;
  /** Objects put into R2. */
  puts: number;
  /** Rows of the session's own storage: its name once, and each time its alarm is set. */
  objectRows: number;
  alarms: number;
  /** Drafts among them: all pictures that were made and shown. */
  shown: number;
}

export interface Drawing {
  strokes: TimedStroke[];
  /** When each stored picture arrived, ms. */
  storedMs: number[];
}

/** A picture comes this long after its pause, and every following one after that much again. */
const PICTURE_MS = 600;
const PAUSE_MS = 300;
/** A stored picture waits at most this long for others to share its object; a crash before that loses it, and nobody pays. */
const SHARE_OBJECT_MS = 15_000;
/** An object is full with this much; pictures are reckoned at this size. */
const OBJECT_BYTES = 512 * 1024;
const PICTURE_BYTES = 80_000;
const MAINS = 20;
const RESTS = 4;
const VARIATIONS = 4;

/** Five minutes as the price list reckons them: 20 pictures and 16 variations, at pauses and rests of a real hand. */
export function listedDrawing(seed: number, forMs: number): Drawing {
  const strokes = unhurriedHand(seededRandom(seed), forMs);
  const pauses = pausesOf(strokes, forMs).filter(({ lastsMs }) => lastsMs >= PAUSE_MS);
  const mains = Array.from({ length: MAINS }, (_, at) => pauses[Math.floor((at * pauses.length) / MAINS)]);
  const rests = pauses.toSorted((a, b) => b.lastsMs - a.lastsMs).slice(0, RESTS);
  return {
    strokes,
    storedMs: [
      ...mains.flatMap((pause) => (pause ? [pause.fromMs + PICTURE_MS] : [])),
      ...rests.flatMap(({ fromMs }) => variationsFrom(fromMs)),
    ].sort((a, b) => a - b),
  };
}

/** The same hand with every pause kept, and variations at every rest, as long as it lasts. */
export function everyPauseKept(seed: number, forMs: number): Drawing {
  const strokes = unhurriedHand(seededRandom(seed), forMs);
  const storedMs = pausesOf(strokes, forMs)
    .filter(({ lastsMs }) => lastsMs >= PAUSE_MS)
    .flatMap(({ fromMs, lastsMs }) => [
      fromMs + PICTURE_MS,
      ...variationsFrom(fromMs).filter((atMs) => atMs <= fromMs + lastsMs),
    ]);
  return { strokes, storedMs };
}

const variationsFrom = (fromMs: number): number[] =>
  Array.from({ length: VARIATIONS }, (_, at) => fromMs + REST_MS + (at + 1) * PICTURE_MS);

function pausesOf(strokes: TimedStroke[], forMs: number): { fromMs: number; lastsMs: number }[] {
  return strokes.map(({ upMs }, at) => ({
    fromMs: upMs,
    lastsMs: (strokes[at + 1]?.downMs ?? forMs) - upMs,
  }));
}

/** The turns of its blocks. `heldWindows`: what each block holds. */
export function blocksOf({ strokes, storedMs }: Drawing, heldWindows: number): DrawnSession {
  const session = new Blocks(heldWindows);
  const moments = [
    ...strokes.flatMap(({ downMs, upMs }) => {
      const moves: [number, boolean][] = [];
      for (let atMs = downMs; atMs < upMs; atMs += 1000) moves.push([atMs, false]);
      return [...moves, [upMs, false] as [number, boolean]];
    }),
    ...storedMs.map((atMs): [number, boolean] => [atMs, true]),
  ].sort(([a], [b]) => a - b);
  for (const [atMs, stored] of moments) {
    session.passTo(atMs);
    if (stored) session.stored(atMs);
    else session.drawn(atMs);
  }
  session.passTo((moments.at(-1)?.[0] ?? 0) + 2 * LIVE_HOLD_MS);
  const drawingMs = strokes.reduce((sum, { downMs, upMs }) => sum + upMs - downMs, 0);
  return { ...session.result(), shown: storedMs.length + Math.floor(drawingMs / PICTURE_MS) };
}

class Blocks {
  readonly #heldWindows: number;
  readonly #turns: Turn[] = [];
  #pictures: BlockPicture[] | null = null;
  #used = new Set<number>();
  #paid = -1;
  #openedMs = 0;
  #activeMs = 0;
  #alarmMs: number | null = null;
  #alarms = 0;
  #count = 0;
  #puts = 0;
  #objectFromMs: number | null = null;
  #objectPictures = 0;
  readonly #windows = new Set<number>();
  constructor(heldWindows: number) {
    this.#heldWindows = heldWindows;
  }

  /** What time alone brings about until then. */
  passTo(atMs: number): void {
    while (this.#pictures !== null) {
      const idleMs = this.#activeMs + LIVE_IDLE_MS;
      const agedMs = this.#openedMs + LIVE_HOLD_MS / 2;
      const nextMs = Math.min(idleMs, agedMs);
      if (nextMs > atMs) break;
      this.#turn(nextMs, agedMs < idleMs);
    }
    while (this.#alarmMs !== null && this.#alarmMs <= atMs) {
      const firedMs = this.#alarmMs;
      this.#alarmMs = null;
      if (this.#pictures !== null) this.#arm(firedMs);
    }
  }

  drawn(atMs: number): void {
    this.#activeMs = atMs;
    if (this.#pictures === null) this.#turn(atMs, true);
  }

  stored(atMs: number): void {
    const window = Math.floor(atMs / LIVE_WINDOW_MS);
    this.drawn(atMs);
    const fresh = window > this.#paid && !this.#used.has(window);
    if (fresh && this.#used.size === this.#heldWindows) this.#turn(atMs, true);
    if (window > this.#paid) this.#used.add(window);
    this.#windows.add(window);
    this.#count += 1;
    this.#keep(atMs);
    const picture = `pic_${String(this.#count).padStart(26, "0")}`;
    this.#pictures?.push({ picture, object: this.#puts, window, bytes: PICTURE_BYTES });
  }

  /** Puts the picture with others into one object, or begins the next. */
  #keep(atMs: number): void {
    const late = this.#objectFromMs === null || atMs > this.#objectFromMs + SHARE_OBJECT_MS;
    if (late || (this.#objectPictures + 1) * PICTURE_BYTES > OBJECT_BYTES) {
      this.#puts += 1;
      this.#objectFromMs = atMs;
      this.#objectPictures = 0;
    }
    this.#objectPictures += 1;
  }

  #turn(atMs: number, begin: boolean): void {
    this.#turns.push({
      seq: this.#turns.length + 1,
      pictures: this.#pictures,
      begin,
      atMs: Math.round(atMs),
    });
    this.#paid = Math.max(this.#paid, ...this.#used);
    this.#used = new Set();
    this.#pictures = begin ? [] : null;
    // What a block is paid for is stored before it is paid.
    this.#objectFromMs = null;
    this.#openedMs = atMs;
    if (begin && this.#alarmMs === null) this.#arm(atMs);
  }

  #arm(atMs: number): void {
    this.#alarmMs = atMs + LIVE_HOLD_MS / 2;
    this.#alarms += 1;
  }

  result(): Omit<DrawnSession, "shown"> {
    return {
      turns: this.#turns,
      pictures: this.#count,
      windows: this.#windows.size,
      puts: this.#puts,
      objectRows: 1 + this.#alarms,
      alarms: this.#alarms,
    };
  }
}
