import type { Asked } from "../../../api/generations.ts";

/** One word to a shell, whatever is in it. */
const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** The same call from a shell, with a key in place of this browser's cookie. */
export const curlOf = (origin: string, asked: Asked): string =>
  [
    `curl ${origin}/api/v1/generations`,
    `-H "authorization: Bearer $LLAMASKETCH_KEY"`,
    `-H "content-type: application/json"`,
    `-H "idempotency-key: $RANDOM-$RANDOM-$RANDOM"`,
    `-d ${quoted(JSON.stringify(asked))}`,
  ].join(" \\\n  ");
