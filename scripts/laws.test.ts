/** Each law of the house has a planted violation that the linter must catch: a law cannot die silently. */
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
let folder = "";

beforeAll(() => {
  mkdirSync(join(root, ".tmp"), { recursive: true });
  // Outside .tmp: the linter is told to pass that over.
  folder = mkdtempSync(join(root, "laws-"));
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
  [
    "contract imports zod alone",
    "packages/contract/src/x.ts",
    `import { ulid } from "ulid";\nexport const id = ulid;\n`,
    "zod alone",
  ],
  [
    "pure rooms import contract alone",
    "packages/live/src/x.ts",
    `import { z } from "zod";\nexport const s = z;\n`,
    "contract alone",
  ],
  [
    "no clock in pure rooms",
    "packages/agent-core/src/x.ts",
    `export const now = () => Date.now();\n`,
    "never reach",
  ],
  [
    "no chance in pure rooms",
    "packages/live-client/src/x.ts",
    `export const roll = () => Math.random();\n`,
    "never reach",
  ],
  [
    "no clock in the ledger",
    "packages/ledger/src/x.ts",
    `export const now = () => Date.now();\n`,
    "never reach",
  ],
  [
    "the ledger imports contract alone",
    "packages/ledger/src/x.ts",
    `import { eq } from "drizzle-orm";\nexport const e = eq;\n`,
    "contract alone",
  ],
  [
    "no chance in prices",
    "packages/pricing/src/x.ts",
    `export const roll = () => Math.random();\n`,
    "never reach",
  ],
  [
    "prices know no accounts",
    "packages/pricing/src/x.ts",
    `import { amount } from "@llamasketch/ledger";\nexport const a = amount;\n`,
    "contract alone",
  ],
  [
    "no timers in pure rooms",
    "packages/scheduling/src/x.ts",
    `export const later = () => setTimeout(() => {}, 1);\n`,
    "never reach",
  ],
  [
    "no network in pure rooms",
    "packages/live/src/x.ts",
    `export const get = () => fetch("http://x");\n`,
    "never reach",
  ],
  [
    "db imports drizzle and contract",
    "packages/db/src/x.ts",
    `import { z } from "zod";\nexport const s = z;\n`,
    "drizzle and contract",
  ],
  [
    "comfyui is publishable",
    "packages/comfyui/src/x.ts",
    `import { readFileSync } from "node:fs";\nexport const r = readFileSync;\n`,
    "handed in",
  ],
  [
    "easel does not know the product",
    "packages/easel/src/x.ts",
    `import { LIVE_PROTOCOL } from "@llamasketch/contract";\nexport const p = LIVE_PROTOCOL;\n`,
    "not LlamaSketch",
  ],
  [
    "the simulator runs pure rooms",
    "packages/simulator/src/x.ts",
    `import { readFileSync } from "node:fs";\nexport const r = readFileSync;\n`,
    "nothing else",
  ],
  [
    "headless clients use the protocol",
    "packages/headless/src/x.ts",
    `import { step } from "@llamasketch/live";\nexport const s = step;\n`,
    "live-client",
  ],
  [
    "pictures are read with what is handed in",
    "packages/pictures/src/x.ts",
    `import { readFileSync } from "node:fs";\nexport const r = readFileSync;\n`,
    "contract alone",
  ],
  [
    "the agent knows four rooms",
    "gpu-agent/src/x.ts",
    `import { step } from "@llamasketch/live";\nexport const s = step;\n`,
    "agent knows",
  ],
  [
    "the web app knows three rooms",
    "web/src/x.ts",
    `import { users } from "@llamasketch/db";\nexport const u = users;\n`,
    "live-client",
  ],
  [
    "only stores touch drizzle",
    "workers/src/accounts/x.ts",
    `import { eq } from "drizzle-orm";\nexport const e = eq;\n`,
    "only stores",
  ],
  [
    "test rooms are for tests",
    "workers/src/services.ts",
    `import { World } from "@llamasketch/simulator";\nexport const w = World;\n`,
    "for tests",
  ],
  [
    "the spine knows no studio",
    "workers/src/spine/x.ts",
    `import { purgeSketch } from "../studios/sketch/purge.ts";\nexport const p = purgeSketch;\n`,
    "no studio",
  ],
  [
    "the ledger knows no studio",
    "workers/src/ledger/x.ts",
    `import { purgeSketch } from "../studios/sketch/purge.ts";\nexport const p = purgeSketch;\n`,
    "no studio",
  ],
  [
    "only the ledger's stores touch drizzle",
    "workers/src/free/x.ts",
    `import { eq } from "drizzle-orm";\nexport const e = eq;\n`,
    "touch drizzle",
  ],
  [
    "the books of tests are for tests",
    "workers/src/ledger/x-store.ts",
    `import { runSeed } from "@llamasketch/ledger/model";\nexport const r = runSeed;\n`,
    "no studio",
  ],
  [
    "studios never import each other",
    "workers/src/studios/sketch/x.ts",
    `import { post } from "../../studios/posts/post.ts";\nexport const p = post;\n`,
    "each other",
  ],
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

  it("no import cycles", () => {
    const other = join(folder, "packages/live/src/b.ts");
    mkdirSync(dirname(other), { recursive: true });
    writeFileSync(other, `import { a } from "./a.ts";\nexport const b = (): number => a();\n`);
    const { failed, text } = lint(
      "packages/live/src/a.ts",
      `import { b } from "./b.ts";\nexport const a = (): number => b();\n`,
    );
    rmSync(other);
    expect(text).toContain("no-cycle");
    expect(failed).toBe(true);
  });

  it("passes honest code in every room", () => {
    const page = `export const A = ({ a }: { a: string }) => <p className="m-2" title={a}>{a} · {a === "yes" && 3}</p>;\n`;
    expect(lint("web/src/x.tsx", page).failed).toBe(false);
    expect(
      lint(
        "packages/live/src/x.ts",
        `import { LIVE_PROTOCOL } from "@llamasketch/contract";\nexport const p = LIVE_PROTOCOL;\n`,
      ).failed,
    ).toBe(false);
    expect(
      lint("workers/src/accounts/store.ts", `import { eq } from "drizzle-orm";\nexport const e = eq;\n`)
        .failed,
    ).toBe(false);
    expect(
      lint("gpu-agent/src/x.ts", `import { step } from "@llamasketch/agent-core";\nexport const s = step;\n`)
        .failed,
    ).toBe(false);
  });
});
