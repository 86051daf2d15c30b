/**
 * Files as cameras, phones and editors write them, through every door that a person has: the media API (and on through a host),
 * a drop and a paste on a sketch, the page Generate, `npm run sketch --in`. What is seen behind each door is held against what the
 * files' maker knows, by a browser's decoder. Then what is no picture, or not a whole one.
 */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openCover } from "@llamasketch/headless";
import { launchBrowser } from "@llamasketch/testing";
import { allPhotos, refusedFiles, type Photo, type RefusedFile } from "@llamasketch/testing/photos";
import { PLENTY, root, startStack } from "../../scripts/stack.ts";
import { TOLERANCE, difference, judge, type Verdict } from "./judge.ts";
import { Looker, type Seen } from "./look.ts";
import { lossyPhotos, sensorPhoto } from "./lossy.ts";
import { openGenerateDoor, openSketchDoors, type PageDoor } from "./page-doors.ts";
import { Uploads } from "./uploads.ts";

/** A door where nothing happens is not waited for again and again. */
const FAILURES_MAX = 3;

/** Where something was seen of a file, and how exact it can be. */
interface Look {
  photo: Photo;
  at: string;
  seen: Seen;
  tolerance: number;
}

export async function run(): Promise<unknown> {
  const folder = join(root, ".tmp", `bench-photos-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  const vars = { ...PLENTY, LIMITS: "off", TURNSTILE: "off" };
  const stack = await startStack({ port: 0, stateDir: folder, painter: true, vars, log: () => undefined });
  const { browser, close } = await launchBrowser(join(root, ".tmp"));
  const problems: string[] = [];
  const looks: Look[] = [];
  const sound = [...(await allPhotos()), ...(await lossyPhotos())];
  const bad = await refusedFiles();
  const lossy = new Set((await lossyPhotos()).map(({ name }) => name));
  const exact = (photo: Photo): number => (lossy.has(photo.name) ? TOLERANCE.lossy : TOLERANCE.exact);
  const missed = new Set<string>();
  const wronglyTaken = new Set<string>();
  const fail = (photo: { name: string }, at: string, why: unknown): void => {
    missed.add(photo.name);
    problems.push(`${photo.name}, ${at}: ${why instanceof Error ? why.message.split("\n")[0] : String(why)}`);
  };
  const took = (file: RefusedFile, at: string): void => {
    wronglyTaken.add(file.name);
    problems.push(`${file.name} was taken: ${at}`);
  };
  try {
    const looker = await Looker.open(browser);
    const see = async (photo: Photo, at: string, bytes: Uint8Array, tolerance: number): Promise<void> => {
      const seen = await looker.look(bytes);
      if (seen) looks.push({ photo, at, seen, tolerance });
      else fail(photo, at, "cannot be decoded");
    };

    const uploads = new Uploads(stack.url.replace("localhost", "127.0.0.1"), stack.easelUrl ?? "");
    const byUpload = async (): Promise<void> => {
      for (const photo of sound)
        try {
          const { stored, given, result } = await uploads.through(photo);
          // Browsers do not turn a WebP: there the host alone says.
          if (!/^webp .*turned/.test(photo.name)) await see(photo, "stored", stored, exact(photo));
          await see(photo, "given to ComfyUI", given, exact(photo));
          await see(photo, "result", result, TOLERANCE.lossy);
        } catch (error) {
          fail(photo, "uploads", error);
        }
      for (const file of bad) {
        const { status } = await uploads.send(file.bytes, file.type);
        if (status !== 400 && status !== 415) took(file, `uploads, ${status}`);
      }
    };
    const byPage = async (doors: readonly PageDoor[]): Promise<void> => {
      for (const door of doors) {
        let failures = 0;
        for (const photo of sound)
          try {
            if (failures > FAILURES_MAX) throw new Error("given up");
            const seen = await door.give(photo);
            if (seen) looks.push({ photo, at: door.name, seen, tolerance: TOLERANCE.lossy });
            else fail(photo, door.name, "refused");
          } catch (error) {
            failures += 1;
            fail(photo, door.name, error);
          }
        for (const file of bad.filter(({ isForBrowsers }) => !isForBrowsers))
          if (await door.give(file).catch(() => "nothing happened")) took(file, door.name);
      }
    };
    const byHeadless = async (): Promise<void> => {
      const file = join(folder, "in");
      for (const photo of sound)
        try {
          writeFileSync(file, photo.bytes);
          const { bytes } = await (await openCover(file)).reveal(1, "draft");
          await see(photo, "--in", bytes, TOLERANCE.lossy);
        } catch (error) {
          fail(photo, "--in", error);
        }
      for (const each of bad.filter(({ isForBrowsers }) => !isForBrowsers)) {
        writeFileSync(file, each.bytes);
        if (await openCover(file).catch(() => null)) took(each, "--in");
      }
    };

    const sketchDoors = await openSketchDoors(browser, stack.url);
    const generateDoor = await openGenerateDoor(browser, stack.url);
    await Promise.all([byUpload(), byPage(sketchDoors).then(byHeadless), byPage([generateDoor])]);

    const large: { megapixels: number; door: string; ms: number }[] = [];
    for (const megapixels of [48, 108]) {
      const photo = await sensorPhoto(megapixels);
      sound.push(photo);
      for (const door of [...sketchDoors.slice(0, 1), generateDoor])
        try {
          const startedMs = performance.now();
          const seen = await door.give(photo);
          large.push({ megapixels, door: door.name, ms: Math.round(performance.now() - startedMs) });
          if (seen) looks.push({ photo, at: door.name, seen, tolerance: TOLERANCE.lossy });
          else fail(photo, door.name, "refused");
        } catch (error) {
          fail(photo, door.name, error);
        }
    }

    const counts: Record<Verdict, number> = { right: 0, wrongWay: 0, wrongColour: 0, wrongAlpha: 0 };
    for (const { photo, at, seen, tolerance } of looks) {
      const verdict = judge(photo, seen, tolerance);
      counts[verdict] += 1;
      if (verdict !== "right") problems.push(`${photo.name}, ${at}: ${verdict}`);
    }
    const disagreeing = sound.filter((photo) => !agree(looks.filter((look) => look.photo === photo)));
    for (const { name } of disagreeing) problems.push(`${name}: doors disagree`);
    for (const problem of problems) console.log(`  ${problem}`);
    const places = [...new Set(looks.map(({ at }) => at))];
    for (const at of places) {
      const here = looks.filter((look) => look.at === at);
      const most = here.map(({ photo, seen }) => worst(photo.squares, seen.squares));
      console.log(
        `  ${at}: ${here.length} seen, at most ${Math.max(...most).toFixed(1)} of 255 from what is meant`,
      );
    }
    for (const { megapixels, door, ms } of large)
      console.log(`  ${megapixels} megapixels, ${door}: ${ms} ms`);
    const { wrongWay, wrongColour, wrongAlpha } = counts;
    return {
      files: sound.length + bad.length,
      doors: 5,
      taken: sound.length - missed.size,
      wrongWay,
      wrongColour,
      wrongAlpha,
      disagreements: disagreeing.length,
      refusedRightly: bad.length - wronglyTaken.size,
      of: { taken: sound.length, refusedRightly: bad.length, looks: looks.length },
    };
  } finally {
    await close();
    await stack.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

const worst = (a: readonly (readonly number[])[], b: readonly (readonly number[])[]): number =>
  Math.max(...a.map((square, at) => difference(square, b[at] ?? [])));

/** What was seen of one file, wherever it was. */
const agree = (looks: readonly Look[]): boolean =>
  looks.every((one) =>
    looks.every(
      (other) => worst(one.seen.squares, other.seen.squares) <= Math.max(one.tolerance, other.tolerance),
    ),
  );
