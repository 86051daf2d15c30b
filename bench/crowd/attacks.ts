/** What one hostile visitor tries, each until `isOver` says so, no faster than a socket or a limit lets through. */
import { createServer, type Socket } from "node:net";
import type { AddressInfo } from "node:net";
import { randomBytes, randomUUID } from "node:crypto";
import { damaged, hollowPng, noise, type Hostile, type HostileSocket } from "./hostile.ts";

export type IsOver = () => boolean;
export interface Attack {
  name: string;
  run(hostile: Hostile, isOver: IsOver): Promise<void>;
}

const FLOOD_SOCKETS = 6;
const FLOOD_EVERY_MS = 10;
const CHUNK_EVERY_MS = 200;
const CHUNK_BYTES = 65_536;
/** With their rest at most 53 calls a second: about what the limits of one visitor let through all in all. */
const CALLERS_AT_DOORS = 8;
const KNOCK_EVERY_MS = 150;
const SILENT_SOCKETS = 60;

export const ATTACKS: readonly Attack[] = [
  { name: "messages", run: messages },
  { name: "slowReceivers", run: slowReceivers },
  { name: "storage", run: storage },
  { name: "badFrames", run: badFrames },
  { name: "doors", run: doors },
];

/** Six sockets say what may be said, a hundred times a second each, and send strokes without end. */
async function messages(hostile: Hostile, isOver: IsOver): Promise<void> {
  const sketches = [await hostile.openSketch(), await hostile.openSketch(), await hostile.openSketch()];
  const bytes = randomBytes(CHUNK_BYTES);
  await Promise.all(
    Array.from({ length: FLOOD_SOCKETS }, async (_, at) => {
      const sketchId = sketches[at % sketches.length];
      while (!isOver()) {
        const socket = sketchId ? await hostile.socket(sketchId) : null;
        let said = 1;
        while (socket?.isOpen && !isOver()) {
          said += 1;
          flood(socket, said);
          if ((said * FLOOD_EVERY_MS) % CHUNK_EVERY_MS === 0) socket.chunk(bytes);
          await sleep(FLOOD_EVERY_MS);
        }
        await sleep(500);
      }
    }),
  );
}

function flood(socket: HostileSocket, said: number): void {
  const settings = { prompt: `words ${said}`, strength: 0.6, seed: 7 };
  if (said % 10 === 0) socket.say({ type: "take" });
  else if (said % 10 === 1) socket.say({ type: "stopAt", credits: 1 + (said % 1000) });
  else if (said % 10 === 2) socket.say({ type: "yielded" });
  else if (said % 10 === 3) socket.say({ type: "topUp" });
  else socket.say({ type: "settings", settingsVersion: said, settings });
}

/** Generations that end at once, cost nothing, and are told to receivers that never answer. */
async function slowReceivers(hostile: Hostile, isOver: IsOver): Promise<void> {
  const open = new Set<Socket>();
  const pit = createServer((socket) => {
    open.add(socket);
    socket.on("error", () => undefined).on("close", () => open.delete(socket));
  }).listen(0, "127.0.0.1");
  await new Promise<void>((resolve) => void pit.on("listening", resolve));
  const { port } = pit.address() as AddressInfo;
  while (!isOver()) {
    const webhook = `http://${["127.0.0.1", "localhost"][Math.floor(Math.random() * 2)]}:${port}/never`;
    const json = { prompt: "a pit", widthPx: 256, heightPx: 256, webhook };
    const id = hostile.own(await hostile.call("POST", "/api/v1/generations", { json }));
    if (id) await hostile.call("POST", `/api/v1/generations/${id}/cancel`, { json: {} });
    await sleep(id ? 200 : 1000);
  }
  for (const socket of open) socket.destroy();
  pit.close();
}

