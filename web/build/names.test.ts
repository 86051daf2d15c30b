/** Every file that the page names is there, and every address of its router is one that the Worker knows. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pageMatcher, readImageHead } from "@llamasketch/contract";
import sharp from "sharp";
import { expect, test } from "vitest";
import { pagePaths } from "./page-paths.ts";

const web = join(import.meta.dirname, "..");
const text = (path: string): string => readFileSync(join(web, path), "utf8");
const html = text("index.html");
const isPagePath = pageMatcher(pagePaths());

const sources = readdirSync(join(web, "src"), { recursive: true, encoding: "utf8" })
  .filter((path) => /\.(tsx?|css)$/.test(path) && !path.includes(".test."))
  .map((path) => text(join("src", path)));

test("files that index.html, the manifest and the pages name", () => {
  const inHtml = [...html.matchAll(/(?:href|src|content)="(?:%PUBLIC_ORIGIN%)?(\/[^"]*)"/g)].map(
    ([, name]) => name,
  );
  const inManifest = [...text("public/manifest.webmanifest").matchAll(/"src": "([^"]+)"/g)].map(
    ([, name]) => name,
  );
  const inPages = sources.flatMap((source) =>
    [...source.matchAll(/["'(`](\/[\w/.-]+\.(?:jpg|png|svg|webp|webmanifest|js|woff2|txt))["')`]/g)].map(
      ([, name]) => name,
    ),
  );
  const names = [...new Set([...inHtml, ...inManifest, ...inPages])].filter((name) => name !== undefined);
  expect(names).toEqual(
    expect.arrayContaining(["/og.jpg", "/favicon.svg", "/manifest.webmanifest", "/sw.js"]),
  );
  // Made by the build.
  const isMade = (name: string): boolean => name === "/sw.js";
  const isThere = (name: string): boolean =>
    existsSync(join(web, "public", name)) || existsSync(join(web, name));
  expect(names.filter((name) => !isMade(name) && !isThere(name))).toEqual([]);
});

test("the picture of a shared link is the JPEG that index.html says it is", async () => {
  const bytes = new Uint8Array(readFileSync(join(web, "public/og.jpg")));
  expect(readImageHead(bytes)).toMatchObject({ format: "jpeg", widthPx: 1200, heightPx: 630 });
  expect(html).toContain('"og:image:width" content="1200"');
  expect(html).toContain('"og:image:height" content="630"');
  const { channels } = await sharp(bytes).stats();
  expect(channels.map(({ stdev }) => stdev > 20)).toEqual([true, true, true]);
  expect(bytes.length).toBeLessThan(300 * 1024);
});

test("addresses of the router and of links", () => {
  const paths = sources.flatMap((source) =>
    [...source.matchAll(/getParentRoute[^}]*?path: "([^"]+)"/g)].map(([, path]) => path),
  );
  expect(paths.toSorted()).toEqual(pagePaths().toSorted());
  const links = sources.flatMap((source) =>
    [...source.matchAll(/(?:\bto[=:] ?|href=)"(\/[^"]*)"/g)].map(([, path]) => path ?? ""),
  );
  expect(links.length).toBeGreaterThan(20);
  expect(links.filter((path) => !isPagePath(path.replaceAll("$", "")))).toEqual([]);
});

test("what is not of the page is not there", () => {
  for (const path of ["/nowhere", "/s", "/s/a/b", "/admin/users", "/sketches/more", "//", "/sign-in/new/x"])
    expect([path, isPagePath(path)]).toEqual([path, false]);
  for (const path of ["/", "/s/skt_1", "/s/skt_1/", "/sketches/"])
    expect([path, isPagePath(path)]).toEqual([path, true]);
});
