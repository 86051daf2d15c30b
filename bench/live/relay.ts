/** What the session costs: 32 KB up and 32 KB down through it, against a bare Node relay, in turn. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { FRAME_HEADER_BYTES, encodeMessage, readHeader, type FrameHeader } from "@llamasketch/contract";
import { SketchApi, percentile, type CanvasBytes } from "@llamasketch/headless";
import { WebSocket } from "ws";
import { PLENTY, root, startStack } from "../../scripts/stack.ts";
import { canvasMaker } from "./canvas.ts";
import { hostFor } from "./known-host.ts";

const RUNS = 11;
const ROUNDS = 200;
const WARM_UP_ROUNDS = 300;
/** Both roads are paced alike: a session closes sockets that flood it. */
const PACE_MS = 20;
const MESSAGE_BYTES = 32 * 1024;

/** One way to send a canvas and get a picture back. */
interface Road {
  /** Resolves with the round trip, ms. */
  round(): Promise<number>;
  close(): void;
}

export async function measureRelay(): Promise<Record<string, number>> {
  console.log(
    `relay: ${RUNS} runs of ${ROUNDS} round trips each way in turn, ${MESSAGE_BYTES} bytes up and down…`,
  );
  const stateDir = join(root, ".tmp", `bench-relay-${process.pid}`);
  const stack = await startStack({ port: 0, stateDir, painter: false, vars: PLENTY, log: () => undefined });
  const api = new SketchApi(stack.url.replace("localhost", "127.0.0.1"));
  try {
    const { id } = await api.createSketch({});
    const session = await sessionRoad(api, id, await hostFor(stack, "relay"));
    const bare = await bareRoad();
    await rounds(session, WARM_UP_ROUNDS);
    await rounds(bare, WARM_UP_ROUNDS);
    const before = await storageOps(api, id);
    const runs: { sessionMs: number; nodeMs: number }[] = [];
    for (let run = 0; run < RUNS; run++) {
      const nodeMs = percentile(await rounds(bare, ROUNDS), 0.5) ?? 0;
      const sessionMs = percentile(await rounds(session, ROUNDS), 0.5) ?? 0;
      runs.push({ sessionMs, nodeMs });
      console.log(
        `  run ${run + 1}: session ${sessionMs.toFixed(2)} ms, bare Node ${nodeMs.toFixed(2)} ms (p50)`,
      );
    }
    const after = await storageOps(api, id);
    session.close();
    bare.close();
    const median = (list: number[]): number => Number((percentile(list, 0.5) ?? 0).toFixed(3));
    return {
      addedP50Ms: median(runs.map(({ sessionMs, nodeMs }) => sessionMs - nodeMs)),
      sessionP50Ms: median(runs.map(({ sessionMs }) => sessionMs)),
      nodeP50Ms: median(runs.map(({ nodeMs }) => nodeMs)),
      runs: RUNS,
      framesPerRun: ROUNDS,
      storageOpsPerFrame: (after - before) / (RUNS * ROUNDS),
    };
  } finally {
    await stack.stop();
  }
}

async function rounds(road: Road, count: number): Promise<number[]> {
  const took: number[] = [];
  for (let at = 0; at < count; at++) {
    const startedMs = performance.now();
    took.push(await road.round());
    await new Promise((resolve) =>
      setTimeout(resolve, Math.max(0, PACE_MS - (performance.now() - startedMs))),
    );
  }
  return took;
}

async function storageOps(api: SketchApi, id: string): Promise<number> {
  const stats = (await (await api.request("GET", `/api/sketches/${id}/live`)).json()) as {
    storageOps: number;
  };
  return stats.storageOps;
}

function frameOf(canvas: CanvasBytes, epoch: number, version: number): Uint8Array<ArrayBuffer> {
  const { bytes, format, widthPx, heightPx } = canvas;
  const header: FrameHeader = {
    kind: "frame",
    format,
    epoch,
    seq: 0,
    version,
    widthPx,
    heightPx,
    quality: "draft",
    pause: false,
    encodeMs: 0,
    settingsVersion: 1,
  };
  return encodeMessage(header, bytes);
}

