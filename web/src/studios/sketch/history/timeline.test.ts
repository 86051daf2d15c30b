import type { PictureView } from "@llamasketch/contract";
import { expect, test } from "vitest";
import { merged, neighbour, refreshed } from "./timeline.ts";

const picture = (id: string, part: Partial<PictureView> = {}): PictureView => ({
  id,
  kind: "live",
  variation: null,
  epoch: 1,
  version: 1,
  quality: "full",
  widthPx: 768,
  heightPx: 768,
  format: "jpeg",
  bytes: 9,
  settings: { prompt: "", strength: 0.5, seed: 1 },
  pinnedAt: null,
  createdAt: "2026-01-01T00:00:00.000Z",
  url: `/api/pictures/${id}?v=1`,
  ...part,
});
const ids = (list: PictureView[]): string => list.map(({ id }) => id).join("");

test("newest first, each once, the later word of each", () => {
  const list = merged([picture("D"), picture("B")], [picture("B", { url: "sharper" }), picture("A")]);
  expect(ids(list)).toBe("DBA");
  expect(list[1]?.url).toBe("sharper");
});

test("the newest page, read again, knows what was deleted and what came", () => {
  const known = ["E", "D", "C", "B", "A"].map((id) => picture(id));
  expect(ids(refreshed(known, [picture("F"), picture("E"), picture("C")], false))).toBe("FECBA");
  expect(ids(refreshed(known, [picture("E"), picture("C")], true))).toBe("EC");
  expect(ids(refreshed(known, [], true))).toBe("");
});

test("steps to older and newer, from now and back to it", () => {
  const list = ["C", "B", "A"].map((id) => picture(id));
  expect(neighbour(list, null, -1)?.id).toBe("C");
  expect(neighbour(list, "C", -1)?.id).toBe("B");
  expect(neighbour(list, "A", -1)?.id).toBe("A");
  expect(neighbour(list, "B", 1)?.id).toBe("C");
  expect(neighbour(list, "C", 1)).toBeNull();
  expect(neighbour(list, null, 1)).toBeNull();
  expect(neighbour([], null, -1)).toBeNull();
});
