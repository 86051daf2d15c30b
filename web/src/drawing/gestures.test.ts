import { beforeEach, describe, expect, test } from "vitest";
import { Gestures, type Contact } from "./gestures.ts";

let heard: string[] = [];
let accepts = true;
let gestures: Gestures;
let nowMs = 0;

const contact = (
  type: Contact["type"],
  id: number,
  x: number,
  y: number,
  more: Partial<Contact> = {},
): Contact => ({
  id,
  type,
  x,
  y,
  timeMs: nowMs,
  button: 0,
  buttons: 1,
  radiusPx: 10,
  ...more,
});
const finger = (id: number, x: number, y = 100): Contact => contact("touch", id, x, y);
const pen = (x: number, more: Partial<Contact> = {}): Contact => contact("pen", 99, x, 100, more);
const mouse = (x: number, more: Partial<Contact> = {}): Contact => contact("mouse", 1, x, 100, more);
const pass = (ms: number): void => void (nowMs += ms);

beforeEach(() => {
  heard = [];
  accepts = true;
  nowMs = 10_000;
  const say = (what: string) => () => void heard.push(what);
  gestures = new Gestures({
    down: (_contact, erases) => {
      heard.push(erases ? "erase" : "down");
      return accepts;
    },
    move: say("move"),
    up: say("up"),
    discard: say("discard"),
    pan: (x, y) => heard.push(`pan ${x},${y}`),
    pinch: ([from, other], [to]) => heard.push(`pinch ${from.x} to ${to.x} about ${other.x}`),
    viewed: say("viewed"),
    penSeen: say("pen seen"),
    fingerIdle: say("finger idle"),
  });
});

describe("fingers", () => {
  test("one draws", () => {
    gestures.down(finger(1, 10));
    gestures.move(finger(1, 20));
    gestures.up(finger(1, 20));
    expect(heard).toEqual(["down", "move", "up"]);
  });

  test("a second one at once makes it a look around: the begun stroke was never meant", () => {
    gestures.down(finger(1, 10));
    pass(60);
    gestures.move(finger(1, 14));
    gestures.down(finger(2, 200));
    gestures.move(finger(2, 260));
    gestures.up(finger(2, 260));
    gestures.move(finger(1, 90));
    gestures.up(finger(1, 90));
    gestures.down(finger(3, 10));
    expect(heard).toEqual(["down", "move", "discard", "pinch 200 to 260 about 14", "viewed", "down"]);
  });

  test("either of two moves the page about the other", () => {
    gestures.down(finger(1, 10));
    gestures.down(finger(2, 200));
    gestures.move(finger(1, 0));
    gestures.move(finger(2, 210));
    expect(heard.slice(2)).toEqual(["pinch 10 to 0 about 200", "pinch 200 to 210 about 0"]);
  });

  test("a second one late in a stroke is a resting hand", () => {
    gestures.down(finger(1, 10));
    pass(300);
    gestures.move(finger(1, 80));
    gestures.down(finger(2, 200));
    gestures.move(finger(2, 210));
    gestures.up(finger(2, 210));
    gestures.move(finger(1, 90));
    gestures.up(finger(1, 90));
    expect(heard).toEqual(["down", "move", "move", "up"]);
  });

  test("a first finger that waits for the second has longer", () => {
    gestures.down(finger(1, 10));
    pass(350);
    gestures.down(finger(2, 200));
    expect(heard).toEqual(["down", "discard"]);
  });

  test("a third one changes nothing, and none draws until all have left", () => {
    gestures.down(finger(1, 10));
    gestures.down(finger(2, 200));
    gestures.down(finger(3, 300));
    gestures.up(finger(1, 10));
    gestures.down(finger(4, 10));
    gestures.move(finger(4, 30));
    for (const id of [2, 3, 4]) gestures.up(finger(id, 0));
    gestures.down(finger(5, 10));
    expect(heard).toEqual(["down", "discard", "viewed", "down"]);
  });

  test("what the system takes away at once was a palm, later a stroke", () => {
    gestures.down(finger(1, 10));
    pass(100);
    gestures.cancel(finger(1, 10));
    gestures.down(finger(2, 10));
    pass(400);
    gestures.cancel(finger(2, 10));
    expect(heard).toEqual(["down", "discard", "down", "up"]);
  });

  test("a palm is no finger", () => {
    gestures.down({ ...finger(1, 10), radiusPx: 60 });
    gestures.move(finger(1, 20));
    expect(heard).toEqual([]);
  });

  test("look around even where the page takes no ink", () => {
    accepts = false;
    gestures.down(finger(1, 10));
    gestures.down(finger(2, 200));
    gestures.move(finger(2, 220));
    expect(heard).toEqual(["down", "pinch 200 to 220 about 10"]);
  });

  test("that do not draw still move the page by two", () => {
    gestures.rules = { pans: false, fingersDraw: false };
    gestures.down(finger(1, 10));
    gestures.move(finger(1, 50));
    pass(900);
    gestures.down(finger(2, 200));
    gestures.move(finger(1, 60));
    expect(heard).toEqual(["finger idle", "pinch 50 to 60 about 200"]);
  });

  test("that do not draw say so once they move as if they did, not when they rest, tap or look around", () => {
    gestures.rules = { pans: false, fingersDraw: false };
    gestures.down(finger(1, 10));
    gestures.move(finger(1, 20));
    gestures.up(finger(1, 20));
    gestures.down(finger(1, 10));
    gestures.down(finger(2, 200));
    gestures.move(finger(1, 60));
    gestures.up(finger(1, 60));
    gestures.up(finger(2, 200));
    expect(heard).not.toContain("finger idle");
    heard = [];
    gestures.down(finger(1, 10));
    for (const x of [30, 60, 90]) gestures.move(finger(1, x));
    expect(heard).toEqual(["finger idle"]);
  });
});

