import { expect, test } from "vitest";
import { FIRST_PREFERENCES, parsePreferences } from "./preferences.ts";

test("what was chosen comes back", () => {
  const chosen = { theme: "light", hand: "left", motion: "reduced" } as const;
  expect(parsePreferences(JSON.stringify(chosen))).toEqual(chosen);
});

test.each([null, "", "{", "null", "7", "[]", `{"theme":"sepia","hand":1}`])("%s is passed over", (text) =>
  expect(parsePreferences(text)).toEqual(FIRST_PREFERENCES),
);

test("one field nobody understands does not cost the others", () => {
  expect(parsePreferences(`{"theme":"dark","hand":"third"}`)).toEqual({
    ...FIRST_PREFERENCES,
    theme: "dark",
  });
});
