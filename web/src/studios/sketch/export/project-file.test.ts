import {
  BlobWriter,
  Uint8ArrayReader,
  ZipWriter,
  type ZipWriterAddDataOptions,
} from "@zip.js/zip.js/lib/zip-core.js";
import { strToU8, unzipSync, Zip, ZipDeflate, zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import type { Operation } from "../../../drawing/operation.ts";
import {
  ProjectError,
  readProject,
  writeProject,
  type Project,
  type ProjectProblem,
} from "./project-file.ts";

/** The smallest file that says it is a JPEG of this size. */
function jpeg(sidePx: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(40);
  bytes.set([0xff, 0xd8, 0xff, 0xc0, 0, 17, 8, sidePx >> 8, sidePx & 255, sidePx >> 8, sidePx & 255]);
  bytes.set([0xff, 0xd9], 38);
  return bytes;
}
const OPERATIONS: Operation[] = [
  { op: "stroke", id: "a", tool: "brush", colour: "#000000", size: 4, points: [[1, 2, 0, null]] },
  { op: "mark", id: "m", epoch: 0, version: 1, after: "a" },
  { op: "undo", id: "u" },
];
const project = (): Project => ({
  manifest: {
    format: "llamasketch-project",
    version: 1,
    title: "A house",
    settings: { prompt: "a house at dusk", strength: 0.5, seed: 7 },
    createdAt: "2026-01-01T00:00:00.000Z",
    pictures: [
      {
        file: "pictures/0001.jpeg",
        kind: "live",
        variation: null,
        epoch: 0,
        version: 1,
        quality: "full",
        widthPx: 768,
        heightPx: 768,
        format: "jpeg",
        settings: { prompt: "a house", strength: 0.5, seed: 7 },
        isPinned: true,
        createdAt: "2026-01-01T00:00:00.000Z",
      },
    ],
  },
  operations: OPERATIONS,
  pictures: new Map([["pictures/0001.jpeg", jpeg(768)]]),
});
const opened = (bytes: Uint8Array<ArrayBuffer>): Promise<Project> => readProject(new Blob([bytes]));

async function problem(bytes: Uint8Array<ArrayBuffer>): Promise<ProjectProblem | "none"> {
  try {
    await opened(bytes);
    return "none";
  } catch (error) {
    if (error instanceof ProjectError) return error.problem;
    throw error;
  }
}

/** The file with its entries changed by `change`. */
function changed(change: (files: Record<string, Uint8Array>) => void): Uint8Array<ArrayBuffer> {
  const files = unzipSync(writeProject(project()));
  change(files);
  return new Uint8Array(zipSync(files));
}
const withManifest = (change: (manifest: Record<string, unknown>) => void): Uint8Array<ArrayBuffer> =>
  changed((files) => {
    const manifest = JSON.parse(new TextDecoder().decode(files["project.json"])) as Record<string, unknown>;
    change(manifest);
    files["project.json"] = strToU8(JSON.stringify(manifest));
  });

test("comes back as it was written", async () => {
  const { manifest, operations, pictures } = await opened(writeProject(project()));
  expect(manifest).toEqual(project().manifest);
  expect(operations).toEqual(OPERATIONS);
  expect(pictures.get("pictures/0001.jpeg")).toEqual(jpeg(768));
});

describe("says what is wrong with", () => {
  test.each<[string, ProjectProblem, Uint8Array<ArrayBuffer>]>([
    ["garbage", "not_zip", new Uint8Array(99).fill(3)],
    ["a file cut short", "cut_short", writeProject(project()).slice(0, -40)],
    ["a ZIP of something else", "not_allowed", new Uint8Array(zipSync({ "holiday.jpg": jpeg(9) }))],
    ["a ZIP without a manifest", "not_project", changed((files) => delete files["project.json"])],
    ["a ZIP without strokes", "incomplete", changed((files) => delete files["strokes.jsonl"])],
    ["a missing picture", "incomplete", changed((files) => delete files["pictures/0001.jpeg"])],
    ["a picture of another size", "damaged", changed((files) => (files["pictures/0001.jpeg"] = jpeg(512)))],
    [
      "a picture that is none",
      "damaged",
      changed((files) => (files["pictures/0001.jpeg"] = strToU8("<script>"))),
    ],
    ["strokes that are none", "damaged", changed((files) => (files["strokes.jsonl"] = strToU8("hello\n")))],
    ["another path", "not_allowed", changed((files) => (files["../../etc/passwd"] = jpeg(9)))],
    [
      "a picture beside its folder",
      "not_allowed",
      changed((files) => (files["pictures/../a.jpeg"] = jpeg(9))),
    ],
    ["a manifest that is no JSON", "damaged", changed((files) => (files["project.json"] = strToU8("{")))],
    ["a manifest of another format", "not_project", withManifest((manifest) => (manifest.format = "psd"))],
    ["a newer version", "newer", withManifest((manifest) => (manifest.version = 2))],
    [
      "a manifest with nonsense in it",
      "damaged",
      withManifest((manifest) => (manifest.settings = { prompt: 7 })),
    ],
  ])("%s", async (_what, expected, bytes) => {
    expect(await problem(bytes)).toBe(expected);
  });

  test("a picture that leads elsewhere, or stands twice", async () => {
    const picture = project().manifest.pictures[0];
    for (const file of ["../0001.jpeg", "pictures/0001.svg", "strokes.jsonl", "https://example.com/a.png"]) {
      expect(await problem(withManifest((manifest) => (manifest.pictures = [{ ...picture, file }])))).toBe(
        "damaged",
      );
    }
    expect(await problem(withManifest((manifest) => (manifest.pictures = [picture, picture])))).toBe(
      "damaged",
    );
  });
});

/** The files of a project as another program packs them. */
const FILES = (): [string, Uint8Array][] => Object.entries(unzipSync(writeProject(project())));

/** As programs that know how long everything is when they begin. */
async function packed(
  files: readonly (readonly [string, Uint8Array | null])[],
  options: ZipWriterAddDataOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const out = new ZipWriter(new BlobWriter(), { useWebWorkers: false, ...options });
  for (const [name, bytes] of files)
    await out.add(name, bytes === null ? undefined : new Uint8ArrayReader(bytes), {
      directory: bytes === null,
    });
  return new Uint8Array(await (await out.close()).arrayBuffer());
}
/** As programs that write while they read: sizes come behind. */
function streamed(files: readonly (readonly [string, Uint8Array])[]): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const out = new Zip((error, part) => {
    if (error) throw error;
    parts.push(new Uint8Array(part));
  });
  for (const [name, bytes] of files) {
    const entry = new ZipDeflate(name, { level: 9 });
    out.add(entry);
    entry.push(bytes, true);
  }
  out.end();
  return new Uint8Array(Buffer.concat(parts));
}
const within = (folder: string): [string, Uint8Array][] =>
  FILES().map(([name, bytes]) => [`${folder}/${name}`, bytes]);

