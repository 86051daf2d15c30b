/** Values made from the schemas of the OpenAPI document: sound ones, and ones that are off by something. */

export interface Schema {
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  minimum?: number;
  maximum?: number;
  multipleOf?: number;
}
/** A ThumbHash. */
export const BLUR = "3OcRJYB4d3h/iIeHeEh3eIhw+j2w";

export type Random = () => number;

/** Same seed, same numbers (mulberry32). */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
export const pick = <T>(random: Random, list: readonly T[]): T => {
  const found = list[Math.floor(random() * list.length)];
  if (found === undefined && list.length === 0) throw new Error("nothing to pick from");
  return found as T;
};

const CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
export const randomUlid = (random: Random): string =>
  `01${Array.from({ length: 24 }, () => pick(random, [...CROCKFORD])).join("")}`;

/** A value that the schema takes, as far as it can be told from it. */
export function sample(schema: Schema, random: Random): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return pick(random, schema.enum);
  const choice = schema.anyOf ?? schema.oneOf;
  if (choice) return sample(pick(random, choice), random);
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map((part) => sample(part, random)));
  const type = Array.isArray(schema.type) ? pick(random, schema.type) : schema.type;
  if (type === "object") return sampleObject(schema, random);
  if (type === "array")
    return Array.from({ length: Math.max(1, schema.minItems ?? 1) }, () =>
      sample(schema.items ?? {}, random),
    );
  if (type === "boolean") return random() < 0.5;
  if (type === "null") return null;
  if (type === "integer" || type === "number") return sampleNumber(schema, type === "integer", random);
  return sampleText(schema, random);
}

function sampleObject({ properties = {}, required = [] }: Schema, random: Random): object {
  const chosen = Object.entries(properties).filter(([name]) => required.includes(name) || random() < 0.5);
  return Object.fromEntries(chosen.map(([name, schema]) => [name, sample(schema, random)]));
}

function sampleNumber(schema: Schema, isWhole: boolean, random: Random): number {
  const { minimum = -1000, maximum = 1000, multipleOf: step } = schema;
  const value = minimum + random() * (Math.min(maximum, minimum + 1e9) - minimum);
  if (step !== undefined) return Math.min(maximum, Math.ceil(value / step) * step);
  return isWhole ? Math.ceil(value) : value;
}

function sampleText({ pattern, minLength = 0, maxLength = 200 }: Schema, random: Random): string {
  const prefix = pattern?.match(/^\^(\w{3})_/)?.[1];
  if (prefix) return `${prefix}_${randomUlid(random)}`;
  if (pattern?.includes("{14,54}")) return BLUR;
  const length =
    minLength + Math.floor(random() * Math.max(1, Math.min(maxLength, minLength + 40) - minLength));
  const letters = pick(random, ["abcdefgh ijkl", "äöü漢字 🎨é", "0123456789.-"]);
  return Array.from({ length }, () => pick(random, [...letters]))
    .join("")
    .slice(0, maxLength)
    .toWellFormed()
    .padEnd(minLength, "x");
}

const ODD: readonly unknown[] = [
  null,
  true,
  -1,
  0,
  1.5,
  1e308,
  Number.MAX_SAFE_INTEGER + 2,
  "",
  " ",
  "\u0000",
  "💣".repeat(50),
  "x".repeat(5000),
  "' OR 1=1 --",
  "../../etc/passwd",
  "<script>alert(1)</script>",
  "%00%ff",
  [],
  [[]],
  {},
  { __proto__: null, constructor: { prototype: {} } },
];

/** A sound value with something wrong: a field missing, too much, or of another kind. */
export function spoiled(value: unknown, random: Random): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value) || random() < 0.15)
    return pick(random, ODD);
  const copy: Record<string, unknown> = { ...value };
  const names = Object.keys(copy);
  const name = names.length > 0 ? pick(random, names) : "extra";
  const way = random();
  if (way < 0.25) delete copy[name];
  else if (way < 0.35) copy[`${name}2`] = pick(random, ODD);
  else copy[name] = spoiled(typeof copy[name] === "object" ? copy[name] : null, random);
  return copy;
}
