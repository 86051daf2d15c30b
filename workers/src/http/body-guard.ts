import type { MiddlewareHandler } from "hono";
import type { App } from "./context.ts";
import { ApiError } from "./errors.ts";
import type { Access } from "./access.ts";

export const BODY_MAX_BYTES = 64 * 1024;
const BODILESS: readonly string[] = ["GET", "HEAD"];

/**
 * Reads no more of a body than its route takes, whatever its sender said of its length, also where none is asked for: what is
 * not read here is read by nobody, and what has no length is counted while it comes.
 */
export const bodyGuard =
  ({ bodyMaxBytes: mostBytes = BODY_MAX_BYTES }: Access, isNeeded: boolean): MiddlewareHandler<App> =>
  async (c, next) => {
    const { raw } = c.req;
    if (isNeeded && (raw.body === null || raw.headers.get("content-length") === "0")) throw noBody();
    if (raw.body === null) return next();
    const told = raw.headers.get("content-length");
    if (told !== null && !(Number(told) <= mostBytes)) throw tooLarge(mostBytes);
    // The platform holds a sender to the length that it told.
    if (told !== null && !raw.headers.has("transfer-encoding")) return next();
    const bytes = await readUpTo(raw.body, mostBytes);
    const headers = new Headers(raw.headers);
    headers.delete("transfer-encoding");
    headers.set("content-length", String(bytes.length));
    // Of what asks for no body none is kept: a request of that kind cannot be made with one.
    const body = BODILESS.includes(raw.method) ? null : bytes;
    c.req.raw = new Request(raw.url, { method: raw.method, headers, body, signal: raw.signal });
    return next();
  };

async function readUpTo(
  body: ReadableStream<Uint8Array>,
  mostBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let size = 0;
  const reader = body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > mostBytes) {
      await reader.cancel().catch(() => undefined);
      throw tooLarge(mostBytes);
    }
    parts.push(value);
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

const tooLarge = (mostBytes: number): ApiError =>
  new ApiError(
    "payload_too_large",
    `This is too large: a request body may hold ${mostBytes.toLocaleString("en")} bytes.`,
  );

const noBody = (): ApiError =>
  new ApiError("bad_request", "A request body is required.", {
    hint: "Send JSON, with `content-type: application/json`; `{}` says nothing more than the defaults.",
    fields: { "(body)": "This is needed." },
  });
