/** `npm run sketch`: draws without a browser and says what it saw; the last line is JSON. */
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { VARIATIONS_MAX, readMessage } from "@llamasketch/contract";
import { markMedia } from "@llamasketch/media-mark";
import sharp from "sharp";
import { SketchApi } from "./api.ts";
import { Artist, percentile } from "./artist.ts";
import { SIDE_PX, UnfitImage, encodePaths, openCover } from "./canvas.ts";
import { EXIT, problemText } from "./problem-text.ts";
import { fit, recordedDrawing, strokePath, type RecordedDrawing } from "./strokes.ts";

const USAGE = `npm run sketch -- --url URL (--in sketch.png | --strokes file.jsonl) [--prompt "…"] [--frames 20]
                  [--strength 0.6] [--seed 1] [--drawings N] [--variations 0] [--final] [--out out.webp]
                  [--key lsk_…]

  --in        an image, uncovered from left to right in --frames steps; each step waits for its picture
  --strokes   one drawing a line: {"strokes":[{"points":[[x,y,tMs,pressure|null],…]}]}, replayed in real time
  --variations, --final   of the last canvas: so many variations, and a final (1 credit)
  --out       the pictures, as an animated WebP (one picture: a still); variations and final beside it
  --key       an account's API key, with the scopes to read and change sketches; also LLAMASKETCH_KEY

Ends with 0 when all of it was drawn; 1: a file or a picture failed; 2: what was typed cannot be meant;
3: no LlamaSketch answers at --url; 4: it refused (a key, credits, words, too often).`;

const STEP_WITHIN_MS = 60_000;
/** Credits that are on their way come in such a time. */
const PAUSE_MS = 5000;
const OUT_FRAMES_MAX = 120;
const OUT_FRAME_MS = 200;
const OUT_SIDE_PX = 512;

interface Totals {
  pictures: number;
  dropped: number;
  strokeMs: number[];
}

const OPTIONS = {
  url: { type: "string", default: "http://localhost:8787" },
  in: { type: "string" },
  strokes: { type: "string" },
  prompt: { type: "string", default: "" },
  frames: { type: "string", default: "20" },
  strength: { type: "string", default: "0.6" },
  seed: { type: "string", default: "1" },
  drawings: { type: "string" },
  variations: { type: "string", default: "0" },
  final: { type: "boolean", default: false },
  out: { type: "string" },
  key: { type: "string" },
  help: { type: "boolean", short: "h", default: false },
} as const;

const values = readOptions();
if (values.help) {
  console.log(USAGE);
  process.exit(0);
}
const settings = {
  prompt: values.prompt.toWellFormed(),
  strength: number("strength", values.strength, 0, 1),
  seed: whole("seed", values.seed, 0, 0xffff_ffff),
};
const frames = whole("frames", values.frames, 1, 1000);
const wish = {
  variations: whole("variations", values.variations, 0, VARIATIONS_MAX),
  final: values.final,
};
if ((values.in === undefined) === (values.strokes === undefined)) misused("Give --in or --strokes.");
if (!URL.canParse(values.url) || !/^https?:$/.test(new URL(values.url).protocol))
  misused(`--url must be an address like http://localhost:8787; it is "${values.url}".`);

const shown: Uint8Array[] = [];
/** Of the last canvas, by what they are called. */
const beside = new Map<string, Uint8Array>();
const totals: Totals = { pictures: 0, dropped: 0, strokeMs: [] };
try {
  if (values.out !== undefined) requireFolder(values.out);
  const api = new SketchApi(values.url, null, values.key ?? process.env.LLAMASKETCH_KEY ?? null);
  if (values.in !== undefined) await uncover(api, values.in);
  else await replayFile(api, values.strokes ?? "");
  if (values.out !== undefined) await writeOut(values.out);
} catch (error) {
  const { text, exitCode } = problemText(error);
  fail(text, exitCode);
}
const round = (ms: number | null): number | null => (ms === null ? null : Math.round(ms));
const [p50Ms, p95Ms, p99Ms] = [0.5, 0.95, 0.99].map((share) => round(percentile(totals.strokeMs, share)));
console.log(JSON.stringify({ pictures: totals.pictures, dropped: totals.dropped, p50Ms, p95Ms, p99Ms }));
process.exit(0);

async function uncover(api: SketchApi, file: string): Promise<void> {
  // A folder or a file that is not there is told as such.
  readFileSync(file);
  const cover = await openCover(file).catch((error: unknown) => {
    const why =
      error instanceof UnfitImage ? error.message : "Give a PNG, JPEG, WebP, AVIF, TIFF, GIF or SVG.";
    throw new Error(`${file} is not an image that can be read. ${why}`);
  });
  const { id } = await api.createSketch(settings);
  let share = 0;
  const artist = new Artist({
    api,
    sketchId: id,
    settings,
    pauseMs: PAUSE_MS,
    encode: (quality) => cover.reveal(share, quality),
    onPicture: (_header, image) => shown.push(image.slice()),
  });
  for (let frame = 1; frame <= frames; frame++) {
    artist.live.pen(true);
    share = frame / frames;
    artist.live.inked();
    artist.live.pen(false);
    await artist.settled(STEP_WITHIN_MS);
  }
  await finish(artist);
}

