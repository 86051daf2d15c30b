import type { Caller } from "../http/caller.ts";
import { notFound } from "../http/errors.ts";
import { unlessKnown } from "../http/if-none-match.ts";

/**
 * A stored image, for its owner alone; one that can run nothing. `isFixed`: what this address gives never changes, so it
 * need not be asked for again.
 */
export async function serveImage(
  caller: Caller,
  what: string,
  key: string,
  isFixed: (object: R2Object) => boolean,
): Promise<Response> {
  const object = await caller.ports.media.get(key, { onlyIf: unlessKnown(caller.request.headers) });
  if (!object) throw notFound(what);
  const headers = {
    "cache-control": isFixed(object) ? "private, max-age=31536000, immutable" : "private, no-cache",
    "content-security-policy": "sandbox; default-src 'none'",
    etag: object.httpEtag,
  };
  if (!("body" in object)) return new Response(null, { status: 304, headers });
  const type = object.httpMetadata?.contentType ?? "application/octet-stream";
  return new Response(object.body, {
    headers: { ...headers, "content-type": type, "content-length": String(object.size) },
  });
}
