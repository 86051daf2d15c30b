import { expect, it } from "vitest";
import { sheetsOf } from "../../../../src/studios/sketch/stroke-sheets.ts";

const piece = (chunkIndex: number, ids: number[], more: { epoch?: number; objectKey?: string } = {}) => ({
  sketchId: "skt_1",
  chunkIndex,
  chunkIds: JSON.stringify(ids),
  epoch: 1,
  version: 10 + chunkIndex,
  bytes: 900,
  objectKey: `sketches/skt_1/log/${String(chunkIndex).length}${chunkIndex}`,
  createdAt: 5,
  ...more,
});

it("packs pieces of one pen and one tab into one run, their ids told from where the tab began", () => {
  const tab = 7 * 2 ** 20;
  expect(sheetsOf([piece(9, [tab + 3]), piece(10, [tab + 4, tab + 6])])).toEqual([
    {
      sketchId: "skt_1",
      fromIndex: 9,
      epoch: 1,
      baseId: tab,
      createdAt: 5,
      pieces: "[[19,900,3],[20,900,[4,6]]]",
    },
  ]);
});

it("begins another with another pen, another tab or a gap, and says where a piece lies that is not where its place says", () => {
  const runs = sheetsOf([
    piece(0, [1]),
    piece(1, [2], { epoch: 2 }),
    piece(2, [3 * 2 ** 20], { epoch: 2 }),
    piece(4, [3 * 2 ** 20 + 1], { epoch: 2, objectKey: "sketches/skt_1/strokes/old" }),
    piece(5, [3 * 2 ** 20 + 2], { epoch: 2, objectKey: "elsewhere" }),
  ]);
  expect(runs.map(({ fromIndex, pieces }) => [fromIndex, pieces])).toEqual([
    [0, "[[10,900,1]]"],
    [1, "[[11,900,2]]"],
    [2, "[[12,900,0]]"],
    [4, '[[14,900,1,"strokes/old"],[15,900,2,"/elsewhere"]]'],
  ]);
});
