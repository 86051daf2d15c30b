/** What is wrong with a field, said so that whoever filled it in knows what to do. Messages of a contract's own stand before these. */
import { z } from "@hono/zod-openapi";

const FORMATS: Readonly<Record<string, string>> = {
  email: "This is not an e-mail address.",
  url: "This is not a web address.",
  base64: "This is not base64.",
  datetime: "This is not a date and time (ISO 8601).",
  date: "This is not a date (YYYY-MM-DD).",
};

/** Null: nothing better than the library's own words. */
export function fieldWords(issue: z.core.$ZodRawIssue): string | null {
  switch (issue.code) {
    case "invalid_type":
      return issue.input === undefined ? "This is needed." : `This must be ${typeWords(issue.expected)}.`;
    case "too_big":
      return sizeWords(issue.origin, "At most", issue.inclusive === false, Number(issue.maximum));
    case "too_small":
      if (isCounted(issue.origin) && issue.minimum === 1) return "This must not be empty.";
      return sizeWords(issue.origin, "At least", issue.inclusive === false, Number(issue.minimum));
    case "not_multiple_of":
      return `This must be a multiple of ${issue.divisor}.`;
    case "unrecognized_keys":
      return `Not known here: ${issue.keys.join(", ")}.`;
    case "invalid_value":
      return issue.values.length === 1
        ? `This must be ${String(issue.values[0])}.`
        : `One of: ${issue.values.map(String).join(", ")}.`;
    case "invalid_format":
      return FORMATS[issue.format] ?? "This does not look as it should.";
    case "invalid_union":
      return "Not an allowed value.";
    default:
      return null;
  }
}

function typeWords(expected: string): string {
  if (expected === "int") return "a whole number";
  if (expected === "string") return "text";
  if (expected === "boolean") return "true or false";
  if (expected === "array") return "a list";
  return expected === "object" ? "an object" : `a ${expected}`;
}

const isCounted = (origin: string): boolean => origin === "string" || origin === "array";

function sizeWords(origin: string, bound: string, isBeyond: boolean, limit: number): string {
  const said = limit.toLocaleString("en");
  const than = bound === "At most" ? "Less than" : "More than";
  if (origin === "string") return `${bound} ${said} ${limit === 1 ? "character" : "characters"}.`;
  if (origin === "array") return `${bound} ${said} ${limit === 1 ? "entry" : "entries"}.`;
  return `${isBeyond ? than : bound} ${said}.`;
}

/** Whatever reads a contract in this Worker says it so. */
export function sayFieldsPlainly(): void {
  z.config({ customError: fieldWords });
}
