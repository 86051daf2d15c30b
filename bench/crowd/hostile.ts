/** One visitor who means harm: calls and sockets from an address of their own, and the ids of all that became theirs. */
import { randomBytes, randomUUID } from "node:crypto";
import {
  FRAME_HEADER_BYTES,
  LIVE_PROTOCOL,
  encodeMessage,
  type ClientMessage,
  type SessionMessage,
} from "@llamasketch/contract";
import sharp from "sharp";
import { WebSocket, type RawData } from "ws";

const ADDRESS = "203.0.113.66";
const CALL_WITHIN_MS = 20_000;
const SIDE_PX = 256;

export interface Answer {
  status: number;
  body: { id?: string; path?: string; ticket?: string; storage?: { storedBytes?: number } } | null;
}

export class Hostile {
  readonly url: string;
  /** Of sketches, uploads and generations: what is stored for them has one of these in its key. */
  readonly ids = new Set<string>();
  readonly #cookies = new Map<string, string>();
  readonly #sockets = new Set<HostileSocket>();

  constructor(url: string) {
    this.url = url;
  }

  /** Becomes somebody, past the door. */
  async begin(): Promise<void> {
    await this.openSketch();
    const token = `pass:free:${new URL(this.url).hostname}:${randomUUID()}`;
    const { status } = await this.call("POST", "/api/free", { json: { token } });
    if (status !== 200) throw new Error(`the door stays shut: ${status}`);
  }

  /** Null when it was refused. */
  async openSketch(): Promise<string | null> {
    const settings = { prompt: "a calm sea", strength: 0.6, seed: 7 };
    return this.own(await this.call("POST", "/api/sketches", { json: { settings } }));
  }

  /** Remembers what was made; its id, or null when nothing was. */
  own({ body }: Answer): string | null {
    if (!body?.id) return null;
    this.ids.add(body.id);
    return body.id;
  }

  /** Never rejects: an attacker does not mind. Status 0 when there was no answer. */
  async call(
    method: string,
    path: string,
    more: { json?: object; body?: BodyInit; headers?: Record<string, string> } = {},
  ): Promise<Answer> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const body = more.json ? JSON.stringify(more.json) : more.body;
    try {
      const answer = await fetch(this.url + path, {
        method,
        headers: {
          "cf-connecting-ip": ADDRESS,
          ...(cookie && { cookie }),
          ...(more.json && { "content-type": "application/json" }),
          ...more.headers,
        },
        ...(body !== undefined && { body }),
        ...(body instanceof ReadableStream && { duplex: "half" as const }),
        signal: AbortSignal.timeout(CALL_WITHIN_MS),
      });
      for (const line of answer.headers.getSetCookie()) {
        const [pair = ""] = line.split(";");
        const at = pair.indexOf("=");
        this.#cookies.set(pair.slice(0, at), pair.slice(at + 1));
      }
      const text = await answer.text();
      return {
        status: answer.status,
        body: text.startsWith("{") ? (JSON.parse(text) as Answer["body"]) : null,
      };
    } catch {
      return { status: 0, body: null };
    }
  }

  /** A socket of one's own sketch; null when it was refused. `greets`: says hello and takes the pen. */
  async socket(sketchId: string, greets = true): Promise<HostileSocket | null> {
    const { body } = await this.call("POST", `/api/sketches/${sketchId}/tickets`, { json: {} });
    if (!body?.path) return null;
    return this.dial(`${body.path}?ticket=${body.ticket}`, {}, greets);
  }

  async dial(
    path: string,
    headers: Record<string, string> = {},
    greets = false,
  ): Promise<HostileSocket | null> {
    const socket = new WebSocket(this.url.replace(/^http/, "ws") + path, {
      headers: { "cf-connecting-ip": ADDRESS, ...headers },
      perMessageDeflate: false,
      handshakeTimeout: 8000,
    });
    const hostile = new HostileSocket(socket);
    this.#sockets.add(hostile);
    socket.on("close", () => this.#sockets.delete(hostile));
    if (!(await hostile.opened)) return null;
    if (greets) hostile.greet();
    return hostile;
  }

  /** What one who is who they are may keep; null when the page does not say. */
  async budgetBytes(): Promise<number | null> {
    const { body } = await this.call("GET", "/api/account");
    return body?.storage?.storedBytes ?? null;
  }

  hangUp(): void {
    for (const socket of this.#sockets) socket.end();
  }
}

export class HostileSocket {
  readonly opened: Promise<boolean>;
  isOpen = false;
  #epoch = 0;
  #chunkId = 0;
  #version = 0;
  readonly #socket: WebSocket;

  constructor(socket: WebSocket) {
    this.#socket = socket;
    this.opened = new Promise((resolve) => {
      socket.on("open", () => {
        this.isOpen = true;
        resolve(true);
      });
      socket.on("error", () => resolve(false));
      socket.on("close", () => {
        this.isOpen = false;
        resolve(false);
      });
    });
    socket.on("message", (data: RawData, isBinary: boolean) => {
      if (isBinary) return;
      const said = JSON.parse(String(data)) as SessionMessage;
      if (said.type === "pen") this.#epoch = said.epoch;
    });
  }

  greet(): void {
    const clientId = `hostile-${randomUUID()}`;
    this.say({ type: "hello", protocol: LIVE_PROTOCOL, clientId, pen: "take", can: ["credits"] });
    this.say({
      type: "settings",
      settingsVersion: 1,
      settings: { prompt: "a calm sea", strength: 0.6, seed: 7 },
    });
  }

  say(message: ClientMessage): void {
    if (this.isOpen) this.#socket.send(JSON.stringify(message));
  }

  chunk(bytes: Uint8Array): void {
    this.#chunkId += 1;
    const header = { kind: "chunk", epoch: this.#epoch, chunkId: this.#chunkId, version: 1 } as const;
    if (this.isOpen) this.#socket.send(encodeMessage(header, bytes));
  }

  frame(image: Uint8Array): void {
    this.#version += 1;
    const version = this.#version;
    this.say({ type: "changed", version, refine: false });
    const header = {
      kind: "frame",
      format: "png",
      epoch: this.#epoch,
      seq: 0,
      version,
      widthPx: SIDE_PX,
      heightPx: SIDE_PX,
      quality: "draft",
      pause: false,
      encodeMs: 1,
      settingsVersion: 1,
    } as const;
    if (this.isOpen) this.#socket.send(encodeMessage(header, image));
  }

  end(): void {
    this.#socket.terminate();
  }
}

/** A PNG by its first bytes that nobody can decode. */
export function hollowPng(): Uint8Array {
  const bytes = Buffer.alloc(45);
  bytes.write("89504e470d0a1a0a0000000d49484452", 0, "hex");
  bytes.writeUInt32BE(SIDE_PX, 16);
  bytes.writeUInt32BE(SIDE_PX, 20);
  bytes.write("IEND", bytes.length - 8, "latin1");
  return bytes;
}

/** A whole picture that does not shrink. */
export const noise = (format: "png" | "jpeg", sidePx: number): Promise<Buffer> => {
  const raw = { width: sidePx, height: sidePx, channels: 3 as const };
  const image = sharp(randomBytes(sidePx * sidePx * 3), { raw });
  return (format === "png" ? image.png({ compressionLevel: 0 }) : image.jpeg({ quality: 95 })).toBuffer();
};

/** Its head is whole, its pixels are not. */
export function damaged(jpeg: Buffer): Buffer {
  const bytes = Buffer.from(jpeg);
  bytes.fill(0xaa, bytes.length >> 1, bytes.length - FRAME_HEADER_BYTES);
  return bytes;
}