/** Turns a frame into a picture of the same size, as an agent that takes no time. */
function answer(frame: Uint8Array): Uint8Array<ArrayBuffer> | null {
  const header = readHeader(frame);
  if (header?.kind !== "frame") return null;
  const { format, epoch, seq, version, widthPx, heightPx, quality, pause } = header;
  const times = { agentMs: 0, produceMs: 0, sessionMs: 0 };
  return encodeMessage(
    { kind: "picture", format, epoch, seq, version, widthPx, heightPx, quality, pause, ...times },
    frame.subarray(FRAME_HEADER_BYTES),
  );
}

async function sessionRoad(api: SketchApi, sketchId: string, credential: string): Promise<Road> {
  const wsBase = api.url.replace(/^http/, "ws");
  const headers = { authorization: `Bearer ${credential}` };
  const control = new WebSocket(`${wsBase}/api/agents/control`, {
    headers,
  });
  await once(control, "open");
  const register = {
    type: "register",
    protocol: 1,
    name: "relay",
    slots: 1,
    capacity: 4,
    frameMs: 1,
    holding: [],
  };
  control.send(JSON.stringify(register));
  let agent: WebSocket | null = null;
  control.on("message", (data: Buffer) => {
    const message = JSON.parse(data.toString()) as { type: string; path: string; ticket: string };
    if (message.type !== "assign" || agent) return;
    const link = new WebSocket(`${wsBase}${message.path}?ticket=${message.ticket}`, {
      perMessageDeflate: false,
      headers,
    });
    agent = link;
    link.on("open", () => {
      link.send(JSON.stringify({ type: "attach", protocol: 1, name: "relay", painter: false, expectMs: 1 }));
      link.send(JSON.stringify({ type: "turn" }));
    });
    link.on("message", (bytes: Buffer, isBinary) => {
      if (!isBinary) return;
      const picture = answer(bytes);
      if (picture) link.send(picture);
      link.send('{"type":"turn"}');
    });
  });
  const client = new WebSocket(await api.socketUrl(sketchId), { perMessageDeflate: false });
  await once(client, "open");
  const makeCanvas = await canvasMaker(MESSAGE_BYTES - FRAME_HEADER_BYTES);
  let epoch = 0;
  let version = 0;
  let wanted = Promise.withResolvers<void>();
  let pictured = Promise.withResolvers<void>();
  client.on("message", (data: Buffer, isBinary) => {
    if (isBinary) return pictured.resolve();
    const message = JSON.parse(data.toString()) as { type: string; holder?: string; epoch: number };
    if (message.type === "pen" && message.holder === "you") {
      epoch = message.epoch;
      const settings = { prompt: "", strength: 0.5, seed: 1 };
      client.send(JSON.stringify({ type: "settings", settingsVersion: 1, settings }));
    } else if (message.type === "want") wanted.resolve();
  });
  client.on("close", (code) => pictured.reject(new Error(`the session closed the socket: ${code}`)));
  client.send(JSON.stringify({ type: "hello", protocol: 1, clientId: "relay-client", pen: "free" }));
  return {
    async round() {
      await wanted.promise;
      wanted = Promise.withResolvers();
      pictured = Promise.withResolvers();
      const message = frameOf(makeCanvas(), epoch, ++version);
      const startedMs = performance.now();
      client.send(message);
      await pictured.promise;
      return performance.now() - startedMs;
    },
    close() {
      client.close();
      agent?.close();
      control.close();
    },
  };
}

async function bareRoad(): Promise<Road> {
  const child = spawn(process.execPath, [join(root, "bench/live/node-relay.ts")], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = (await once(child.stdout, "data")) as [Buffer];
  const base = `ws://127.0.0.1:${line.toString().trim()}`;
  const agent = new WebSocket(`${base}/agent`, { perMessageDeflate: false });
  const client = new WebSocket(`${base}/client`, { perMessageDeflate: false });
  await Promise.all([once(agent, "open"), once(client, "open")]);
  agent.on("message", (bytes: Buffer) => {
    const picture = answer(bytes);
    if (picture) agent.send(picture);
  });
  let pictured = Promise.withResolvers<void>();
  client.on("message", () => pictured.resolve());
  const makeCanvas = await canvasMaker(MESSAGE_BYTES - FRAME_HEADER_BYTES);
  let version = 0;
  return {
    async round() {
      pictured = Promise.withResolvers();
      const message = frameOf(makeCanvas(), 1, ++version);
      const startedMs = performance.now();
      client.send(message);
      await pictured.promise;
      return performance.now() - startedMs;
    },
    close() {
      client.close();
      agent.close();
      child.kill();
    },
  };
}
