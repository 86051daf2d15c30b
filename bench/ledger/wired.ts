/** People draw in real sessions, and every row that these write is counted where it is written. */
import { join } from "node:path";
import { liveStats, type LiveStats } from "@llamasketch/contract";
import { Agent } from "@llamasketch/gpu-agent/agent";
import { Artist, SketchApi } from "@llamasketch/headless";
import { seededRandom, unhurriedHand } from "@llamasketch/simulator";
import { PLENTY, root, startStack, type Stack } from "../../scripts/stack.ts";
import { canvasMaker } from "../live/canvas.ts";
import { Sleeper } from "../live/sleeper.ts";
import { HANDLER_MS_PER_MESSAGE, MESSAGES_PER_PICTURE, OPENING, PRICES } from "./prices.ts";
import { hostFor, introduce } from "../live/known-host.ts";

const PEOPLE = 3;
const FOR_MS = 120_000;
const PRODUCE_MS = 350;
const INK_EVERY_MS = 50;
const CANVAS_BYTES = 16 * 1024;
const STROKE_BYTES = 900;
const SETTINGS = { prompt: "a harbour at dawn", strength: 0.6, seed: 7 };
/** Ten seconds without ink, and what a session then says. */
const SETTLE_MS = 14_000;
/** Above what was seen; a thousand of them cost a millionth of a dollar. */
const ROWS_READ_PER_PICTURE = 10;

export async function measureWired(): Promise<{ rowsPerLivePicture: number; usdPer1000Live: number }> {
  console.log(
    `live: ${PEOPLE} people draw for ${FOR_MS / 60_000} minutes in real sessions, a picture in ${PRODUCE_MS} ms`,
  );
  const stateDir = join(root, ".tmp", `bench-wired-${process.pid}`);
  const stack = await startStack({ port: 0, stateDir, painter: false, vars: PLENTY, log: () => undefined });
  const agent = startAgent(stack, await hostFor(stack, "wired"));
  await introduce(stack);
  try {
    const drawn = await Promise.all(Array.from({ length: PEOPLE }, (_, at) => drawOne(stack.url, at + 1)));
    return tell(drawn);
  } finally {
    agent.drain();
    await stack.stop();
  }
}

function tell(drawn: readonly LiveStats[]): { rowsPerLivePicture: number; usdPer1000Live: number } {
  const sum = (of: (stats: LiveStats) => number): number =>
    drawn.reduce((total, stats) => total + of(stats), 0);
  const pictures = sum((stats) => stats.pictures);
  const openings = OPENING.rows * drawn.length;
  const rows = {
    "D1, indexes counted": sum(({ writes }) => writes.rows),
    "the session's own, alarms among them": sum(({ writes }) => writes.storage),
    "opening the sketch": openings,
  };
  const all = Object.values(rows).reduce((total, count) => total + count, 0);
  const puts = sum(({ writes }) => writes.objects);
  const messages = pictures * MESSAGES_PER_PICTURE;
  const dollars = {
    "rows written": all * PRICES.rowWritten,
    "rows read": pictures * ROWS_READ_PER_PICTURE * PRICES.rowRead,
    "R2 puts": puts * PRICES.put,
    "socket messages": (messages / PRICES.messagesPerRequest) * PRICES.objectRequest,
    "time in the session's object":
      ((messages * HANDLER_MS_PER_MESSAGE) / 1000) * PRICES.objectGigabytes * PRICES.gigabyteSecond,
    "opening the sketch":
      drawn.length *
      (OPENING.workerRequests * PRICES.workerRequest +
        OPENING.workerCpuMs * PRICES.workerCpuMs +
        OPENING.objectRequests * PRICES.objectRequest),
  };
  const total = Object.values(dollars).reduce((together, part) => together + part, 0);
  console.log(`  ${pictures} pictures shown, ${puts} objects put into R2`);
  for (const [name, count] of Object.entries(rows))
    console.log(
      `  rows: ${name.padEnd(38)} ${String(count).padStart(6)}   ${(count / pictures).toFixed(3)} a picture`,
    );
  console.log(`  US dollars for 1000 pictures (${PRICES.source}, read ${PRICES.readOn})`);
  for (const [name, part] of Object.entries(dollars))
    console.log(`    ${name.padEnd(36)} ${((part / pictures) * 1000).toFixed(5)}`);
  return {
    rowsPerLivePicture: Number((all / pictures).toFixed(3)),
    usdPer1000Live: Number(((total / pictures) * 1000).toFixed(5)),
  };
}

/** One drawing from its first stroke until everything of it is settled. */
async function drawOne(url: string, seed: number): Promise<LiveStats> {
  const api = new SketchApi(url.replace("localhost", "127.0.0.1"));
  const { id } = await api.createSketch(SETTINGS);
  const encode = await canvasMaker(CANVAS_BYTES);
  const artist = new Artist({ api, sketchId: id, settings: SETTINGS, encode: async () => encode() });
  const { live } = artist;
  const startedMs = performance.now();
  const at = async (ms: number): Promise<void> => {
    const waitMs = startedMs + ms - performance.now();
    if (waitMs > 0) await sleep(waitMs);
  };
  for (const { downMs, upMs } of unhurriedHand(seededRandom(seed), FOR_MS)) {
    await at(downMs);
    live.pen(true);
    for (let ms = downMs; ms < upMs; ms += INK_EVERY_MS) {
      await at(ms);
      live.inked();
    }
    await at(upMs);
    live.inked();
    live.pen(false);
    live.saveChunk(new Uint8Array(STROKE_BYTES));
  }
  await artist.settled(SETTLE_MS);
  await sleep(SETTLE_MS);
  const answer = await api.request("GET", `/api/sketches/${id}/live`);
  live.stop();
  return liveStats.parse(await answer.json());
}

const startAgent = (stack: Stack, credential: string): Agent =>
  new Agent({
    config: {
      url: stack.url.replace("localhost", "127.0.0.1"),
      credential,
      comfy: [],
      capacity: PEOPLE,
      workflow: "auto",
    },
    producers: Array.from({ length: PEOPLE }, () => new Sleeper(PRODUCE_MS)),
    frameMs: PRODUCE_MS,
    log: () => undefined,
  });

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
