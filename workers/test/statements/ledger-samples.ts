/** What the ledger can be told and asked, each form once. */
import {
  accountParts,
  blockParts,
  operationParts,
  type BlockPlace,
  type BlockTurn,
  type Command,
  type Grouping,
} from "@llamasketch/ledger";

export const NOW = 1_900_000_000_000;
const money = { holderId: "hld_1", asset: "credit", atMs: NOW, reference: null } as const;
const units = { asset: "credit", units: 5 } as unknown as { [key: string]: never };
const amount = units as never;
export const COMMANDS = [
  { kind: "grant", id: "free:x", bucketExpiresAtMs: NOW + 1, amount, ...money, ifNew: true },
  { kind: "purchase", id: "stripe:cs:x", bucketExpiresAtMs: null, amount, ...money },
  { kind: "adjust_in", id: "operator:x", bucketExpiresAtMs: null, amount, ...money },
  { kind: "adjust_out", id: "operator:y", amount, ...money },
  { kind: "clawback", id: "stripe:re:x", amount, ...money },
  {
    kind: "share",
    potHolderId: "free_2030-01-01",
    neededUnits: 6,
    sliceUnits: 10,
    shareUnits: 40,
    bounds: [
      { holderPrefix: "adr_2030-01-01_ab", units: 80 },
      { holderPrefix: "adr_2030-01-01_a", units: 800 },
    ],
    bucketExpiresAtMs: NOW + 1,
    ...money,
  },
  { kind: "hold", workId: "job_1", amount, quoteId: "quo_1", expiresAtMs: NOW + 1, ...money },
  { kind: "capture", workId: "job_1", amount, ...money },
  { kind: "release", workId: "job_1", ifOpen: true, ...money },
  { kind: "release", workId: "job_1", ...money },
  { kind: "expire", accountId: "hld_1/credit/granted/1", atMs: NOW },
] as unknown as Command[];
export const turn: BlockTurn = {
  holderId: "hld_1",
  sessionId: "s",
  seq: 2,
  sketchId: "skt_1",
  writer: "w",
  pictures: [{ window: 1 }],
  begin: true,
  atMs: NOW,
};

const blocks: [BlockPlace, BlockPlace] = [
  ["a", "b", 1],
  ["c", "d", 2],
];
const cut = { atMs: NOW, blocksMs: NOW };
const GROUPINGS: Grouping[] = [
  { place: 1, keys: null },
  { place: 1, keys: ["a"] },
];
export const PARTS = [
  operationParts.end("a", 10),
  operationParts.openHolds("a", "b", NOW, 10),
  operationParts.unlike("a", "b", 10),
  ...GROUPINGS.map((grouping) => operationParts.sums("a", "b", cut, grouping)),
  blockParts.end(blocks[0], 10),
  blockParts.open(...blocks, NOW, 10),
  blockParts.unlike(...blocks, 10),
  ...GROUPINGS.map((grouping) => blockParts.sums(...blocks, cut, grouping)),
  accountParts.end("a", 10),
  accountParts.due("a", "b", NOW, 10),
  ...GROUPINGS.map((grouping) => accountParts.balances("a", "b", cut, grouping)),
];