async function replayFile(api: SketchApi, file: string): Promise<void> {
  const lines = readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line.trim() !== "");
  if (lines.length === 0) throw new Error(`${file} has no drawing in it. The form is in README.md.`);
  const count =
    values.drawings === undefined
      ? lines.length
      : Math.min(lines.length, whole("drawings", values.drawings, 1, Number.MAX_SAFE_INTEGER));
  for (const [index, line] of lines.slice(0, count).entries()) {
    const drawing = readMessage(recordedDrawing, line);
    if (!drawing) throw new Error(`Line ${index + 1} of ${file} is not a drawing. The form is in README.md.`);
    await replay(api, drawing);
    console.log(`drawing ${index + 1} of ${count}: ${totals.pictures} pictures so far`);
  }
}

async function replay(api: SketchApi, drawing: RecordedDrawing): Promise<void> {
  const { id } = await api.createSketch(settings);
  const strokes = fit(drawing, SIDE_PX);
  const done: string[] = [];
  let growing = "";
  let last: Uint8Array | null = null;
  const artist = new Artist({
    api,
    sketchId: id,
    settings,
    pauseMs: PAUSE_MS,
    encode: (quality) => encodePaths([...done, growing], quality),
    onPicture: (_header, image) => (last = image.slice()),
  });
  const startedMs = performance.now();
  for (const { points } of strokes) {
    for (let at = 0; at < points.length; at++) {
      const waitMs = startedMs + (points[at]?.atMs ?? 0) - performance.now();
      if (waitMs > 1) await new Promise((resolve) => setTimeout(resolve, waitMs));
      if (at === 0) artist.live.pen(true);
      growing = strokePath(points.slice(0, at + 1), SIDE_PX);
      artist.live.inked();
    }
    done.push(growing);
    growing = "";
    artist.live.pen(false);
  }
  await artist.settled(STEP_WITHIN_MS);
  if (last) shown.push(last);
  await finish(artist);
}

async function finish(artist: Artist): Promise<void> {
  if (wish.variations > 0) await artist.vary(wish.variations, STEP_WITHIN_MS);
  if (wish.final) beside.set("final", await artist.final(STEP_WITHIN_MS));
  artist.live.stop();
  for (const [variation, image] of artist.variations) beside.set(`variation-${variation}`, image);
  totals.pictures += artist.pictures;
  totals.dropped += artist.dropped;
  totals.strokeMs.push(...artist.strokeMs);
}

async function writeOut(file: string): Promise<void> {
  const step = Math.max(1, Math.ceil(shown.length / OUT_FRAMES_MAX));
  const kept = shown.filter((_, at) => at % step === 0 || at === shown.length - 1);
  if (kept.length === 0) throw new Error("There is no picture to write.");
  const sized = await Promise.all(
    kept.map((image) => sharp(image).resize(OUT_SIDE_PX, OUT_SIDE_PX, { fit: "contain" }).png().toBuffer()),
  );
  const image = sized.length > 1 ? sharp(sized, { join: { animated: true } }) : sharp(sized[0]);
  writePicture(file, await image.webp({ quality: 85, delay: sized.map(() => OUT_FRAME_MS) }).toBuffer());
  console.log(`${kept.length} pictures in ${file}`);
  for (const [name, picture] of beside) {
    const its = file.replace(/(\.\w+)?$/, `-${name}$1`);
    writePicture(its, await sharp(picture).webp({ quality: 90 }).toBuffer());
    console.log(its);
  }
}

/** It says that a machine made it: what was encoded again has lost that. */
function writePicture(file: string, webp: Uint8Array): void {
  const marked = markMedia(webp, "trainedAlgorithmicMedia");
  if (!marked) throw new Error("The picture could not be marked as made by a machine.");
  writeFileSync(file, marked);
}

function number(name: string, text: string, min: number, max: number): number {
  const value = Number(text);
  if (text.trim() === "" || !(value >= min && value <= max))
    misused(`--${name} must be a number from ${min} to ${max}.`);
  return value;
}

function whole(name: string, text: string, min: number, max: number): number {
  const value = number(name, text, min, max);
  if (!Number.isInteger(value)) misused(`--${name} must be a whole number.`);
  return value;
}

/** Before anything is drawn that could not be written then. */
function requireFolder(file: string): void {
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory())
    throw new Error(`${file} is a folder. Name a file in it: --out ${join(file, "out.webp")}`);
  const folder = dirname(file);
  if (!existsSync(folder))
    throw new Error(`There is no folder ${folder} to write ${file} to. Make it first.`);
}

function readOptions() {
  try {
    return parseArgs({ options: OPTIONS }).values;
  } catch (error) {
    return misused(error instanceof Error ? (error.message.split(". ", 1)[0] ?? "") : String(error));
  }
}

/** What was typed cannot be meant. */
function misused(text: string): never {
  console.error(`${text.replace(/\.?$/, ".")}\n\n${USAGE}`);
  process.exit(EXIT.misused);
}

function fail(text: string, exitCode: number): never {
  console.error(text);
  process.exit(exitCode);
}
