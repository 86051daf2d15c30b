/** The data file of the laws, `house.json`: every room, what it may import, and what of today it still may not do without. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

export interface Room {
  /** A folder with all below it, `folder/*` for the files that lie directly in it, or one file. */
  room: string;
  what: string;
  /** Reaches for no clock, chance, timer or network. */
  pure: boolean;
  /** Rooms and libraries (`node` is all of Node's own); `x in *store.ts` for files of such a name alone, `x as types` without its code. */
  imports: string[];
  /** What its `*.test.ts` may import besides. */
  inTests: string[];
}

/** Arrows that the map does not allow and that are there today. There may be `edges` of them, neither more nor fewer. */
export interface Exception {
  from: string;
  to: string;
  edges: number;
  reason: string;
}

export interface House {
  tables: { heading: string; rooms: Room[] }[];
  exceptions: Exception[];
  /** How much of the code stands in circles of imports, type imports counted. It can only become less. */
  circles: { arrows: number; files: number; reason: string };
}

export const HOUSE_FILE = "scripts/laws/house.json";
const ROOM_KEYS = ["room", "what", "pure", "imports", "inTests"];

/** Throws one clear error when the file is not whole: a missing line is never a silent permission. */
export function readHouse(json: string): House {
  const house = JSON.parse(json) as House;
  exactKeys(house, ["tables", "exceptions", "circles"], HOUSE_FILE);
  exactKeys(house.circles, ["arrows", "files", "reason"], "circles");
  const names = new Set<string>();
  for (const table of house.tables) {
    exactKeys(table, ["heading", "rooms"], "a table");
    for (const room of table.rooms) {
      exactKeys(room, ROOM_KEYS, `room ${room.room}`);
      if (names.has(room.room)) throw new Error(`room ${room.room} is listed twice`);
      names.add(room.room);
      if (room.pure !== room.what.startsWith("pure"))
        throw new Error(`room ${room.room}: \`pure\` and the words of the map contradict each other`);
      for (const list of [room.imports, room.inTests]) {
        if (new Set(list).size < list.length) throw new Error(`room ${room.room} names an import twice`);
      }
      if (room.inTests.some((entry) => room.imports.includes(entry)))
        throw new Error(`room ${room.room}: its tests may import what it may anyway`);
    }
  }
  for (const exception of house.exceptions) {
    const where = `exception ${exception.from} → ${exception.to}`;
    exactKeys(exception, ["from", "to", "edges", "reason"], where);
    if (!names.has(exception.from) || !names.has(exception.to)) throw new Error(`${where}: no such room`);
    if (exception.edges < 1) throw new Error(`${where} excepts nothing`);
  }
  return house;
}

export const houseOf = (root: string): House => readHouse(readFileSync(join(root, HOUSE_FILE), "utf8"));

export const roomsOf = (house: House): Room[] => house.tables.flatMap(({ rooms }) => rooms);

/** The room of a path: the longest name that fits. Null for a path in no room. */
export function roomFinder(house: House): (path: string) => Room | null {
  const rooms = new Map(roomsOf(house).map((room) => [room.room, room]));
  const known = new Map<string, Room | null>();
  const find = (path: string): Room | null => {
    const folder = path.includes("/") ? path.slice(0, path.lastIndexOf("/") + 1) : "";
    let found = rooms.get(path) ?? rooms.get(`${folder}*`);
    for (let at = path.lastIndexOf("/"); !found && at > 0; at = path.lastIndexOf("/", at - 1))
      found = rooms.get(path.slice(0, at));
    return found ?? null;
  };
  return (path) => {
    let room = known.get(path);
    if (room === undefined) known.set(path, (room = find(path)));
    return room;
  };
}

function exactKeys(value: object, keys: string[], where: string): void {
  const missing = keys.find((key) => !(key in value));
  if (missing) throw new Error(`${where} lacks \`${missing}\``);
  const extra = Object.keys(value).find((key) => !keys.includes(key));
  if (extra) throw new Error(`${where} has \`${extra}\`, which means nothing`);
}
