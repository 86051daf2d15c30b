/** Each law that the linter holds has a planted violation: a law cannot die silently. Those of imports: `laws/`. */
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
let folder = "";

beforeAll(() => {
  // Outside the tree: what is planted is no file of any room.
  folder = mkdtempSync(join(tmpdir(), "llamasketch-laws-"));
  mkdirSync(join(folder, "scripts"));
  for (const file of [".oxlintrc.json", "scripts/words-law.mjs"])
    copyFileSync(join(root, file), join(folder, file));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function lint(file: string, code: string): { failed: boolean; text: string } {
  const path = join(folder, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, code);
  const run = spawnSync(join(root, "node_modules/.bin/oxlint"), [file], { cwd: folder, encoding: "utf8" });
  rmSync(path);
  return { failed: run.status !== 0, text: run.stdout + run.stderr };
}

const PLANTED: [law: string, file: string, code: string, says: string][] = [
  ["no literal text on a page", "web/src/x.tsx", `export const A = () => <p>Hello</p>;\n`, "words.ts"],
  [
    "no literal text behind a condition",
    "web/src/x.tsx",
    `export const A = ({ a }: { a: boolean }) => <p>{a ? "Hello" : null}</p>;\n`,
    "words.ts",
  ],
  [
    "no literal names for who listens",
    "web/src/x.tsx",
    "export const A = ({ a }: { a: string }) => <a aria-label={`Open ${a}`} />;\n",
    "words.ts",
  ],
  [
    "no literal hints in fields",
    "web/src/x.tsx",
    `export const A = () => <input placeholder="Name" />;\n`,
    "words.ts",
  ],
  ["no any", "packages/live/src/x.ts", `export const f = (x: any) => x;\n`, "any"],
  ["no silenced types", "packages/live/src/x.ts", `// @ts-ignore\nexport const f = 1;\n`, "ts-ignore"],
  [
    "files stay small",
    "packages/live/src/x.ts",
    `${"export const a = 1;\n".repeat(0)}${Array.from({ length: 420 }, (_, at) => `export const a${at} = ${at};`).join("\n")}\n`,
    "max-lines",
  ],
];

describe("laws of the house", () => {
  it.each(PLANTED)("%s", (_law, file, code, says) => {
    const { failed, text } = lint(file, code);
    expect(text).toContain(says);
    expect(failed).toBe(true);
  });

  it("passes honest code in every room", () => {
    const page = `export const A = ({ a }: { a: string }) => <p className="m-2" title={a}>{a} · {a === "yes" && 3}</p>;\n`;
    expect(lint("web/src/x.tsx", page).failed).toBe(false);
    expect(lint("packages/live/src/x.ts", `export const f = (x: unknown) => x;\n`).failed).toBe(false);
  });
});
