/** Every function of the stores of sketches: see `samples.ts`. */
import { createCopyStore } from "../../src/studios/sketch/copy-store.ts";
import { createFinalStore } from "../../src/studios/sketch/final-store.ts";
import { createPictureStore } from "../../src/studios/sketch/picture-store.ts";
import { createSketchStore } from "../../src/studios/sketch/store.ts";
import { pictureIdOf } from "../../src/media/picture-id.ts";
import { NOW } from "./ledger-samples.ts";
import { of, type Sampled } from "./sampled.ts";

/** Rows are only said here, never kept: what is in them does not matter. */
const row = {} as never;
export const place = {
  sketchId: "skt_01ARZ3NDEKTSV4RRFFQ69G5FAV",
  epoch: 1,
  version: 2,
  kind: "live",
  variation: 0,
} as const;
const picture = { ...place, seq: 1, objectKey: "k", pinnedAt: null, windowMs: 3 } as never;
const pictureId = pictureIdOf(place);
const piece = {
  sketchId: place.sketchId,
  chunkIndex: 2,
  chunkIds: "[7]",
  epoch: 1,
  version: 2,
  bytes: 5,
  objectKey: `sketches/${place.sketchId}/log/12`,
  createdAt: NOW,
};
const page = { limit: 50, order: "newest", isPinned: false } as const;

export const SKETCH_SAMPLES: Record<string, Sampled> = {
  "studios/sketch/copy-store.ts": of(createCopyStore, {
    begin: [[row]],
    end: [["skt_1"]],
    byId: [["skt_1"]],
    among: [[["skt_1"]], [[]]],
  }),
  "studios/sketch/final-store.ts": of(createFinalStore, { openOf: [["usr_1"]] }),
  "studios/sketch/picture-store.ts": of(createPictureStore, {
    keep: [[picture]],
    keepFinal: [[picture]],
    retire: [
      [place, "o", NOW],
      [place, "o", NOW, { seq: 5, objectKey: "k" } as never],
    ],
    pin: [
      [place, NOW],
      [place, null],
    ],
    remove: [[place]],
    purge: [["skt_1"]],
    anyById: [[pictureId]],
    at: [[place]],
    isUsed: [[`sketches/${place.sketchId}/pictures/x`]],
    byId: [[pictureId, "usr_1"]],
    last: [["skt_1"]],
    inWindowsAfter: [["skt_1", NOW]],
    worthCopying: [
      ["skt_1", undefined],
      ["skt_1", place],
    ],
    counts: [[["skt_1"]], [[]]],
    list: [
      ["skt_1", page],
      ["skt_1", { ...page, cursor: pictureId, order: "oldest", isPinned: true }],
    ],
  }),
  "studios/sketch/store.ts": of(createSketchStore, {
    titles: [
      ["usr_1", ["skt_1"]],
      ["usr_1", []],
    ],
    archiveCounts: [["usr_1"]],
    follow: [["usr_1", "usr_2", NOW]],
    add: [[{ title: "A", prompt: "b" } as never]],
    rename: [["skt_1", "usr_1", "A", NOW]],
    setCover: [["skt_1", "usr_1", { hash: "h", blur: "b" }]],
    countCover: [["skt_1", 5]],
    markDeleted: [["skt_1", "usr_1", NOW]],
    restore: [["skt_1", "usr_1", NOW]],
    wrote: [
      ["skt_1", { nowMs: NOW, holdsUntilMs: 0, picturesThrough: 5, settings: null }],
      [
        "skt_1",
        {
          nowMs: NOW,
          holdsUntilMs: NOW,
          picturesThrough: 5,
          settings: { prompt: "a", strength: 0.5, seed: 1 },
        },
      ],
    ],
    appendChunks: [[[piece, { ...piece, chunkIndex: 3 }]]],
    picturesThrough: [["skt_1"]],
    drawnOn: [["skt_1", NOW]],
    held: [["usr_1", NOW]],
    purge: [["skt_1"]],
    exists: [["skt_1"]],
    byId: [["skt_1", "usr_1"]],
    admission: [["skt_1", "usr_1", NOW]],
    anyById: [["skt_1"]],
    anyOf: [["usr_1", 50]],
    list: [
      ["usr_1", { query: "", limit: 50 }],
      ["usr_1", { query: "a b", cursor: "skt_1", limit: 50 }],
    ],
    chunkIds: [["skt_1"]],
    chunkRows: [["skt_1", 0, 50]],
    chunkReaching: [["skt_1", 1, 2]],
    chunkKeys: [["skt_1"]],
    chunkCounts: [[["skt_1"]], [[]]],
    lastChunk: [["skt_1"]],
  }),
};
