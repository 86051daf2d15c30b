import type {
  Ability,
  AgentToSession,
  ChunkHeader,
  ClientMessage,
  CloseWhy,
  FrameHeader,
  PauseReason,
  PictureHeader,
  Refusal,
  SessionMessage,
  SessionToAgent,
  Settings,
} from "@llamasketch/contract";
import type { Conn, Remembered, SessionState } from "./state.ts";

/** What an agent said of itself. */
export interface Attached {
  name: string;
  painter: boolean;
  expectMs: number;
  can: readonly Ability[];
}

/** `newcomer`: no session has timed this host yet. */
export type Placed = { agentId: string; newcomer: boolean } | "wait" | { busyPosition: number };

export type SessionEvent =
  | { type: "clientJoined"; conn: Conn }
  | { type: "clientLeft"; conn: Conn }
  | { type: "clientMessage"; conn: Conn; message: ClientMessage }
  | { type: "frame"; conn: Conn; header: FrameHeader; message: Uint8Array }
  | { type: "chunk"; conn: Conn; header: ChunkHeader; bytes: Uint8Array }
  /** Pieces of the stroke log, as it is stored. */
  | { type: "logRead"; chunks: number }
  /** This sketch is a copy of another: its log and its epochs go on from there. */
  | { type: "adopted"; epoch: number; chunks: number }
  /** `bytes`: its length, which waits no more. */
  | { type: "chunkStored"; conn: Conn; chunkId: number; index: number; bytes: number }
  /** R11: not now; R13: its owner may store no more. */
  | { type: "chunkNotStored"; conn: Conn; bytes: number; rule: "R11" | "R13" }
  | { type: "agentJoined"; conn: Conn; agentId: string; placement: number }
  /** `cutOff`: it was ended here, for what it sent. */
  | { type: "agentLeft"; conn: Conn; clean: boolean; cutOff?: boolean }
  | { type: "agentMessage"; conn: Conn; message: AgentToSession }
  | { type: "picture"; conn: Conn; header: PictureHeader; message: Uint8Array }
  /** What the dispatcher answered to `place`. */
  | { type: "placed"; result: Placed }
  /** This host is not to draw here any more, whatever ticket it has. */
  | { type: "dismissed"; agentId: string }
  /** Sockets that outlived this object's memory. */
  | {
      type: "woke";
      clients: { conn: Conn; clientId: string | null; can: readonly Ability[] }[];
      settings: { settingsVersion: number; settings: Settings } | null;
      agents: {
        conn: Conn;
        agentId: string;
        placement: number;
        attached: Attached | null;
      }[];
    }
  /** Nobody can pay for what would be drawn now. */
  | { type: "paused"; reason: PauseReason }
  | { type: "resumed" }
  | { type: "alarm" }
  | { type: "tick" };

export type SessionEffect =
  | { type: "toClient"; conn: Conn; message: SessionMessage }
  | { type: "toAgent"; conn: Conn; message: SessionToAgent }
  /** A frame, its sequence already stamped. */
  | { type: "relay"; conn: Conn; message: Uint8Array }
  /** A picture, its session time and flags already stamped, for every client it is for, and what it was drawn with. */
  | {
      type: "broadcast";
      conns: Conn[];
      header: PictureHeader;
      message: Uint8Array;
      settings: Settings;
    }
  | { type: "close"; conn: Conn; why: CloseWhy }
  | { type: "place"; placement: number; avoid: string | null }
  | { type: "release"; agentId: string | null; frameMs: number | null }
  /** What a frame took on this host, on this session's clock. Nobody is to wait for it to be told. */
  | { type: "timed"; agentId: string; frameMs: number }
  /** It was given up here: late, silent, or caught in a lie. */
  | { type: "missed"; agentId: string }
  | { type: "remember"; remembered: Omit<Remembered, "generation"> }
  /** The settings a later wake will need, kept with the pen's socket. */
  | { type: "holdSettings"; conn: Conn; settingsVersion: number; settings: Settings }
  | { type: "holdClient"; conn: Conn; clientId: string; can: readonly Ability[] }
  | ({ type: "holdAgent"; conn: Conn } & Attached)
  | { type: "keep"; header: PictureHeader; message: Uint8Array; settings: Settings }
  | { type: "saveChunk"; conn: Conn; header: ChunkHeader; bytes: Uint8Array }
  | { type: "saveSettings"; settings: Settings }
  /** Of the meter, which is not this machine's. */
  | { type: "stopAt"; credits: number | null }
  | { type: "topUp" }
  | { type: "alarm"; atMs: number };

export const remember = ({ epoch, pen, placement }: SessionState): SessionEffect => ({
  type: "remember",
  remembered: { epoch, penClientId: pen?.clientId ?? null, placement },
});

export const refused = (
  conn: Conn,
  rule: Refusal,
  text: { code: string; message: string },
): SessionEffect => ({
  type: "toClient",
  conn,
  message: { type: "refused", rule, code: text.code, message: text.message },
});
