/** The platform's side of one agent: a session with one drawer, and queued work without end. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import {
  JOB_PROTOCOL,
  REPEAT_MS,
  agentToDispatcher,
  encodeMessage,
  readHeader,
  type AgentToDispatcher,
  type AgentToSession,
  type DispatcherToAgent,
  type JobRun,
} from "@llamasketch/contract";
import type { CanvasBytes } from "@llamasketch/headless";
import { WebSocketServer, type WebSocket } from "ws";
import type { Batch } from "./batch.ts";
import type { Drawer } from "./drawer.ts";
import type { BatchKind } from "./terms.ts";

export const CREDENTIAL = "a credential of sixteen characters";
const SETTINGS = { prompt: "a house", strength: 0.5, seed: 1 };
const LEASE_MS = 3_600_000;

export class Platform {
  url = "";
  pictures = 0;
  readonly #drawer: Drawer;
  readonly #batch: Batch | null;
  readonly #encode: () => CanvasBytes;
  readonly #server: Server = createServer((request, response) => void this.#store(request, response));
  #control: WebSocket | null = null;
  #session: WebSocket | null = null;
  #jobs = 0;
  #offers = 0;
  #inHand: JobRun | null = null;
  #ask: Extract<AgentToDispatcher, { type: "job_ask" }> | null = null;
  #seq = 0;
  #sent = 0;
  #hasTurn = false;
  #saidAtMs: number | null = null;
  #repeat: NodeJS.Timeout | null = null;

  constructor(drawer: Drawer, batch: Batch | null, encode: () => CanvasBytes) {
    this.#drawer = drawer;
    this.#batch = batch;
    this.#encode = encode;
  }

  async open(): Promise<void> {
    const sockets = new WebSocketServer({ noServer: true });
    this.#server.on("upgrade", (request, socket, head) =>
      sockets.handleUpgrade(request, socket, head, (opened) => {
        if (request.url?.startsWith("/api/agents/control")) this.#takeControl(opened);
        else this.#takeSession(opened);
      }),
    );
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    const address = this.#server.address();
    this.url = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
  }

  /** The agent has come. */
  get isThere(): boolean {
    return this.#control !== null;
  }

  /** Somebody comes to draw. */
  async place(): Promise<void> {
    this.#say({ type: "assign", session: "s1", placement: 1, path: "/session", ticket: "t" });
    while (!this.#hasTurn) await new Promise((resolve) => setTimeout(resolve, 20));
    this.#repeat = setInterval(() => this.#want(), REPEAT_MS / 4);
  }

  /** New ink. */
  inked(): void {
    if (this.#hasTurn) this.#sendCanvas();
    else this.#want();
  }

  close(): void {
    if (this.#repeat) clearInterval(this.#repeat);
    this.#server.closeAllConnections();
    this.#server.close();
  }

  /** Says that there is something new, once, and again when nothing came of it. */
  #want(): void {
    const isHeard = this.#saidAtMs !== null && performance.now() < this.#saidAtMs + REPEAT_MS;
    if (this.#sent >= this.#drawer.version || this.#hasTurn || isHeard) return;
    this.#saidAtMs = performance.now();
    this.#session?.send(JSON.stringify({ type: "ready", refine: false }));
  }

  #sendCanvas(): void {
    this.#hasTurn = false;
    this.#saidAtMs = null;
    this.#sent = this.#drawer.version;
    const { bytes, format, widthPx, heightPx } = this.#encode();
    const size = { format, widthPx, heightPx, encodeMs: 1 };
    const of = { epoch: 1, seq: ++this.#seq, version: this.#sent, settingsVersion: 1 };
    this.#session?.send(
      encodeMessage({ kind: "frame", ...of, ...size, quality: "draft", pause: false }, bytes),
    );
  }

  #takeSession(socket: WebSocket): void {
    this.#session = socket;
    socket.on("message", (data: Buffer, isBinary) => {
      if (isBinary) {
        const header = readHeader(data);
        if (header?.kind !== "picture") return;
        this.pictures += 1;
        return this.#drawer.shown(header.version);
      }
      const text = data.toString();
      if (text === "ping") return socket.send("pong");
      const message = JSON.parse(text) as AgentToSession;
      if (message.type === "turn") {
        this.#hasTurn = true;
        if (this.#sent < this.#drawer.version) this.#sendCanvas();
      } else if (message.type === "dropped" && message.seq === this.#seq) {
        this.#sent = -1;
        this.#want();
      }
    });
    socket.send(JSON.stringify({ type: "settings", settingsVersion: 1, settings: SETTINGS }));
  }

  #takeControl(socket: WebSocket): void {
    this.#control = socket;
    socket.on("message", (data: Buffer) => {
      const text = data.toString();
      if (text === "ping") return socket.send("pong");
      this.#hear(agentToDispatcher.parse(JSON.parse(text)));
    });
  }

  #hear(message: AgentToDispatcher): void {
    switch (message.type) {
      case "register":
        return this.#say({ type: "registered", ...(this.#batch && { jobs: JOB_PROTOCOL }) });
      case "job_ask":
        this.#ask = message;
        return this.#offer();
      case "job_progress":
        return this.#batch?.stepped(message.step);
      case "job_done":
      case "job_failed":
      case "job_returned":
        this.#say({ type: "job_settled", job: message.job, attempt: message.attempt });
        if (message.job !== this.#inHand?.job) return;
        this.#inHand = null;
        if (message.type === "job_done") this.#batch?.finished();
        else this.#batch?.returned();
        return this.#offer();
    }
  }

  #offer(): void {
    const ask = this.#ask;
    if (!ask || ask.batch === 0 || ask.heard < this.#offers || this.#inHand) return;
    const kind = this.#batch?.next(({ workflow }) => ask.workflows.includes(workflow));
    if (!kind) return;
    this.#ask = null;
    this.#inHand = { job: `job_${String(++this.#jobs).padStart(26, "0")}`, attempt: 1 };
    this.#say(offerOf(this.#inHand, kind, ++this.#offers));
  }

  #say(message: DispatcherToAgent): void {
    this.#control?.send(JSON.stringify(message));
  }

  async #store(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let bytes = 0;
    for await (const part of request as AsyncIterable<Buffer>) bytes += part.length;
    response.end(JSON.stringify({ etag: "e", bytes }));
  }
}

function offerOf(run: JobRun, { workflow }: BatchKind, offer: number): DispatcherToAgent {
  const leave = (name: string) => ({ path: `/api/agents/jobs/${run.job}/${name}`, ticket: "t" });
  return {
    type: "job_offer",
    ...run,
    offer,
    class: "batch",
    workflow,
    inputs: {
      prompt: "a house at dusk",
      negativePrompt: "",
      seed: offer,
      quality: "draft",
      widthPx: 512,
      heightPx: 512,
      strength: 0.6,
      image: null,
    },
    outputs: [{ result: leave("result"), thumbnail: leave("thumbnail") }],
    leaseMs: LEASE_MS,
  };
}