describe("packed again", () => {
  test.each<[string, () => Promise<Uint8Array<ArrayBuffer>> | Uint8Array<ArrayBuffer>]>([
    ["stored", () => packed(FILES(), { level: 0 })],
    ["deflated, pictures too", () => packed(FILES(), { level: 9 })],
    ["with sizes behind", () => packed(FILES(), { dataDescriptor: true })],
    ["with sizes behind, by a stream", () => streamed(FILES())],
    ["in another order", () => packed(FILES().toReversed())],
    ["with entries for folders", () => packed([["pictures/", null], ...FILES()])],
    ["as ZIP64", () => packed(FILES(), { zip64: true })],
    ["as ZIP64 with sizes behind", () => packed(FILES(), { zip64: true, dataDescriptor: true })],
    ["in a folder", () => packed([["my house/", null], ...within("my house")])],
    ["in a folder of another script", () => packed(within("maison élégante ガラス"))],
    ["in folders of folders", () => packed(within("a/b/c"))],
    [
      "on a Mac",
      () =>
        packed([
          ...within("house"),
          ["house/.DS_Store", strToU8("x")],
          ["__MACOSX/house/._project.json", strToU8("x")],
          ["__MACOSX/house/pictures/._0001.jpeg", strToU8("x")],
        ]),
    ],
    [
      "on Windows",
      () =>
        packed([
          ...FILES().map(([name, bytes]) => [name.replaceAll("/", "\\"), bytes] as const),
          ["pictures\\Thumbs.db", strToU8("x")],
          ["desktop.ini", strToU8("x")],
        ]),
    ],
    [
      "with a comment behind it",
      async () => {
        const out = new ZipWriter(new BlobWriter(), { useWebWorkers: false });
        for (const [name, bytes] of FILES()) await out.add(name, new Uint8ArrayReader(bytes));
        return new Uint8Array(await (await out.close(strToU8("packed by hand"))).arrayBuffer());
      },
    ],
  ])("%s it opens", async (_how, pack) => {
    const { manifest, operations, pictures } = await opened(await pack());
    expect(manifest).toEqual(project().manifest);
    expect(operations).toEqual(OPERATIONS);
    expect([...pictures]).toEqual([["pictures/0001.jpeg", jpeg(768)]]);
  });

  test.each<[string, ProjectProblem, () => Promise<Uint8Array<ArrayBuffer>>]>([
    [
      "beside its folder lies something",
      "not_allowed",
      () => packed([...within("a"), ["b.txt", strToU8("x")]]),
    ],
    ["two projects", "not_allowed", () => packed([...within("a"), ...within("b")])],
    ["a way out of the folder", "not_allowed", () => packed([...within("a"), ["a/../../b", strToU8("x")]])],
    ["it is encrypted", "not_allowed", () => packed(FILES(), { password: "secret" })],
    [
      "a bomb in it",
      "too_big",
      () => packed([...FILES(), ["pictures/0002.png", new Uint8Array(9 * 2 ** 20)]]),
    ],
    [
      "a bomb in the place of its words, in a folder",
      "too_big",
      () =>
        packed([
          ...within("a").filter(([name]) => name !== "a/project.json"),
          ["a/project.json", new Uint8Array(40 * 2 ** 20)],
        ]),
    ],
  ])("%s: refused", async (_what, expected, pack) => {
    expect(await problem(await pack())).toBe(expected);
  });
});
