/** The tree obeys the laws of imports, and each kind of violation is refused with its place. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { root } from "../root.ts";
import { catcher, check } from "./check.ts";
import { IMPORT_FORMS } from "./forms.ts";
import { HOUSE_FILE, houseOf, readHouse, type House } from "./house.ts";
import { mapDifferences, readPage } from "./map.ts";
import { missed } from "./missed.ts";
import { importPlants, reachPlants } from "./plants.ts";
import { resolver } from "./resolve.ts";
import { readSource, readTree, type SourceFile } from "./tree.ts";

const house = houseOf(root);
const resolve = resolver(root);
let files: SourceFile[] = [];
beforeAll(() => {
  files = readTree(root, resolve);
});

const planted = (path: string, code: string): SourceFile => readSource(path, code, resolve);
const faults = (...more: SourceFile[]): string[] => {
  const paths = new Set(more.map(({ path }) => path));
  return check(house, [...files.filter(({ path }) => !paths.has(path)), ...more]).broken;
};
const imports = (specifier: string, form = "import"): string => IMPORT_FORMS[form]?.(specifier) ?? "";

describe("the tree", () => {
  it("obeys", () => {
    expect(check(house, files).broken).toEqual([]);
  });

  it("is drawn in CONTRIBUTING.md as the data file has it (npm run laws -- --map)", () => {
    expect(mapDifferences(house, readPage(root))).toEqual([]);
  });

  it("has a map that cannot be edited by hand", () => {
    const page = readPage(root).replace("| `packages/ledger` ", "| `packages/lodger` ");
    expect(mapDifferences(house, page)).toHaveLength(1);
  });
});

describe("imports", () => {
  /** Shapes that a law by patterns let through: each leads where the room may not go. */
  it.each([
    ["packages/live/src/planted.ts", "../../ledger/src/amount.ts"],
    ["packages/ledger/src/planted.ts", "../../live/src/step.ts"],
    ["packages/ledger/src/planted.ts", "@llamasketch/live"],
    ["packages/media-client/src/planted.ts", "@llamasketch/db"],
    ["packages/comfyui/src/planted.ts", "node:fs"],
    ["packages/contract/src/planted.ts", "ulid"],
    ["web/src/ui/planted.ts", "../../../workers/src/services.ts"],
    ["web/src/api/planted.tsx", "node:fs"],
    ["workers/src/jobs/planted.ts", "drizzle-orm"],
    ["workers/src/jobs/planted.ts", "drizzle-orm/sqlite-core"],
    ["workers/src/jobs/planted.ts", "../../node_modules/drizzle-orm/index.js"],
    ["workers/src/studios/sketch/planted.ts", "drizzle-orm"],
    ["workers/src/studios/sketch/planted.ts", "../media/generate.ts"],
    ["workers/src/studios/media/planted.ts", "../sketch/store.ts"],
    ["workers/src/jobs/planted.ts", "../dispatch/job-desk.ts"],
    ["workers/src/jobs/planted.ts", "../services.ts"],
    ["workers/src/studios/sketch/planted.ts", "../../services.ts"],
    ["workers/src/ledger/planted-store.ts", "@llamasketch/ledger/model"],
    ["workers/src/accounts/planted.ts", "@llamasketch/testing/sqlite"],
    ["gpu-agent/src/planted.ts", "@llamasketch/easel"],
  ])("%s does not import %s, in whatever form", (path, specifier) => {
    const isCaught = catcher(house);
    for (const [form, write] of Object.entries(IMPORT_FORMS)) {
      if (form === "reference" && !specifier.startsWith(".")) continue;
      expect(isCaught(planted(path, write(specifier))), form).toBe(true);
    }
  });

  it("are let through in every form where the map allows them", () => {
    const isCaught = catcher(house);
    for (const [form, write] of Object.entries(IMPORT_FORMS)) {
      expect(
        isCaught(planted("workers/src/studios/sketch/planted.ts", write("@llamasketch/live"))),
        form,
      ).toBe(false);
      expect(
        isCaught(planted("web/src/studios/sketch/planted.ts", write("../../drawing/ink.ts"))),
        form,
      ).toBe(false);
    }
    expect(isCaught(planted("workers/src/jobs/planted-store.ts", imports("drizzle-orm")))).toBe(false);
    expect(isCaught(planted("packages/pictures/src/planted.ts", imports("sharp", "import type")))).toBe(
      false,
    );
    expect(isCaught(planted("packages/pictures/src/planted.ts", imports("sharp")))).toBe(true);
  });

  it("name their place and what is wrong", () => {
    const code = `\n\n${imports("../studios/sketch/purge.ts")}`;
    expect(faults(planted("workers/src/jobs/planted.ts", code))).toContain(
      "workers/src/jobs → workers/src/studios/sketch is not allowed: workers/src/jobs/planted.ts:3",
    );
  });

  it("beyond the excepted ones are refused, and so is an exception with room to spare", () => {
    const excepting = structuredClone(house);
    const [from, to] = ["workers/src/hosts", "workers/src/services.ts"];
    excepting.exceptions.push({ from, to, edges: 1, reason: "planted" });
    const found = (...more: SourceFile[]): string[] =>
      check(excepting, [...files, ...more]).broken.filter((line) => line.startsWith(`${from} → ${to}`));
    const reach = (name: string): SourceFile =>
      planted(`workers/src/hosts/${name}.ts`, imports("../services.ts", "import type"));
    expect(found(reach("one"))).toEqual([]);
    expect(found(reach("one"), reach("two"))[0]).toMatch(/: 1 are excepted, 2 found/);
    expect(found()).toEqual([`${from} → ${to}: 1 are excepted, 0 left: write the smaller number`]);
  });

  it("of tests are held to what tests of the room may import", () => {
    expect(faults(planted("packages/live/src/planted.test.ts", imports("vitest")))).toEqual([]);
    expect(faults(planted("packages/live/src/planted.test.ts", imports("sharp")))).not.toEqual([]);
  });

  it("worked out at run time are refused", () => {
    const code = "export const load = (name: string) => import(name);\n";
    expect(faults(planted("workers/src/mail/planted.ts", code))).toEqual([
      "workers/src/mail/planted.ts:1: an import whose path is worked out at run time cannot be checked",
    ]);
  });

  it("of a Worker's file and of a style sheet are imports", () => {
    const isCaught = catcher(house);
    const worker = `new Worker(new URL("../studios/sketch/x-worker.ts", import.meta.url));\n`;
    expect(isCaught(planted("web/src/api/planted.ts", worker))).toBe(true);
    expect(
      isCaught(planted("web/src/api/planted.ts", `import "../studios/sketch/canvas/canvas.css";\n`)),
    ).toBe(true);
  });

  it("of a folder that nobody listed are refused", () => {
    expect(faults(planted("workers/src/posts/post.ts", "export {};\n"))).toEqual([
      "workers/src/posts/post.ts is in no room: give its folder a row",
    ]);
  });
});

