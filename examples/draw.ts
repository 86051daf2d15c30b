/**
 * The smallest client worth the name: makes a sketch, draws a house in two seconds, saves the newest picture. Written
 * from docs/live-protocol.md alone; the LP numbers are that page's rules. It does not come back after a lost socket
 * (LP27) or save strokes (LP23). Run: node examples/draw.ts [url]
 */
import { randomUUID } from "node:crypto";
import { writeFileSync } from "node:fs";
import { house, paper, png } from "./paper.ts";

const base = process.argv[2] ?? "http://localhost:8787";
const settings = { prompt: "a house at dusk, watercolour", strength: 0.6, seed: 7 };
const canvas = { version: 0, finished: false };
const shown = { epoch: 0, seq: 0n, version: 0 };
let cookie = "";
let epoch = 0;
interface Want {
  have: number;
  done: number;
}
let want = null as Want | null;
let sent = { version: 0, atMs: 0, lost: false };
let saidAtMs = -Infinity;

async function post(path: string, body?: object): Promise<Record<string, string>> {
  const headers = { cookie, ...(body && { "content-type": "application/json" }) };
  const response = await fetch(base + path, {
    method: "POST",
    headers,
    body: body ? JSON.stringify(body) : null,
  });
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  cookie ||= response.headers.getSetCookie()[0]?.split(";")[0] ?? "";
  return (await response.json()) as Record<string, string>;
}

/** Sends the canvas if it is wanted and newer than what was sent (LP13, LP14); else says that it changed (LP15). */
function turn(): void {
  if (!epoch || canvas.version <= shown.version) return;
  const { lost, version, atMs } = sent;
  const gone =
    lost || (want && (want.done >= version || (want.have < version && performance.now() - atMs > 1000)));
  const fresh = canvas.version > version || gone;
  if (want && fresh && socket.bufferedAmount === 0) sendFrame();
  else if (performance.now() - saidAtMs >= 1000) {
    say({ type: "changed", version: canvas.version, refine: false });
    saidAtMs = performance.now();
  }
}

function sendFrame(): void {
  const image = png();
  const frame = Buffer.alloc(32 + image.length);
  frame.set([0x4c, 1, 1, 3]);
  frame.writeUInt32BE(epoch, 4);
  frame.writeUInt32BE(canvas.version, 16);
  frame.writeUInt16BE(paper.side, 20);
  frame.writeUInt16BE(paper.side, 22);
  frame[24] = 1;
  frame.writeUInt32BE(1, 28); // the settings version
  frame.set(image, 32);
  socket.send(frame);
  want = null;
  saidAtMs = -Infinity;
  sent = { version: canvas.version, atMs: performance.now(), lost: false };
}

function onPicture(bytes: Buffer): void {
  const next = {
    epoch: bytes.readUInt32BE(4),
    seq: bytes.readBigUInt64BE(8),
    version: bytes.readUInt32BE(16),
  };
  if (next.epoch === shown.epoch && (next.seq <= shown.seq || next.version < shown.version)) return; // LP18
  Object.assign(shown, next);
  writeFileSync(`picture.${["", "jpg", "webp", "png"][bytes[3] ?? 0]}`, bytes.subarray(32));
  const [agentMs, produceMs, sessionMs] = [26, 28, 30].map((at) => bytes.readUInt16BE(at)); // LP28
  const allMs = Math.round(performance.now() - sent.atMs);
  console.log(
    `v${next.version} in ${allMs} ms: session ${sessionMs}, agent ${agentMs}, producing ${produceMs}`,
  );
  if (canvas.finished && next.version === canvas.version) process.exit(0);
}

type Said = Want & {
  type: string;
  holder: string;
  epoch: number;
  version: number;
  rule: string;
  message: string;
};
function onText(said: Said): void {
  if (said.type === "want") want = said;
  else if (said.type === "drop") sent.lost ||= said.version === sent.version; // LP16
  else if (said.type === "refused") console.log(`refused, ${said.rule}: ${said.message}`);
  else if (said.type === "pen" && said.holder === "you") {
    epoch = said.epoch;
    say({ type: "settings", settingsVersion: 1, settings }); // LP11
    if (canvas.version === 0) void draw();
  }
}

async function draw(): Promise<void> {
  for (const step of house.flat()) {
    paper.ink(step);
    canvas.version += 1;
    turn();
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  canvas.finished = true;
}

const { id } = await post("/api/sketches", { settings });
const { path, ticket } = await post(`/api/sketches/${id}/tickets`); // LP1
const socket = new WebSocket(`${base.replace(/^http/, "ws")}${path}?ticket=${ticket}`);
const say = (message: object): void => socket.send(JSON.stringify(message));
socket.binaryType = "arraybuffer";
socket.onopen = () => say({ type: "hello", protocol: 1, clientId: randomUUID(), pen: "free" }); // LP3
socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => {
  if (typeof data !== "string") onPicture(Buffer.from(data));
  else if (data !== "pong") onText(JSON.parse(data) as Said);
  turn();
};
socket.onclose = ({ code, reason }) => {
  console.error(`the session closed the socket: ${code} ${reason}`);
  process.exit(1);
};
setInterval(turn, 100);
setInterval(() => socket.send("ping"), 5000);
