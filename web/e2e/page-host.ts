/** A static host of the page alone, at an origin of its own, with the headers that its `_headers` asks for. */
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";

export interface PageHost {
  origin: string;
  close(): void;
}

const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
  ".webmanifest": "application/manifest+json",
  ".png": "image/png",
};

/** `folder`: read once something is asked for, so that it may still be built. */
export async function hostPage(folder: string): Promise<PageHost> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    const name = /\.\w+$/.test(pathname) && !pathname.includes("..") ? pathname : "/index.html";
    const path = join(folder, name);
    if (!existsSync(path)) return void response.writeHead(404).end();
    for (const [header, value] of headersOf(readFileSync(join(folder, "_headers"), "utf8"), pathname))
      response.setHeader(header, value);
    response.setHeader("content-type", TYPES[extname(path)] ?? "application/octet-stream");
    response.end(readFileSync(path));
  });
  server.listen(0, "localhost");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return { origin: `http://localhost:${port}`, close: () => server.close() };
}

/** What `_headers` says of this path: rules by a whole path, or by the beginning of one. */
function headersOf(rules: string, pathname: string): [name: string, value: string][] {
  return rules.split(/\n(?=\S)/).flatMap((rule) => {
    const [pattern = "", ...lines] = rule.trim().split("\n");
    const isMeant = pattern.endsWith("*") ? pathname.startsWith(pattern.slice(0, -1)) : pathname === pattern;
    if (!isMeant) return [];
    return lines.map((line): [string, string] => {
      const at = line.indexOf(":");
      return [line.slice(0, at).trim(), line.slice(at + 1).trim()];
    });
  });
}
