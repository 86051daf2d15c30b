/**
 * The same JSON value with U+FFFD for every half of a surrogate pair that stands alone: databases, headers and other
 * programs would each make something else of it.
 */
export function wellFormed(value: unknown): unknown {
  if (typeof value === "string") return value.toWellFormed();
  if (Array.isArray(value)) return value.map(wellFormed);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, each]) => [key.toWellFormed(), wellFormed(each)] as const);
  return Object.fromEntries(entries);
}

/** Such a half in JSON, or a pair; bytes that came as UTF-8 bring none in another way. */
export const ESCAPED_SURROGATE = /\\u[dD][89a-fA-F]/;

/** Text of JSON, read. Throws a `SyntaxError` where it is none. */
export function parseJson(text: string): unknown {
  const value: unknown = JSON.parse(text);
  return ESCAPED_SURROGATE.test(text) || !text.isWellFormed() ? wellFormed(value) : value;
}
