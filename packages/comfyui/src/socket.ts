import { ComfyUnreachable } from "./errors.ts";
import { parseMessage } from "./event.ts";
import type { ComfyEvent } from "./event.ts";
import { parseFrame } from "./frame.ts";

/** What this package needs of a WebSocket: the platform's own and the `ws` package both fit. */
export interface ComfyWebSocket {
  binaryType: string;
  send(text: string): void;
  close(): void;
  addEventListener(type: "message", listener: (event: { data: unknown }) => void): void;
  addEventListener(type: "open" | "close" | "error", listener: () => void): void;
}

export type ComfyWebSocketConstructor = new (url: string) => ComfyWebSocket;

/** An open event stream. */
export interface ComfySocket {
  /** Fresh for each connection: reusing an id can leave the new socket deaf. Set it on every prompt. */
  readonly clientId: string;
  readonly closed: boolean;
  /** Every event from now on; returns a function that stops it. */
  listen(listener: (event: ComfyEvent) => void): () => void;
  /** Called once when the socket closes, at once if it has. */
  onClose(listener: () => void): () => void;
  close(): void;
}

/**
 * Opens `/ws` under a fresh client id and negotiates preview metadata (it must be the first message).
 * Resolves at the server's first `status`; rejects with `ComfyUnreachable` after `timeoutMs`.
 */
export function connectComfy(options: {
  baseUrl: string;
  WebSocket: ComfyWebSocketConstructor;
  newId?: () => string;
  timeoutMs?: number;
  /** Defaults to true. Without it nothing ties an image frame to its prompt. */
  negotiateMetadata?: boolean;
}): Promise<ComfySocket> {
  const clientId = (options.newId ?? (() => crypto.randomUUID()))();
  const url = `${options.baseUrl.replace(/\/+$/, "").replace(/^http/, "ws")}/ws?clientId=${encodeURIComponent(clientId)}`;
  return new Promise((resolve, reject) => {
    const listeners = new Set<(event: ComfyEvent) => void>();
    const closeListeners = new Set<() => void>();
    let closed = false;
    let ready = false;
    let raw: ComfyWebSocket;
    try {
      raw = new options.WebSocket(url);
    } catch (cause) {
      reject(new ComfyUnreachable("The event socket could not be made", { cause }));
      return;
    }
    raw.binaryType = "arraybuffer";
    const timer = setTimeout(
      () => fail("The event socket did not open in time"),
      options.timeoutMs ?? 10_000,
    );
    const fail = (message: string): void => {
      clearTimeout(timer);
      if (!ready) reject(new ComfyUnreachable(message));
      end();
      raw.close();
    };
    const end = (): void => {
      if (closed) return;
      closed = true;
      for (const listener of closeListeners) listener();
      closeListeners.clear();
      listeners.clear();
    };
    const socket: ComfySocket = {
      clientId,
      get closed() {
        return closed;
      },
      listen(listener) {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
      onClose(listener) {
        if (closed) listener();
        else closeListeners.add(listener);
        return () => void closeListeners.delete(listener);
      },
      close() {
        end();
        raw.close();
      },
    };
    raw.addEventListener("open", () => {
      if (options.negotiateMetadata === false) return;
      raw.send(JSON.stringify({ type: "feature_flags", data: { supports_preview_metadata: true } }));
    });
    raw.addEventListener("message", ({ data }) => {
      if (closed) return;
      const event = readEvent(data);
      if (!ready && event.kind === "status") {
        ready = true;
        clearTimeout(timer);
        resolve(socket);
      }
      for (const listener of listeners) listener(event);
    });
    raw.addEventListener("error", () => fail("The event socket failed"));
    raw.addEventListener("close", () => fail("The event socket closed before it was ready"));
  });
}

function readEvent(data: unknown): ComfyEvent {
  if (typeof data === "string") return parseMessage(data);
  if (data instanceof ArrayBuffer) return parseFrame(new Uint8Array(data));
  if (data instanceof Uint8Array) return parseFrame(data);
  return { kind: "unknown", what: "message of an unknown kind" };
}
