/** JSON with whole numbers of any length, as Python reads and writes it: a seed goes to 2^64 - 1, a double to 2^53. */

/** What JSON has beside whole numbers that a double cannot hold, which are bigints. */
interface Source {
  readonly source?: string;
}

declare global {
  interface JSON {
    /** Node 22 has it; the compiler's library does not know it yet. */
    rawJSON(text: string): object;
  }
}

const whole = /^-?\d+$/;

/** Reads JSON. Whole numbers beyond 2^53 are bigints. Throws what `JSON.parse` throws. */
export function parseExact(text: string, revive: (value: unknown) => unknown = (value) => value): unknown {
  return JSON.parse(text, (_key: string, value: unknown, { source = "" }: Source = {}) =>
    typeof value === "number" && !Number.isSafeInteger(value) && whole.test(source)
      ? BigInt(source)
      : revive(value),
  );
}

/** Writes JSON; bigints as the numbers they are. */
export const writeExact = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) =>
    typeof part === "bigint" ? JSON.rawJSON(String(part)) : part,
  );

/** As Python's `json.dumps` writes it: a space after commas and colons, and nothing but ASCII. */
export function writePython(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(writePython).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    const parts = Object.entries(value).filter(([, part]) => part !== undefined);
    return `{${parts.map(([name, part]) => `${ascii(name)}: ${writePython(part)}`).join(", ")}}`;
  }
  if (typeof value === "number" && !Number.isFinite(value)) return String(value);
  return typeof value === "string" ? ascii(value) : writeExact(value ?? null);
}

const ascii = (text: string): string =>
  JSON.stringify(text).replaceAll(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
