/** What a table of writers says: see `rules.test.ts`. A studio has one of its own, `test/studios/<name>/writers.ts`. */
import type { Call } from "../people.ts";

/** Whom a writer writes for, and with what. */
export interface Stage {
  as: Call;
  sketch: string;
  picture: string;
  generation: string;
}
export interface More {
  prompt?: string;
  size?: { widthPx: number; heightPx: number };
}
export type Write = (stage: Stage, more: More) => Promise<Response>;

export const RULES = ["banned", "words", "stops", "keyPlan", "size", "owner"] as const;
export type Rule = (typeof RULES)[number];

/** `not`: rules that a writer is not held to, each with its reason. */
export type Writers = Record<string, { write: Write; not: Partial<Record<Rule, string>> }>;
