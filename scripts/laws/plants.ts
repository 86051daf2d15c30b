/** Violations that the laws must catch: made in memory, never written to the tree. */
import { workspaces } from "./resolve.ts";
import { roomFinder, roomsOf, type House, type Room } from "./house.ts";
import { isTest } from "./check.ts";
import { IMPORT_FORMS, REACHES, REACHING_LINES } from "./forms.ts";
import type { SourceFile } from "./tree.ts";

export interface Plant {
  /** What is planted, for whoever reads that it was missed. */
  name: string;
  /** Where the file would lie. A room that is one file is planted in its place. */
  path: string;
  code: string;
  /** The room that its import must be seen to lead to: caught for another reason is not caught. */
  leadsTo?: string;
}

const NODE_MODULES =
  "timers timers/promises crypto http https net dgram dns perf_hooks process worker_threads".split(" ");

/** Every form of clock, chance, timer and network in each pure room. */
export function reachPlants(house: House): Plant[] {
  return roomsOf(house)
    .filter(({ pure }) => pure)
    .flatMap((room) => {
      const path = plantPath(room);
      const imports = NODE_MODULES.flatMap((module) =>
        [`node:${module}`, module].flatMap((specifier) =>
          ["import", "import type", "import()", "require"].map(
            (form) => IMPORT_FORMS[form]?.(specifier) ?? "",
          ),
        ),
      );
      return [...REACHES, ...REACHING_LINES, ...imports].map((code) => ({
        name: `${room.room}: ${code.trim()}`,
        path,
        code,
      }));
    });
}

/** Two rooms of which the first may not import the second. */
export interface Pair {
  from: Room;
  to: Room;
}

export function forbiddenPairs(house: House): Pair[] {
  const rooms = roomsOf(house);
  return rooms.flatMap((from) =>
    rooms
      .filter((to) => to !== from && !from.imports.some((entry) => entry.split(/ in | as /u)[0] === to.room))
      .map((to) => ({ from, to })),
  );
}

/** Each pair three ways: by the package's name, by relative path, and as a type; and in each of `forms`. */
export function importPlants(house: House, files: SourceFile[], root: string, forms: string[] = []): Plant[] {
  const roomOf = roomFinder(house);
  const sample = new Map<Room, string>();
  for (const { path } of files) {
    const room = roomOf(path);
    if (room && !isTest(path) && !sample.has(room)) sample.set(room, path);
  }
  const names = [...workspaces(root)];
  return forbiddenPairs(house).flatMap(({ from, to }) => {
    const path = plantPath(from);
    const target = sample.get(to) ?? plantPath(to);
    const relative = relativePath(path, target);
    const named = names.find(([, folder]) => target.startsWith(`${folder}/`));
    const byName = named ? namedPath(to, target, named) : null;
    const plants: [way: string, code: string | undefined][] = [
      ["by relative path", IMPORT_FORMS["import"]?.(relative)],
      ["as a type", IMPORT_FORMS["import type"]?.(byName ?? relative)],
      // What belongs to no package has no name: its absolute path is the other way to it.
      ["by name", IMPORT_FORMS["import"]?.(byName ?? `${root}/${target}`)],
      ...forms.map((form): [string, string | undefined] => [form, IMPORT_FORMS[form]?.(relative)]),
    ];
    return plants.map(([way, code = ""]) => ({
      name: `${from.room} → ${to.room} ${way}`,
      path,
      code,
      leadsTo: to.room,
    }));
  });
}

/** `@llamasketch/contract`, or a path below the package's name. */
function namedPath(to: Room, target: string, [name, folder]: [string, string]): string {
  return to.room === folder ? name : `${name}${target.slice(folder.length)}`;
}

function plantPath({ room }: Room): string {
  if (room.endsWith("*")) return `${room.slice(0, -1)}planted.ts`;
  if (/\.tsx?$/u.test(room)) return room;
  return /^packages\/[^/]+$/u.test(room) ? `${room}/src/planted.ts` : `${room}/planted.ts`;
}

function relativePath(from: string, to: string): string {
  const up = from.split("/").slice(0, -1);
  const down = to.split("/");
  while (up.length > 0 && up[0] === down[0]) {
    up.shift();
    down.shift();
  }
  return `${up.length === 0 ? "./" : "../".repeat(up.length)}${down.join("/")}`;
}
