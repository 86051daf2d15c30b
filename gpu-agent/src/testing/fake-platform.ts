/** The platform's side of the agent's sockets, for tests: one dispatcher and any number of sessions. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import {
  encodeMessage,
  FRAME_HEADER_BYTES,
  readHeader,
  type AgentToDispatcher,
  type AgentToSession,
  type DispatcherToAgent,
  type FrameHeader,
  type PictureHeader,
  type SessionToAgent,
  type Settings,
} from "@llamasketch/contract";
import { WebSocketServer, type WebSocket } from "ws";
import { blankCanvas } from "../blank-canvas.ts";
import { until } from "./until.ts";

const SIDE_PX = 64;

export class FakeSession {
  readonly messages: AgentToSession[] = [];
  readonly pictures: { header: PictureHeader; bytes: Uint8Array }[] = [];
  /** Code of each connection's close. */
  readonly closes: number[] = [];
  #socket: WebSocket | null = null;
  #seq = 0;
  readonly #settings: Settings;

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  get attached(): boolean {
    return this.messages.some((message) => message.type === "attach");
  }

  take(socket: WebSocket): void {
    this.#socket = socket;
    socket.on("message", (data: Buffer, isBinary) => {
      if (!isBinary) {
        const text = data.toString();
        if (text === "ping") socket.send("pong");
        else this.messages.push(JSON.parse(text) as AgentToSession);
        return;
      }
      const header = readHeader(data);
      if (header?.kind === "picture")
        this.pictures.push({ header, bytes: data.subarray(FRAME_HEADER_BYTES) });
    });
    socket.on("close", (code) => this.closes.push(code));
    socket.send(JSON.stringify({ type: "settings", settingsVersion: 1, settings: this.#settings }));
  }

  say(message: SessionToAgent): void {
    this.#socket?.send(JSON.stringify(message));
  }

  /** Sends a white canvas, or another; returns its sequence. */
  frame(options: { seq?: number; bytes?: Uint8Array; header?: Partial<FrameHeader> } = {}): number {
    const seq = options.seq ?? ++this.#seq;
    const size = { widthPx: SIDE_PX, heightPx: SIDE_PX };
    const rest = { quality: "draft", pause: false, encodeMs: 1, settingsVersion: 1 } as const;
    const plain = { kind: "frame", format: "png", epoch: 1, seq, version: seq, ...size, ...rest } as const;
    const header = { ...plain, ...options.header };
    this.#socket?.send(encodeMessage(header, options.bytes ?? blankCanvas(SIDE_PX, 1).bytes));
    return seq;
  }

  picture(seq: number): Promise<{ header: PictureHeader; bytes: Uint8Array }> {
    return until(`picture ${seq}`, () => this.pictures.find(({ header }) => header.seq === seq));
  }

  dropped(seq: number): Promise<AgentToSession> {
    return until(`dropped ${seq}`, () =>
      this.messages.find((message) => message.type === "dropped" && message.seq === seq),
    );
  }

  /** Ends the connection the hard way. */
  cut(): void {
    this.#socket?.terminate();
  }
}

export class FakePlatform {
  readonly heard: AgentToDispatcher[] = [];
  readonly sessions = new Map<string, FakeSession>();
  readonly settings: Settings = { prompt: "a quiet pond", strength: 0.6, seed: 7 };
  credential = "a credential of sixteen characters";
  url = "";
  #control: WebSocket | null = null;
  #placement = 0;
  /** Said of queued work in `registered`; nothing unless set before the agent comes. */
  jobs: number | undefined;
  /** What lies under each path, and the answers that PUTs are given before they are taken. */
  readonly store = new Map<string, Uint8Array>();
  readonly refusals: number[] = [];
  readonly #server: Server = createServer((request, response) => void this.#serve(request, response));

  static async open(): Promise<FakePlatform> {
    const platform = new FakePlatform();
    const sockets = new WebSocketServer({ noServer: true });
    platform.#server.on("upgrade", (request, socket, head) => {
      const path = request.url ?? "";
      const isControl = path.startsWith("/api/agents/control");
      if (isControl && request.headers.authorization !== `Bearer ${platform.credential}`) {
        socket.end("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n");
        return;
      }
      sockets.handleUpgrade(request, socket, head, (opened) => {
        if (isControl) platform.#takeControl(opened);
        else platform.sessions.get(path.split("/")[2]?.split("?")[0] ?? "")?.take(opened);
      });
    });
    await new Promise<void>((resolve) => platform.#server.listen(0, "127.0.0.1", resolve));
    const address = platform.#server.address();
    platform.url = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
    return platform;
  }

  /** Places a new session on the agent and waits until it has attached. */
  async place(name: string): Promise<FakeSession> {
    const session = this.sessions.get(name) ?? new FakeSession(this.settings);
    session.messages.length = 0;
    this.sessions.set(name, session);
    await until("registration", () => this.#control && this.heard.some(({ type }) => type === "register"));
    const assignment = { session: name, placement: ++this.#placement, path: `/session/${name}`, ticket: "t" };
    this.#control?.send(JSON.stringify({ type: "assign", ...assignment }));
    await until("attach", () => session.attached);
    return session;
  }

  get beats(): Extract<AgentToDispatcher, { type: "beat" }>[] {
    return this.heard.flatMap((message) => (message.type === "beat" ? [message] : []));
  }

  say(message: DispatcherToAgent): void {
    this.#control?.send(JSON.stringify(message));
  }

  /** Ends the control connection the hard way; the agent dials again. */
  cut(): void {
    this.#control?.terminate();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? "";
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const refusal = this.refusals.shift();
    if (refusal !== undefined || request.headers.authorization !== `Bearer ticket of ${path}`) {
      response.writeHead(refusal ?? 401).end();
    } else if (request.method === "PUT") {
      this.store.set(path, Buffer.concat(parts));
      response.end(JSON.stringify({ etag: `etag of ${path}`, bytes: Buffer.concat(parts).length }));
    } else response.writeHead(this.store.has(path) ? 200 : 404).end(this.store.get(path));
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #takeControl(socket: WebSocket): void {
    this.#control = socket;
    socket.on("message", (data: Buffer) => {
      const text = data.toString();
      if (text === "ping") return socket.send("pong");
      const message = JSON.parse(text) as AgentToDispatcher;
      this.heard.push(message);
      if (message.type === "register") this.say({ type: "registered", jobs: this.jobs });
    });
  }
}
