import type { Creation } from "../api/creations.ts";

/** The call that asks for the same once more, as a shell takes it. `seed`: of the one result that is wanted. */
export function callText({ asked }: Pick<Creation, "asked">, seed: number, origin: string): string {
  const { count: _count, ...rest } = asked;
  const body = JSON.stringify({ ...rest, seed });
  return [
    `curl -H "authorization: Bearer $KEY" -H "content-type: application/json"`,
    `-d ${quoted(body)}`,
    `${origin}/api/v1/generations`,
  ].join(" \\\n  ");
}

/** As one word of a shell, whatever stands in it. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
