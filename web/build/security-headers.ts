import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Plugin } from "vite";

const YEAR_S = 31_536_000;

/** Writes `_headers`, by which the static host sends the built page: what it may load, and what may be kept for how long. */
export function securityHeaders(): Plugin {
  let outDir = "";
  return {
    name: "security-headers",
    apply: "build",
    configResolved: (config) => {
      outDir = resolve(config.root, config.build.outDir);
    },
    writeBundle: {
      sequential: true,
      order: "post",
      handler: () =>
        writeFileSync(
          join(outDir, "_headers"),
          headersFor(
            readFileSync(join(outDir, "index.html"), "utf8"),
            process.env.API_ORIGIN,
            process.env.MEDIA_ORIGIN,
          ),
        ),
    },
  };
}

export function headersFor(html: string, apiOrigin?: string, mediaOrigin?: string): string {
  return rules([
    [
      "/*",
      {
        "Content-Security-Policy": contentSecurityPolicy(
          html,
          apiOrigin ? [apiOrigin] : [],
          mediaOrigin ? [mediaOrigin] : [],
        ),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
        "Referrer-Policy": "same-origin",
        // Plain HTTP, as on a laptop, passes it over.
        "Strict-Transport-Security": `max-age=${YEAR_S}`,
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
      },
    ],
    // Their names change with what is in them.
    ["/assets/*", { "Cache-Control": `public, max-age=${YEAR_S}, immutable` }],
    ["/sw.js", { "Cache-Control": "no-cache" }],
  ]);
}

/** Where the challenge comes from that free drawing asks for once a day. */
const TURNSTILE = "https://challenges.cloudflare.com";

/** Everything from here and from the API alone, and that challenge; the scripts that stand in the page itself by their hashes. */
function contentSecurityPolicy(html: string, api: readonly string[], media: readonly string[]): string {
  const inline = [...html.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(
    ([, code = ""]) => `'sha256-${createHash("sha256").update(code).digest("base64")}'`,
  );
  return [
    "default-src 'none'",
    `script-src 'self' ${TURNSTILE} ${inline.join(" ")}`,
    `frame-src ${TURNSTILE}`,
    "style-src 'self'",
    `img-src ${["'self'", ...api, ...media].join(" ")} blob: data:`,
    "font-src 'self'",
    `connect-src ${["'self'", ...api, ...api.map((origin) => origin.replace(/^http/, "ws"))].join(" ")}`,
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}

const rules = (list: readonly [path: string, headers: Record<string, string>][]): string =>
  list
    .map(([path, headers]) =>
      [path, ...Object.entries(headers).map(([name, value]) => `  ${name}: ${value}`), ""].join("\n"),
    )
    .join("\n");