describe("circles", () => {
  it("do not grow by a type", () => {
    const found = faults(
      planted("packages/live/src/planted-a.ts", imports("./planted-b.ts", "import type")),
      planted("packages/live/src/planted-b.ts", imports("./planted-a.ts", "import type")),
    );
    const { files: bound } = house.circles;
    expect(found).toEqual([`circles: ${bound + 2} files stand in a circle, ${bound} are the bound`]);
  });

  it("of what runs are refused altogether", () => {
    const found = faults(
      planted("packages/live/src/planted-a.ts", imports("./planted-b.ts")),
      planted("packages/live/src/planted-b.ts", imports("./planted-a.ts")),
    );
    expect(found.at(-1)).toContain("these load each other when they run");
  });

  it("are not allowed by the map itself", () => {
    const open = structuredClone(house) as House;
    const rooms = open.tables.flatMap((table) => table.rooms);
    rooms.find(({ room }) => room === "packages/contract")?.imports.push("packages/live");
    expect(check(open, files).broken.some((line) => line.includes("the map itself allows one"))).toBe(true);
  });
});

describe("the data file", () => {
  it("catches all that is planted against it", () => {
    const plants = [...importPlants(house, files, root), ...reachPlants(house)];
    expect(plants.length).toBeGreaterThan(15_000);
    expect(missed(house, plants, resolve).map(({ name }) => name)).toEqual([]);
  });

  it("has no line that could go unnoticed", () => {
    const lines = readFileSync(join(root, HOUSE_FILE), "utf8").split("\n");
    const page = readPage(root);
    const unnoticed = lines.filter((line, at) => {
      if (line === "") return false;
      let smaller: House;
      try {
        // With the comma that the line before would then have too many.
        const json = lines
          .toSpliced(at, 1)
          .join("\n")
          .replaceAll(/,(?=\s*[\]}])/gu, "");
        smaller = readHouse(json);
      } catch {
        return false;
      }
      return mapDifferences(smaller, page).length === 0 && check(smaller, files).broken.length === 0;
    });
    expect(unnoticed).toEqual([]);
  });
});
