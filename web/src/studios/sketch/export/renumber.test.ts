import { expect, test } from "vitest";
import type { Operation } from "../../../drawing/operation.ts";
import type { ProjectManifest, ProjectPicture } from "./project-manifest.ts";
import { renumbered } from "./renumber.ts";

const picture = (epoch: number, version: number, kind: ProjectPicture["kind"] = "live"): ProjectPicture => ({
  file: "pictures/0001.jpeg",
  kind,
  variation: null,
  epoch,
  version,
  quality: "full",
  widthPx: 768,
  heightPx: 768,
  format: "jpeg",
  settings: { prompt: "", strength: 0.5, seed: 1 },
  isPinned: false,
  createdAt: "2026-01-01T00:00:00.000Z",
});
const manifest = (pictures: ProjectPicture[]): ProjectManifest => ({
  format: "llamasketch-project",
  version: 1,
  title: "A house",
  settings: { prompt: "", strength: 0.5, seed: 1 },
  createdAt: "2026-01-01T00:00:00.000Z",
  pictures,
});
const mark = (epoch: number, version: number): Operation => ({
  op: "mark",
  id: `${epoch}${version}`,
  epoch,
  version,
  after: null,
});

test("canvases keep their order and what belongs together", () => {
  const undo: Operation = { op: "undo", id: "u" };
  const { pictures, operations } = renumbered(
    manifest([picture(2, 9), picture(1, 40), picture(2, 3, "final"), picture(2, 3)]),
    [mark(1, 40), undo, mark(1, 77), mark(2, 3), mark(2, 9)],
  );
  expect(pictures.map(({ epoch, version }) => [epoch, version])).toEqual([
    [0, 4],
    [0, 1],
    [0, 3],
    [0, 3],
  ]);
  expect(operations.map((each) => (each.op === "mark" ? [each.epoch, each.version] : each))).toEqual([
    [0, 1],
    undo,
    [0, 2],
    [0, 3],
    [0, 4],
  ]);
});

test("twice is once", () => {
  const first = renumbered(manifest([picture(5, 5)]), [mark(5, 5)]);
  const again = renumbered(manifest(first.pictures), first.operations);
  expect(again).toEqual(first);
});
