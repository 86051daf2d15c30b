import type { Ability, AgentReport, ImageFormat, Quality, Settings } from "@llamasketch/contract";

export interface Canvas {
  /** Names the session, so that its files and caches stay apart from others'. */
  session: string;
  bytes: Uint8Array;
  format: ImageFormat;
  widthPx: number;
  heightPx: number;
  /** How good a picture is wanted; a draft when not said. */
  quality?: Quality;
  /** Queued work ran here before it: its model may have to be put on the device again. */
  mayLoad?: boolean;
  settings: Settings;
}

export interface Picture {
  bytes: Uint8Array;
  format: ImageFormat;
  produceMs: number;
}

/** What makes pictures: one slot of a GPU host. */
export interface Producer {
  /** Shown to people beside the picture. */
  readonly label: string;
  /** True for the built-in painter, which is no model. */
  readonly painter: boolean;
  readonly healthy: boolean;
  /** Why it is not healthy, in words without anybody's prompt. */
  readonly trouble?: string | null;
  /** It will never draw again: the host is to be replaced. */
  readonly broken?: boolean;
  /** What it found on this host. */
  readonly report?: AgentReport | null;
  /** Model files that it draws with, named as those of queued work; null where that is not known. */
  readonly models?: string | null;
  /** What it can beyond the first rules of the protocol. */
  readonly can?: readonly Ability[];
  /** Called with the new state whenever `healthy` changes. */
  onHealth: ((healthy: boolean) => void) | null;
  /** Resolves with a picture of exactly the canvas's size, or rejects; with `FrameStopped` when it was asked to stop. */
  produce(canvas: Canvas): Promise<Picture>;
  /** Ends the frame in hand at its next step, unless that is its last. */
  stop?(): Promise<void>;
  /** Stops the frame in hand, if there is one. */
  cancel?(): Promise<void>;
  close(): void;
}