/** Imports, uploads, copies and strokes, as much as is taken. */
async function storage(hostile: Hostile, isOver: IsOver): Promise<void> {
  const png = await noise("png", 1000);
  const jpeg = await noise("jpeg", 1500);
  const sketchId = await hostile.openSketch();
  if (!sketchId) return;
  const importing = repeat(isOver, 300, async (at) => {
    const about = {
      kind: "live",
      variation: null,
      version: at,
      quality: "full",
      widthPx: 1000,
      heightPx: 1000,
      format: "png",
      settings: { prompt: "", strength: 0.5, seed: 1 },
      pinned: true,
      createdAt: "2020-01-01T00:00:00Z",
    };
    const form = new FormData();
    form.set("about", JSON.stringify(about));
    form.set("image", new Blob([new Uint8Array(png)], { type: "image/png" }), "p.png");
    await hostile.call("PUT", `/api/sketches/${sketchId}/pictures`, { body: form });
  });
  const uploading = repeat(isOver, 500, async () => {
    const headers = { "content-type": "image/jpeg" };
    hostile.own(await hostile.call("POST", "/api/v1/uploads", { body: new Uint8Array(jpeg), headers }));
  });
  const copying = repeat(isOver, 500, async () => {
    hostile.own(await hostile.call("POST", `/api/sketches/${sketchId}/duplicate`, { json: {} }));
  });
  const bytes = randomBytes(CHUNK_BYTES);
  const drawing = (async () => {
    while (!isOver()) {
      const socket = await hostile.socket(sketchId);
      while (socket?.isOpen && !isOver()) {
        socket.chunk(bytes);
        await sleep(100);
      }
      await sleep(500);
    }
  })();
  await Promise.all([importing, uploading, copying, drawing]);
}

/** Canvases and uploads that pass a quick look and that nobody can decode. */
async function badFrames(hostile: Hostile, isOver: IsOver): Promise<void> {
  const hollow = hollowPng();
  const broken = damaged(await noise("jpeg", 512));
  const drawing = Array.from({ length: 3 }, async () => {
    const sketchId = await hostile.openSketch();
    while (!isOver()) {
      const socket = sketchId ? await hostile.socket(sketchId) : null;
      while (socket?.isOpen && !isOver()) {
        socket.frame(hollow);
        await sleep(150);
      }
      await sleep(500);
    }
  });
  const uploading = repeat(isOver, 1000, async () => {
    const headers = { "content-type": "image/jpeg" };
    const upload = await hostile.call("POST", "/api/v1/uploads", { body: new Uint8Array(broken), headers });
    const image = hostile.own(upload);
    if (!image) return;
    const json = { prompt: "a broken thing", widthPx: 256, heightPx: 256, image: { upload: image } };
    hostile.own(await hostile.call("POST", "/api/v1/generations", { json }));
  });
  await Promise.all([...drawing, uploading]);
}

/** Wrong secrets, prices and models for nothing, bodies without a length, sockets that never greet. */
async function doors(hostile: Hostile, isOver: IsOver): Promise<void> {
  const sketchId = await hostile.openSketch();
  const wrong = (): string => randomUUID();
  const tries: (() => Promise<unknown>)[] = [
    () => hostile.call("GET", "/api/v1/generations", { headers: { authorization: `Bearer lsk_${wrong()}` } }),
    () => hostile.call("GET", "/api/operator/ledger", { headers: { authorization: `Bearer ${wrong()}` } }),
    () => hostile.dial("/api/agents/control", { authorization: `Bearer ${wrong()}` }),
    () => hostile.dial(`/api/live/${sketchId}:1?ticket=${wrong()}`),
    () => hostile.call("GET", "/api/v1/models"),
    () => hostile.call("POST", "/api/v1/quotes", { json: { widthPx: 512, heightPx: 512 } }),
    () => hostile.call("POST", "/api/account/links/open", { json: { proof: wrong() } }),
    () => hostile.call("PUT", `/api/sketches/${sketchId}/cover`, { body: endless() }),
  ];
  const knocking = Array.from({ length: CALLERS_AT_DOORS }, (_, at) =>
    repeat(isOver, KNOCK_EVERY_MS, async () => void (await tries[at % tries.length]?.())),
  );
  const silent = repeat(isOver, 200, async (at) => {
    if (sketchId && at < SILENT_SOCKETS) await hostile.socket(sketchId, false);
  });
  await Promise.all([...knocking, silent]);
}

/** 4 MB that do not say how long they are. */
function endless(): ReadableStream<Uint8Array> {
  let left = 64;
  return new ReadableStream({
    pull(to) {
      left -= 1;
      if (left < 0) to.close();
      else to.enqueue(new Uint8Array(65_536));
    },
  });
}

async function repeat(isOver: IsOver, restMs: number, work: (at: number) => Promise<void>): Promise<void> {
  for (let at = 0; !isOver(); at++) {
    await work(at);
    await sleep(restMs);
  }
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
