/** A socket between two parties of the simulation, with what networks do to sockets. */
import type { SimClock } from "./clock.ts";

export type Data = string | Uint8Array;

export interface End {
  onData: ((data: Data) => void) | null;
  onClose: ((code: number) => void) | null;
}

export interface Weather {
  /** One way, ms. */
  latencyMs(): number;
  /** What becomes of one message; `may`: it is of a kind that levels repair. */
  fate(may: boolean): "arrives" | "lost" | "twice" | "late";
}

const LATE_MS = 400;
const REPAIRED = new Set(["changed", "want", "turn", "ready", "soon", "drop"]);

export class Wire {
  readonly ends: readonly [End, End] = [
    { onData: null, onClose: null },
    { onData: null, onClose: null },
  ];
  open = true;
  /** Looks open, carries nothing. */
  black = false;
  readonly #clock: SimClock;
  readonly #weather: Weather;
  readonly #lastMs: [number, number] = [0, 0];

  constructor(clock: SimClock, weather: Weather) {
    this.#clock = clock;
    this.#weather = weather;
  }

  /** Sends from one end to the other, in order unless the weather says otherwise. */
  send(from: 0 | 1, data: Data): void {
    if (!this.open || this.black) return;
    const copy = typeof data === "string" ? data : data.slice();
    const fate = this.#weather.fate(mayBeLost(copy));
    if (fate === "lost") return;
    const latencyMs = this.#weather.latencyMs();
    if (fate === "late") return void this.#deliver(from, copy, latencyMs + LATE_MS);
    const atMs = Math.max(this.#lastMs[from], this.#clock.nowMs + latencyMs);
    this.#lastMs[from] = atMs;
    this.#deliver(from, copy, atMs - this.#clock.nowMs);
    if (fate === "twice")
      this.#deliver(from, typeof copy === "string" ? copy : copy.slice(), atMs - this.#clock.nowMs + LATE_MS);
  }

  /** Ends the socket: the one who closes knows at once, the other hears of it unless the wire is black. */
  close(by: 0 | 1 | null, code: number): void {
    if (!this.open) return;
    this.open = false;
    for (const side of [0, 1] as const) {
      if (side === by || this.black) continue;
      this.#clock.timer(this.#weather.latencyMs(), () => this.ends[side].onClose?.(code));
    }
  }

  #deliver(from: 0 | 1, data: Data, delayMs: number): void {
    this.#clock.timer(delayMs, () => {
      if (this.open && !this.black) this.ends[from === 0 ? 1 : 0].onData?.(data);
    });
  }
}

function mayBeLost(data: Data): boolean {
  if (typeof data !== "string") return data[2] !== 3;
  const type = /^\{"type":"(\w+)"/.exec(data)?.[1];
  return type !== undefined && REPAIRED.has(type);
}
