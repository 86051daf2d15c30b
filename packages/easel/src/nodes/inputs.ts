import { NodeFailure } from "./node.ts";
import type { Inputs } from "./node.ts";
import type { NodeValue } from "./value.ts";

type Tagged = Extract<NodeValue, { kind: string }>;

/** The input of that kind. Throws `NodeFailure`: validation lets an unlinked value through in no case. */
export function tagged<Kind extends Tagged["kind"]>(
  inputs: Inputs,
  name: string,
  kind: Kind,
): Extract<Tagged, { kind: Kind }> {
  const value = inputs[name];
  if (typeof value === "object" && value.kind === kind) return value as Extract<Tagged, { kind: Kind }>;
  throw new NodeFailure("TypeError", `${name} is not ${kind}`);
}

/** The input as a number. */
export function numeric(inputs: Inputs, name: string): number {
  const value = Number(inputs[name]);
  if (!Number.isFinite(value)) throw new NodeFailure("TypeError", `${name} is not a number`);
  return value;
}

/** Largest seed ComfyUI takes: 2^64 - 1, which no double holds. */
export const maxSeed = 0xffff_ffff_ffff_ffffn;

/** The input as a seed of the painter, whose seeds are doubles: those beyond 2^53 are folded into 31 bits, near ones apart. */
export function seedOf(inputs: Inputs, name: string): number {
  const value = inputs[name];
  if (typeof value !== "bigint") return numeric(inputs, name);
  return Number((value ^ (value >> 31n) ^ (value >> 62n)) & 0x7fff_ffffn);
}

/** The input as text. */
export function textual(inputs: Inputs, name: string): string {
  const value = inputs[name];
  return typeof value === "object" || value === undefined ? "" : String(value);
}

/** File of the model that is linked in; undefined where nothing was loaded from one. */
export function modelFile(inputs: Inputs): string | undefined {
  const { model } = inputs;
  return typeof model === "object" && "file" in model ? model.file : undefined;
}