describe("a pen", () => {
  test("makes resting hands nothing, on the page and near it", () => {
    gestures.down(pen(10));
    gestures.down(finger(1, 100));
    gestures.down(finger(2, 200));
    gestures.move(finger(2, 250));
    gestures.up(pen(10));
    pass(400);
    gestures.down(finger(3, 100));
    expect(heard).toEqual(["pen seen", "down", "up"]);
    pass(200);
    gestures.down(finger(4, 100));
    expect(heard.at(-1)).toBe("down");
  });

  test("takes over from the hand that came down before it", () => {
    gestures.down(finger(1, 10));
    pass(40);
    gestures.down(pen(60));
    gestures.move(finger(1, 90));
    gestures.up(finger(1, 90));
    gestures.move(pen(70));
    gestures.up(pen(70));
    expect(heard).toEqual(["down", "pen seen", "discard", "down", "move", "up"]);
  });

  test("ends a look around", () => {
    gestures.down(finger(1, 10));
    gestures.down(finger(2, 200));
    gestures.down(pen(60));
    expect(heard).toEqual(["down", "discard", "pen seen", "viewed", "down"]);
  });

  test("erases with its other end, and with its barrel button held", () => {
    for (const more of [
      { button: 5, buttons: 32 },
      { button: 2, buttons: 2 },
      { button: 0, buttons: 3 },
    ]) {
      gestures.down(pen(10, more));
      gestures.up(pen(10));
    }
    expect(heard.filter((each) => each !== "up")).toEqual(["pen seen", "erase", "erase", "erase"]);
  });

  test("a second pointer of another kind does not disturb it", () => {
    gestures.down(pen(10));
    gestures.down(mouse(30));
    gestures.up(mouse(30));
    gestures.up(pen(10));
    expect(heard).toEqual(["pen seen", "down", "up"]);
  });
});

describe("a mouse", () => {
  test("draws with its first button, moves the page with its middle one, and its others do nothing", () => {
    gestures.down(mouse(10));
    gestures.up(mouse(10));
    gestures.down(mouse(10, { button: 1 }));
    gestures.move(mouse(25));
    gestures.up(mouse(25));
    gestures.down(mouse(10, { button: 2 }));
    expect(heard).toEqual(["down", "up", "pan 15,0", "viewed"]);
  });

  test("with the hand tool it moves the page", () => {
    gestures.rules = { pans: true, fingersDraw: true };
    gestures.down(mouse(10));
    gestures.move(mouse(5));
    gestures.up(mouse(5));
    gestures.down(finger(1, 10));
    gestures.move(finger(1, 12));
    expect(heard).toEqual(["pan -5,0", "viewed", "pan 2,0"]);
  });
});
