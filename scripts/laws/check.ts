/** The laws of imports and of pure rooms, held against the files that there are. */
import { circlesOf, type Circles } from "./circles.ts";
import { roomFinder, roomsOf, type House, type Room } from "./house.ts";
import type { Edge, SourceFile } from "./tree.ts";
import { reachesOf, type Reach } from "./world.ts";

export interface Findings {
  /** One line each, with the place and what to do. Empty when every law holds. */
  broken: string[];
  circles: Circles;
}

export const isTest = (path: string): boolean => /\.test\.tsx?$/u.test(path);

/** What an arrow leads to, in the words of the data file. Null: within the room, or data that belongs to none. */
function endOf(from: Room, edge: Edge, roomOf: (path: string) => Room | null): string | null {
  if (edge.target === null) return null;
  if ("library" in edge.target) return edge.target.library;
  const room = roomOf(edge.target.file);
  if (room) return room === from ? null : room.room;
  return /\.[cm]?[jt]sx?$/u.test(edge.target.file) ? edge.target.file : null;
}

/** The entry of `entries` that lets the file at `path` import `end`. */
function permissionOf(entries: string[], path: string, end: string, typeOnly: boolean): string | null {
  for (const entry of entries) {
    const [written = "", files] = entry.split(" in ");
    const [name, asTypes] = written.split(" as ");
    if (name !== end || (asTypes === "types" && !typeOnly)) continue;
    if (files === undefined || fits(path, files)) return entry;
  }
  return null;
}

const fits = (path: string, files: string): boolean =>
  files.startsWith("*") ? path.endsWith(files.slice(1)) : path.split("/").at(-1) === files;

/** Looking through a syntax tree is what takes the time, and the same files are judged again by other data. */
const reaches = new WeakMap<SourceFile, Reach[]>();

function reachesIn(file: SourceFile): Reach[] {
  let found = reaches.get(file);
  if (!found) reaches.set(file, (found = reachesOf(file.path, file.code)));
  return found;
}

/** Judges arrows one file at a time and keeps count of what was needed. */
class Judge {
  readonly broken: string[] = [];
  readonly #roomOf: (path: string) => Room | null;
  readonly #used = new Set<string>();
  /** Arrows that only an exception can excuse, by their two ends. */
  readonly #beyond = new Map<string, string[]>();
  readonly #house: House;
  #beyondCount = 0;

  constructor(house: House, roomOf = roomFinder(house)) {
    this.#house = house;
    this.#roomOf = roomOf;
  }

  /** Whether anything in the file is more than the map allows. */
  file(file: SourceFile): boolean {
    const { path, edges } = file;
    const from = this.#roomOf(path);
    if (!from) {
      this.broken.push(`${path} is in no room: give its folder a row`);
      return true;
    }
    const before = this.broken.length + this.#beyondCount;
    this.#used.add(from.room);
    for (const edge of edges) this.#edge(path, from, edge);
    if (from.pure && !isTest(path))
      for (const { what, line } of reachesIn(file))
        this.broken.push(`${path}:${line}: a pure room is handed the world and does not reach for ${what}`);
    return this.broken.length + this.#beyondCount > before;
  }

  #edge(path: string, from: Room, edge: Edge): void {
    const place = `${path}:${edge.line}`;
    if (edge.target === null) {
      this.broken.push(`${place}: an import whose path is worked out at run time cannot be checked`);
      return;
    }
    const end = endOf(from, edge, this.#roomOf);
    if (end === null) return;
    const own = permissionOf(from.imports, path, end, edge.typeOnly);
    if (own !== null) {
      // What only tests need is no permission for the room.
      if (!isTest(path)) this.#used.add(`${from.room} > ${own}`);
      return;
    }
    const inTests = isTest(path) ? permissionOf(from.inTests, path, end, edge.typeOnly) : null;
    if (inTests !== null) {
      this.#used.add(`${from.room} test> ${inTests}`);
      return;
    }
    const ends = `${from.room} → ${end}`;
    const written = this.#beyond.get(ends) ?? [];
    written.push(place);
    this.#beyondCount += 1;
    this.#beyond.set(ends, written);
  }

  end(): void {
    const excused = new Set<string>();
    for (const { from, to, edges } of this.#house.exceptions) {
      const ends = `${from} → ${to}`;
      const found = this.#beyond.get(ends) ?? [];
      excused.add(ends);
      if (found.length > edges)
        this.broken.push(`${ends}: ${edges} are excepted, ${found.length} found: ${found.join(", ")}`);
      if (found.length < edges)
        this.broken.push(`${ends}: ${edges} are excepted, ${found.length} left: write the smaller number`);
    }
    for (const [ends, found] of this.#beyond) {
      if (!excused.has(ends)) this.broken.push(`${ends} is not allowed: ${found.join(", ")}`);
    }
    for (const { room, imports, inTests } of roomsOf(this.#house)) {
      const unneeded = [
        ...imports.filter((entry) => !this.#used.has(`${room} > ${entry}`)),
        ...inTests.filter((entry) => !this.#used.has(`${room} test> ${entry}`)),
      ];
      for (const entry of unneeded)
        this.broken.push(`${room} may import ${entry} and does not: take the permission back`);
      if (!this.#used.has(room)) this.broken.push(`${room} holds no file: take its row away`);
    }
  }
}

/** All that is wrong with `files`. Names of circles are those of the data file. */
export function check(house: House, files: SourceFile[]): Findings {
  const judge = new Judge(house);
  const roomOf = roomFinder(house);
  for (const file of files) judge.file(file);
  judge.end();
  const circles = circlesOf(
    files.filter(({ path }) => !isTest(path)),
    (path) => roomOf(path)?.room ?? null,
  );
  return { broken: [...judge.broken, ...circleFaults(house, circles)], circles };
}

/**
 * Whether one more file like this would break a law. Exceptions excuse nothing here: they are counted to the
 * number, so one more is one too many.
 */
export function catcher(house: House): (file: SourceFile) => boolean {
  const roomOf = roomFinder(house);
  return (file) => new Judge(house, roomOf).file(file);
}

function circleFaults(house: House, circles: Circles): string[] {
  const broken: string[] = [];
  for (const [counted, bound, what] of [
    [circles.arrows.length, house.circles.arrows, "arrows between rooms"],
    [circles.files.length, house.circles.files, "files"],
  ] as const) {
    if (counted > bound) broken.push(`circles: ${counted} ${what} stand in a circle, ${bound} are the bound`);
    if (counted < bound)
      broken.push(`circles: ${counted} ${what} are left in a circle: write that as the bound`);
  }
  for (const files of circles.running)
    broken.push(`circles: these load each other when they run: ${files.join(", ")}`);
  const allowed = circlesOf(
    [],
    () => null,
    roomsOf(house).flatMap(({ room, imports }) =>
      imports.map((entry): [string, string] => [room, entry.split(" in ")[0] ?? ""]),
    ),
  );
  for (const [from, to] of allowed.arrows)
    broken.push(`circles: the map itself allows one, by ${from} → ${to}`);
  return broken;
}
