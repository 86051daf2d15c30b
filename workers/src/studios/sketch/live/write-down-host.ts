import type { Settings } from "@llamasketch/contract";
import type { StrokeChunkRow } from "@llamasketch/db";
import type { Statement } from "../../../commit.ts";
import type { NewPicture } from "../picture-store.ts";

/** What is written down of its session's own, and what it does then. */
export interface WriteDownHost {
  /** Something is held that a life after this one would have to find. */
  holds(): void;
  /** With more held than this it is written at once. */
  heldMaxBytes(): number;
  /** Number up to which every live picture is stored or given up. */
  through(): number;
  /** These were written; null: nothing was said since. */
  wrote(settings: Settings | null): void;
}

/** One batch of it. */
export interface Taken {
  /** Of all that is written. */
  bytes: number;
  pictures: NewPicture[];
  pieces: StrokeChunkRow[];
  settings: Settings | null;
  statements: Statement[];
  /** Of the statements, those that may have something removed: their place and the entry that says so. */
  retires: [at: number, outboxId: string][];
}
