import type { IncomingMessage } from "node:http";
import { parseExact } from "../engine/exact-json.ts";

/** Largest body the server reads. */
export const maxBodyBytes = 104_857_600;

/** A request that ends with this status and text. */
export class HttpProblem extends Error {
  readonly status: number;
  constructor(status: number, text = "") {
    super(text);
    this.status = status;
  }
}

/** Reads a whole body. Throws 413 above the cap. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  if (Number(request.headers["content-length"] ?? 0) > maxBodyBytes) throw new HttpProblem(413);
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maxBodyBytes) throw new HttpProblem(413);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Reads a JSON object. A body that is none ends in 500, as ComfyUI answers it. */
export async function readJsonObject(request: IncomingMessage): Promise<Record<string, unknown>> {
  const value = asObject(parseJson(await readBody(request)));
  if (!value) throw new HttpProblem(500, serverTrouble);
  return value;
}

/** What ComfyUI answers when a handler fails. */
export const serverTrouble = "500 Internal Server Error\n\nServer got itself in trouble";

/** A JSON value, undefined when it is none. Like Python's reader it takes bare NaN and Infinity too. */
export function parseJson(body: Buffer): unknown {
  const text = body.toString("utf8");
  try {
    return parseExact(text);
  } catch {
    if (!/NaN|Infinity/.test(text)) return undefined;
  }
  const quoted = text.replaceAll(/"(?:\\.|[^"\\])*"|-?\bInfinity\b|\bNaN\b/g, (match) =>
    match.startsWith('"') ? match : `{"not finite":"${match}"}`,
  );
  try {
    return parseExact(quoted, (value) =>
      typeof value === "object" && value !== null && "not finite" in value
        ? Number(value["not finite"])
        : value,
    );
  } catch {
    return undefined;
  }
}

/** The value if it is an object and no list, else null. */
export function asObject(value: unknown): Record<string, unknown> | null {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : null;
}

/** True when the request comes from this machine. */
export function isFromHere(request: IncomingMessage): boolean {
  const from = request.socket.remoteAddress ?? "";
  return from === "::1" || /^(::ffff:)?127(\.\d+){3}$/.test(from);
}

/**
 * False when a page of another site asks a server on this machine (its Origin is not the Host), the
 * check that keeps a browser tab from driving a local server.
 */
export function originAllowed(headers: IncomingMessage["headers"], refusesCrossSite: boolean): boolean {
  const { host, origin } = headers;
  if (refusesCrossSite && headers["sec-fetch-site"] === "cross-site") return false;
  if (!host || !origin) return true;
  const hostUrl = parseUrl(`http://${host}`);
  if (!hostUrl || !isLoopback(hostUrl.hostname)) return true;
  const originUrl = parseUrl(origin);
  if (!originUrl || originUrl.host === "") return true;
  if (!originUrl.port || !hostUrl.port) return originUrl.hostname === hostUrl.hostname;
  return originUrl.host === hostUrl.host;
}

function parseUrl(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null;
}

function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d+){3}$/.test(hostname);
}
