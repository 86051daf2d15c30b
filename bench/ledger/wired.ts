/** People draw in real sessions, and every row that these write is counted where it is written. */
import { join } from "node:path";
import { liveStats, type LiveStats } from "@llamasketch/contract";
import { Agent } from "@llamasketch/gpu-agent/agent";
import { Artist, SketchApi } from "@llamasketch/headless";
import { seededRandom, unhurriedHand } from "@llamasketch/simulator";
import { PLENTY, root, startStack, type Stack } from "../../scripts/stack.ts";
import { openDatabase } from "../crash/books.ts";
import { canvasMaker } from "../live/canvas.ts";
import { Sleeper } from "../live/sleeper.ts";
import { HANDLER_MS_PER_MESSAGE, MESSAGES_PER_PICTURE, OPENING, PRICES } from "./prices.ts";
import { hostFor, introduce } from "../live/known-host.ts";
import { WITH_ADMIN, openPurse } from "./purse.ts";

const PEOPLE = 3;
const FOR_MS = 120_000;
const PRODUCE_MS = 350;
const INK_EVERY_MS = 50;
const CANVAS_BYTES = 16 * 1024;
const STROKE_BYTES = 900;
/** So that a block is a whole minute, as it is for whoever can draw for an hour. */
const CREDITS = 400;
const SETTINGS = { prompt: "a harbour at dawn", strength: 0.6, seed: 7 };
/** Ten seconds without ink, and what a session then says. */
const SETTLE_MS = 14_000;
/** Above what was seen; a thousand of them cost a millionth of a dollar. */
const ROWS_READ_PER_PICTURE = 10;

/** Drawn by all of them together. */
const DRAWN_HOURS = (PEOPLE * FOR_MS) / 3_600_000;

export interface WiredFigures {
  rowsPerLivePicture: number;
  usdPer1000Live: number;
  batchesPerDrawingMinute: number;
  bytesPerDrawingHour: number;
}

export async function measureWired(): Promise<WiredFigures> {
  console.log(
    `live: ${PEOPLE} people draw for ${FOR_MS / 60_000} minutes in real sessions, a picture in ${PRODUCE_MS} ms`,
  );
  const stateDir = join(root, ".tmp", `bench-wired-${process.pid}`);
  const vars = { ...PLENTY, ...WITH_ADMIN };
  const stack = await startStack({ port: 0, stateDir, painter: false, vars, log: () => undefined });
  const agent = startAgent(stack, await hostFor(stack, "wired"));
  await introduce(stack);
  try {
    const give = await openPurse(stack.url.replace("localhost", "127.0.0.1"));
    const opened: Opened[] = [];
    for (let seed = 1; seed <= PEOPLE; seed++) opened.push(await open(stack.url, seed, give));
    const before = sizesIn(stateDir);
    const drawn = await Promise.all(opened.map(drawOne));
    const { rowsPerLivePicture, usdPer1000Live } = tell(drawn);
    return { rowsPerLivePicture, usdPer1000Live, ...tellOfBatches(drawn, before, sizesIn(stateDir)) };
  } finally {
    agent.drain();
    await stack.stop();
  }
}

function tell(drawn: readonly LiveStats[]): Pick<WiredFigures, "rowsPerLivePicture" | "usdPer1000Live"> {
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

/** Bytes of rows and of index entries, by table and index, as the database itself counts them; its pages are told beside. */
function sizesIn(stateDir: string): Map<string, { payload: number; pages: number }> {
  const database = openDatabase(stateDir);
  try {
    const rows = database
      .prepare("SELECT name, sum(payload) AS payload, sum(pgsize) AS pages FROM dbstat GROUP BY name")
      .all() as unknown as { name: string; payload: number; pages: number }[];
    return new Map(rows.map(({ name, payload, pages }) => [name, { payload, pages }]));
  } finally {
    database.close();
  }
}

type Sizes = ReturnType<typeof sizesIn>;

/** An hour is what these minutes come to, whatever is written once when a sketch is opened or left among it. */
function tellOfBatches(
  drawn: readonly LiveStats[],
  before: Sizes,
  after: Sizes,
): Pick<WiredFigures, "batchesPerDrawingMinute" | "bytesPerDrawingHour"> {
  const batches = drawn.reduce((sum, { writes }) => sum + writes.batches, 0);
  const grown = [...after].map(([name, { payload, pages }]) => ({
    name,
    payload: payload - (before.get(name)?.payload ?? 0),
    pages: pages - (before.get(name)?.pages ?? 0),
  }));
  console.log(`  bytes of rows and index entries in an hour of drawing`);
  for (const { name, payload } of grown.toSorted((a, b) => b.payload - a.payload))
    if (payload > 0) console.log(`    ${name.padEnd(36)} ${Math.round(payload / DRAWN_HOURS)}`);
  const pages = grown.reduce((sum, one) => sum + one.pages, 0);
  console.log(`    (${pages / 1024} KB of pages, of 4 KB each, in ${DRAWN_HOURS * 60} minutes)`);
  return {
    batchesPerDrawingMinute: Number((batches / (DRAWN_HOURS * 60)).toFixed(2)),
    bytesPerDrawingHour: Math.round(grown.reduce((sum, one) => sum + one.payload, 0) / DRAWN_HOURS),
  };
}

interface Opened {
  api: SketchApi;
  id: string;
  seed: number;
}

/** Somebody new with a sketch and a purse. */
async function open(
  url: string,
  seed: number,
  give: (cookie: string | null, units: number) => Promise<void>,
): Promise<Opened> {
  const api = new SketchApi(url.replace("localhost", "127.0.0.1"));
  const { id } = await api.createSketch(SETTINGS);
  await give(api.cookie, CREDITS);
  return { api, id, seed };
}

/** One drawing from its first stroke until everything of it is settled. */
async function drawOne({ api, id, seed }: Opened): Promise<LiveStats> {
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
