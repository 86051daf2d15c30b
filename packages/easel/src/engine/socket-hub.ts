import { randomBytes } from "node:crypto";
import { WebSocket } from "ws";
import type { FaultBoard } from "../faults/fault-board.ts";
import { writeExact } from "./exact-json.ts";

// A reader this far behind is as good as gone; without a limit it would eat the memory.
const maxBacklogBytes = 64 * 1024 * 1024;

/** The sockets by client id, and who the running prompt belongs to. */
export class SocketHub {
  readonly #sockets = new Map<string, WebSocket>();
  readonly #metadata = new Set<string>();
  readonly #features: Readonly<Record<string, unknown>>;
  readonly #faults: FaultBoard;
  #isClosed = false;
  /** Owner of the running prompt; null when it named none. */
  owner: string | null = null;
  /** Node that runs now, told to an owner who comes back. */
  runningNode: string | null = null;

  /** `features` are told to a client that tells its own. */
  constructor(features: Readonly<Record<string, unknown>>, faults: FaultBoard) {
    this.#features = features;
    this.#faults = faults;
  }

  /** True once `closeAll` was called. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Takes a new socket in. `queueRemaining` goes into its first message. */
  add(socket: WebSocket, wantedId: string | null, queueRemaining: number): void {
    const sid = wantedId || randomBytes(16).toString("hex");
    this.#sockets.set(sid, socket);
    this.#metadata.delete(sid);
    socket.on("error", () => socket.terminate());
    socket.on("close", () => {
      // As in ComfyUI the id is dropped whoever holds it now: a second socket that opened under the same
      // id before this one closed goes deaf. Clients must be tested against that.
      if (this.#sockets.get(sid) !== socket && !this.#faults.take("same-id")) return;
      this.#sockets.delete(sid);
      this.#metadata.delete(sid);
    });
    let first = true;
    socket.on("message", (data, isBinary) => {
      if (!first || isBinary) return;
      first = false;
      const flags = readFlags(String(data));
      if (!flags) return;
      if (flags["supports_preview_metadata"] === true) this.#metadata.add(sid);
      write(socket, writeExact({ type: "feature_flags", data: this.#features }));
    });
    write(
      socket,
      writeExact({
        type: "status",
        data: { status: { exec_info: { queue_remaining: queueRemaining } }, sid },
      }),
    );
    if (this.owner === sid && this.runningNode !== null) {
      write(socket, writeExact({ type: "executing", data: { node: this.runningNode } }));
    }
  }

  /** To one client, or to all when `to` is null. A client that is not connected gets nothing. */
  send(type: string, data: object, to: string | null): void {
    this.#deliver(writeExact({ type, data }), to);
  }

  sendBinary(frame: Buffer, to: string | null): void {
    this.#deliver(frame, to);
  }

  /** True when that client asked for image frames with metadata. */
  takesMetadata(sid: string | null): boolean {
    return sid !== null && this.#metadata.has(sid);
  }

  /** Cuts that client off, without a close. */
  drop(sid: string): void {
    this.#sockets.get(sid)?.terminate();
    this.#sockets.delete(sid);
  }

  closeAll(): void {
    this.#isClosed = true;
    for (const socket of this.#sockets.values()) socket.terminate();
  }

  #deliver(payload: string | Buffer, to: string | null): void {
    if (to === null) for (const socket of this.#sockets.values()) write(socket, payload);
    else {
      const socket = this.#sockets.get(to);
      if (socket) write(socket, payload);
    }
  }
}

function write(socket: WebSocket, payload: string | Buffer): void {
  if (socket.readyState !== WebSocket.OPEN) return;
  if (socket.bufferedAmount > maxBacklogBytes) socket.terminate();
  else socket.send(payload);
}

function readFlags(text: string): Record<string, unknown> | null {
  try {
    const message: unknown = JSON.parse(text);
    if (typeof message !== "object" || message === null || !("type" in message) || !("data" in message))
      return null;
    if (message.type !== "feature_flags" || typeof message.data !== "object" || message.data === null)
      return null;
    return { ...message.data };
  } catch {
    return null;
  }
}
