import { strToU8, unzipSync, zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import type { Operation } from "../drawing/operation.ts";
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
