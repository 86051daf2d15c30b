/** Pure rooms reach for nothing outside: every form is seen, and honest code is left alone. */
import { describe, expect, it } from "vitest";
import { REACHES, REACHING_LINES } from "./forms.ts";
import { reachesOf } from "./world.ts";

const reach = (code: string): string[] => reachesOf("planted.ts", code).map(({ what }) => what);

describe("pure rooms", () => {
  it.each([...REACHES, ...REACHING_LINES])("do not write %s", (code) => {
    expect(reach(code)).not.toEqual([]);
  });

  it.each([
    "export const y = (f: never, a: never) => [1, f, a];",
    "export const floor = (x: number) => Math.floor(x) + Math[`ceil`](x);",
    "export interface Platform { nowMs: number; random: () => number; setTimeout: (f: () => void) => void }",
    "export const later = ({ setTimeout, fetch }: Platform) => setTimeout(() => fetch());\ninterface Platform { setTimeout: (f: () => unknown) => void; fetch: () => unknown }",
    "export const first = async (read: () => Promise<string>) => (await Promise.all([read()]))[0];",
    'export const why = { date: "Date.now()", Date: 1 }; // new Date()',
    "export const at = (row: { Date: number }) => row.Date;",
    "declare const checked: unique symbol;\nexport interface Amount { readonly [checked]: true }",
    'export const cut = "Segmenter" in Intl ? new Intl.Segmenter() : null;',
    "export class Meter { static #crypto = 1; performance = Meter.#crypto }",
  ])("may write %s", (code) => {
    expect(reach(code)).toEqual([]);
  });

  it("are told where", () => {
    expect(reachesOf("planted.ts", "export const a = 1;\nexport const b = Date.now();\n")).toEqual([
      { what: "Date", line: 2 },
    ]);
  });
});
