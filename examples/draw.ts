/**
 * A small client: makes a sketch, draws a house in two seconds, saves the newest picture. Written from
 * docs/live-protocol.md alone; the LP numbers are that page's rules. Run: node examples/draw.ts [url]
 */
import { randomUUID } from "node:crypto";
import { writeFileSync } from "node:fs";
import { house, paper, png } from "./paper.ts";

const base = process.argv[2] ?? "http://localhost:8787";
const settings = { prompt: "a house at dusk, watercolour", strength: 0.6, seed: 7 };
const EXTENSIONS = ["", "jpg", "webp", "png"];
const FINAL_CODES = [4001, 4400, 4410, 4413, 4415];

let cookie = "";
async function post(path: string, body?: object): Promise<Record<string, string>> {
  const headers = { cookie, ...(body && { "content-type": "application/json" }) };
  const response = await fetch(base + path, {
    method: "POST",
    headers,
    ...(body && { body: JSON.stringify(body) }),
  });
  const answer = (await response.json()) as Record<string, string> & { error?: { message: string } };
  if (answer.error) throw new Error(answer.error.message);
  cookie ||= response.headers.getSetCookie()[0]?.split(";")[0] ?? "";
  return answer;
}

// What is known: the canvas's version, the newest picture, the pen, the last want, the last frame sent.
const canvas = { version: 0, finished: false, penUpAtMs: Infinity };
const shown = { epoch: 0, seq: 0n, version: 0, quality: 0 };
let pen = { mine: false, epoch: 0 };
let want: { have: number; done: number } | null = null;
let sent = { version: 0, quality: 0, atMs: 0, lost: false };
let saidAtMs = -Infinity;
let generation = 0;
let heardAtMs = 0;
let kept = -1;
let socket: WebSocket | null = null;
const now = (): number => performance.now();
const say = (message: object): void => socket?.send(JSON.stringify(message));
const tellSettings = (): void => say({ type: "settings", settingsVersion: 1, settings }); // LP11

/** Looked at after every message and every 20 ms. */
function turn(): void {
  if (socket?.readyState !== WebSocket.OPEN) return;
  if (now() - heardAtMs > 4500) return reopen(4005); // LP27: a dead socket may never say so
  if (now() - heardAtMs > 2000) socket.send("ping");
  const rests = now() - canvas.penUpAtMs >= 300; // LP20
  const owed = canvas.version > shown.version;
  const refine = !owed && canvas.finished && rests && shown.quality < 2; // LP21
  if (canvas.finished && !owed && kept === canvas.version) process.exit(0);
  if (!pen.mine || (!owed && !refine)) return;
  const { lost, version, quality, atMs } = sent;
  const isLost = lost || (want && (want.done >= version || (want.have < version && now() - atMs > 1000))); // LP14
  const fresh = refine ? quality < 2 || isLost : canvas.version > version || isLost;
  if (want && fresh && socket.bufferedAmount === 0) return sendFrame(refine ? 2 : 1, rests); // LP13
  if (now() - saidAtMs < 1000) return;
  say({ type: "changed", version: canvas.version, refine }); // LP15
  saidAtMs = now();
}

function sendFrame(quality: number, rests: boolean): void {
  const image = png();
  const frame = Buffer.alloc(32 + image.length);
  frame.set([0x4c, 1, 1, 3]);
  frame.writeUInt32BE(pen.epoch, 4);
  frame.writeUInt32BE(canvas.version, 16);
  frame.writeUInt16BE(paper.side, 20);
  frame.writeUInt16BE(paper.side, 22);
  frame.set([quality, rests ? 1 : 0], 24);
  frame.writeUInt32BE(1, 28); // the settings version
  frame.set(image, 32);
  socket?.send(frame);
  want = null;
  saidAtMs = -Infinity;
  sent = { version: canvas.version, quality, atMs: now(), lost: false };
}

function onPicture(bytes: Buffer): void {
  const [epoch, seq, version] = [bytes.readUInt32BE(4), bytes.readBigUInt64BE(8), bytes.readUInt32BE(16)];
  const older =
    epoch < shown.epoch || (epoch === shown.epoch && (seq <= shown.seq || version < shown.version));
  if (older) return; // LP18
  Object.assign(shown, { epoch, seq, version, quality: bytes[24] ?? 0 });
  writeFileSync(`picture.${EXTENSIONS[bytes[3] ?? 0]}`, bytes.subarray(32));
  const [agentMs, produceMs, sessionMs] = [26, 28, 30].map((at) => bytes.readUInt16BE(at)); // LP28
  console.log(
    `picture v${version}: ${(now() - sent.atMs) | 0} ms; session ${sessionMs}, agent ${agentMs}, producing ${produceMs}`,
  );
}

interface Said {
  type: string;
  generation: number;
  have: number;
  done: number;
  holder: string;
  epoch: number;
  version: number;
  rule: string;
  message: string;
  status: object;
}
function onText(said: Said): void {
  if (said.type === "welcome" || said.type === "want") {
    if (said.generation !== generation && pen.mine) tellSettings(); // LP19
    generation = said.generation;
    if (said.type === "want") want = said;
  } else if (said.type === "pen") {
    if (said.epoch !== pen.epoch) sent = { version: 0, quality: 0, atMs: 0, lost: false };
    pen = { mine: said.holder === "you", epoch: said.epoch };
    if (pen.mine) tellSettings();
    if (pen.mine && canvas.version === 0) void draw();
  } else if (said.type === "drop") sent.lost ||= said.version === sent.version; // LP16
  else if (said.type === "kept") kept = said.version;
  else if (said.type === "yield") say({ type: "yielded" }); // LP7
  else if (said.type === "status") console.log(JSON.stringify(said.status));
  else if (said.type === "refused") {
    console.log(`refused, ${said.rule}: ${said.message}`);
    if (said.rule === "R10") process.exit(1);
    if (said.rule === "R8") tellSettings();
    sent.lost = true;
  }
}

async function draw(): Promise<void> {
  for (const stroke of house) {
    canvas.penUpAtMs = Infinity;
    for (const step of stroke) {
      paper.ink(step);
      canvas.version += 1;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    canvas.penUpAtMs = now();
  }
  canvas.finished = true;
}

let waitMs = 250;
function reopen(code: number): void {
  if (FINAL_CODES.includes(code)) throw new Error(`the session closed the socket for good: ${code}`);
  if (socket) socket.onmessage = socket.onclose = null;
  socket = want = null;
  setTimeout(() => void open(), waitMs * (1 + Math.random())); // LP27
  waitMs = Math.min(3000, 2 * waitMs);
}

async function open(): Promise<void> {
  try {
    const { path, ticket } = await post(`/api/sketches/${id}/tickets`);
    const dialled = (socket = new WebSocket(`${base.replace(/^http/, "ws")}${path}?ticket=${ticket}`));
    dialled.binaryType = "arraybuffer";
    heardAtMs = now();
    dialled.onopen = () => say({ type: "hello", protocol: 1, clientId, pen: "free" }); // LP3
    dialled.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => {
      heardAtMs = now();
      waitMs = 250;
      if (typeof data !== "string") onPicture(Buffer.from(data));
      else if (data !== "pong") onText(JSON.parse(data) as Said);
      turn();
    };
    dialled.onclose = ({ code }) => reopen(code);
  } catch {
    reopen(1006);
  }
}

setTimeout(() => (console.error("no picture of the newest canvas after 30 s"), process.exit(1)), 30_000);
const clientId = randomUUID();
const { id } = await post("/api/sketches", { settings });
setInterval(turn, 20);
await open();
