import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { denied, shelfOver, type Shelf } from "./browser-gifts.ts";

beforeEach(() => denied.set({ storage: false, cookies: false }));

const forbidden = (): never => {
  throw new DOMException("The operation is insecure.", "SecurityError");
};
const working = (): Shelf & { entries: Map<string, string> } => {
  const entries = new Map<string, string>();
  return {
    entries,
    getItem: (key) => entries.get(key) ?? null,
    setItem: (key, value) => void entries.set(key, value),
    removeItem: (key) => void entries.delete(key),
  };
};

test("a shelf that works is the browser's", () => {
  const own = working();
  const shelf = shelfOver(() => own);
  shelf.setItem("a", "1");
  expect([shelf.getItem("a"), own.entries.get("a"), denied.get().storage]).toEqual(["1", "1", false]);
  shelf.removeItem("a");
  expect([shelf.getItem("a"), own.entries.size]).toEqual([null, 0]);
});

test.each<[string, () => Shelf]>([
  ["that throws when it is named", forbidden],
  ["that throws when it is read", () => ({ getItem: forbidden, setItem: forbidden, removeItem: forbidden })],
  ["that is not there", () => undefined as unknown as Shelf],
])("a shelf %s lasts as long as the page, and that is known", (_what, storage) => {
  const shelf = shelfOver(storage);
  expect(denied.get().storage).toBe(true);
  expect(shelf.getItem("a")).toBeNull();
  shelf.setItem("a", "1");
  expect(shelf.getItem("a")).toBe("1");
  shelf.removeItem("a");
  expect(shelf.getItem("a")).toBeNull();
});

test("a full shelf keeps what it had, and the page what is new", () => {
  const own = working();
  own.setItem("a", "old");
  const shelf = shelfOver(() => ({ ...own, setItem: forbidden }));
  expect(denied.get().storage).toBe(false);
  shelf.setItem("a", "new");
  expect([shelf.getItem("a"), own.getItem("a")]).toEqual(["new", "old"]);
});

const GIFTS =
  /\b(localStorage|sessionStorage|indexedDB|matchMedia|Notification\.)\b|\bcaches\.|\bnavigator\.(clipboard|serviceWorker|locks|share|canShare|cookieEnabled|onLine|storage|permissions)\b|document\.cookie/;

test("nobody else touches what a browser may forbid", () => {
  const src = join(import.meta.dirname, "..");
  const touching = readdirSync(src, { recursive: true, encoding: "utf8" })
    .filter((path) => /\.tsx?$/.test(path) && !path.includes(".test.") && !path.endsWith("browser-gifts.ts"))
    .filter((path) =>
      GIFTS.test(readFileSync(join(src, path), "utf8").replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, "")),
    );
  expect(touching).toEqual([]);
});
