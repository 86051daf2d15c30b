import { expect, test } from "vitest";
import { FIRST_PREFERENCES, readPreferences, withRecent, writePreferences } from "./preferences.ts";

const shelf = (text: string | null) => {
  const entries = new Map(text === null ? [] : [["llamasketch.drawing", text]]);
  return {
    getItem: (key: string) => entries.get(key) ?? null,
    setItem: (key: string, value: string) => void entries.set(key, value),
  };
};

test("come back as they were written", () => {
  const store = shelf(null);
  expect(readPreferences(store)).toEqual(FIRST_PREFERENCES);
  const mine = { calm: 0.5, fingers: "never", recentColours: ["#aabbcc"], isFingerHintTold: true } as const;
  expect(writePreferences(store, mine)).toBe(true);
  expect(readPreferences(store)).toEqual(mine);
});

test.each(["{", "null", "7", '{"calm":9,"fingers":"toes","recentColours":["red",3]}'])(
  "what makes no sense is as if nothing was kept: %s",
  (text) => expect(readPreferences(shelf(text))).toEqual(FIRST_PREFERENCES),
);

test("a full shelf is no reason to stop", () => {
  const full = {
    getItem: () => null,
    setItem: () => {
      throw new Error("quota");
    },
  };
  expect(writePreferences(full, FIRST_PREFERENCES)).toBe(false);
});

test("recent colours: the newest first, each once, a few", () => {
  let mine = FIRST_PREFERENCES;
  for (const n of [1, 2, 3, 4, 5, 6, 7, 3]) mine = withRecent(mine, `#00000${n}`);
  expect(mine.recentColours).toEqual(["#000003", "#000007", "#000006", "#000005", "#000004", "#000002"]);
});
