/** What a customer reads is written in the words of the glossary. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "./root.ts";
import { allTexts, textsIn } from "./strings/collect.ts";

const GLOSSARY = "docs/glossary.md";

/** Words of the last column. */
function refusedWords(page: string): string[] {
  const rows = page.split("\n").filter((line) => line.startsWith("|"));
  const cells = rows.slice(2).map((row) => row.split("|").at(-2)?.trim() ?? "");
  return cells.flatMap((cell) => (cell === "" ? [] : cell.split(",").map((word) => word.trim())));
}
const refused = refusedWords(readFileSync(join(root, GLOSSARY), "utf8"));
const isRefused = (text: string): boolean =>
  refused.some((word) => new RegExp(`(?<!\\w)${word}(?!\\w)`, "iu").test(text));

describe("texts that people read", () => {
  it("are found, of all kinds", () => {
    const kinds = new Map<string, number>();
    for (const { kind } of allTexts(root)) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    for (const [kind, least] of Object.entries({ message: 120, description: 150, page: 900, mail: 40 }))
      expect(kinds.get(kind), kind).toBeGreaterThan(least);
  });

  it("avoid the words that the glossary refuses", () => {
    expect(refused.length).toBeGreaterThan(8);
    expect(allTexts(root).filter(({ text }) => isRefused(text))).toEqual([]);
  });

  it.each([
    ["workers/src/x.ts", 'throw new ApiError("conflict", "Ask whoever has it.");'],
    ["workers/src/x.ts", 'throw new ApiError("conflict", `${name} anew`, { hint: "ok then" });'],
    [
      "workers/src/x.ts",
      'throw new ApiError("conflict", "Well said.", { fields: { a: "Somebody has it." } });',
    ],
    ["workers/src/x.ts", 'const route = { summary: "Made for ever" };'],
    ["workers/src/x.ts", 'const answer = json(schema, "For somebody else");'],
    ["web/src/x/words.ts", "export const words = { a: (n: number) => `${n} mail address` };"],
    ["workers/src/mail/x.ts", 'const lines = ["This page stumbled."];'],
  ])("planted in %s are refused: %s", (path, code) => {
    expect(textsIn(path, code).some(({ text }) => isRefused(text))).toBe(true);
  });
});
