import { writeExact } from "../engine/exact-json.ts";

/** An answer, before it is written. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export function json(value: unknown, status = 200): Reply {
  const headers = { "content-type": "application/json; charset=utf-8" };
  return { status, headers, body: Buffer.from(writeExact(value)) };
}

export function text(body: string, status: number): Reply {
  return { status, headers: { "content-type": "text/plain; charset=utf-8" }, body: Buffer.from(body) };
}

export function empty(status = 200): Reply {
  return { status, headers: {}, body: Buffer.alloc(0) };
}
