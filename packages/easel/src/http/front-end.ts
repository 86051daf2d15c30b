import { readFile, realpath } from "node:fs/promises";
import { extname, join, sep } from "node:path";
import { empty } from "./reply.ts";
import type { Reply } from "./reply.ts";

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".webp": "image/webp",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".woff": "font/woff",
  ".ttf": "font/ttf",
  ".wasm": "application/wasm",
  ".mp3": "audio/mpeg",
};

/** A file of the page that ComfyUI shows, from a folder on this disk; 404 for what is not in it. */
export async function frontEndFile(root: string, path: string): Promise<Reply> {
  try {
    const folder = await realpath(root);
    const file = await realpath(join(folder, path === "/" ? "index.html" : path));
    // Links lead out of it, too.
    if (!file.startsWith(folder + sep)) return empty(404);
    const headers = {
      "content-type": types[extname(file)] ?? "application/octet-stream",
      "cache-control": "no-cache",
    };
    return { status: 200, headers, body: await readFile(file) };
  } catch {
    return empty(404);
  }
}
