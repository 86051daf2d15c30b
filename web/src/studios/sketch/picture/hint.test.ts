import { expect, test } from "vitest";
import { hintOf, type HintFacts } from "./hint.ts";

const facts = (part: Partial<HintFacts>): HintFacts => ({
  strength: 0.6,
  hasPrompt: true,
  isBlank: false,
  pictures: 3,
  isSame: false,
  ...part,
});

test.each<[Partial<HintFacts>, string | null]>([
  [{}, null],
  [{ strength: 0.15 }, "weak"],
  [{ strength: 0.2 }, null],
  [{ strength: 0.15, pictures: 0 }, null],
  [{ isBlank: true }, "blank"],
  [{ isBlank: true, hasPrompt: false }, null],
  [{ isSame: true }, "same"],
  [{ isSame: true, pictures: 1 }, null],
  [{ isSame: true, strength: 0.1 }, "weak"],
])("%j: %s", (part, hint) => {
  expect(hintOf(facts(part), [])).toBe(hint);
});

test("what was told is not told again", () => {
  expect(hintOf(facts({ isSame: true, strength: 0.1 }), ["weak"])).toBe("same");
  expect(hintOf(facts({ isSame: true, strength: 0.1 }), ["weak", "same"])).toBeNull();
});
