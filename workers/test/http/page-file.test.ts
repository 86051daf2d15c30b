/** What is not there is 404, and nobody keeps that. What is there only a build has: `web/e2e/brought.test.ts` walks through one. */
import { exports } from "cloudflare:workers";
import { expect, test } from "vitest";
import { ORIGIN } from "../wire.ts";
import { expectProblem } from "./problem.ts";

const NOWHERE = [
  "/assets/index-0ld4ash.js",
  "/assets/index-0ld4ash.css",
  "/assets/inter-0ld.woff2",
  "/assets/",
  "/assets/deeper/down.js",
  "/favicon.ico",
  "/og.png",
  "/sitemap.xml",
  "/wp-login.php",
  "/.env",
  "/.git/config",
  "/sw-old.js",
  "/icons/icon-1024.png",
  "/browserconfig.xml",
  "/robots.txt.bak",
  "/nowhere",
  "/nowhere/at/all",
  "/sketches/list.json",
  "/s/skt_1/picture.webp",
  "/ads.txt",
];
const ASKERS: readonly (readonly [who: string, headers: Record<string, string>])[] = [
  ["a script", { "sec-fetch-mode": "cors", "sec-fetch-dest": "script", accept: "*/*" }],
  ["a picture", { "sec-fetch-mode": "no-cors", accept: "image/avif,image/webp,*/*" }],
  ["a program", { accept: "*/*" }],
  ["a program that says nothing", {}],
];

test.each(ASKERS)("%s that asks for one of 20 names that are not there is told so", async (_who, headers) => {
  expect(new Set(NOWHERE).size).toBe(20);
  for (const path of NOWHERE) {
    for (const method of ["GET", "POST"]) {
      const answer = await exports.default.fetch(ORIGIN + path, { method, headers });
      expect({ path, cache: answer.headers.get("cache-control") }).toEqual({ path, cache: "no-store" });
      await expectProblem(Promise.resolve(answer), "not_found");
    }
    const head = await exports.default.fetch(ORIGIN + path, { method: "HEAD", headers });
    expect({ path, status: head.status }).toEqual({ path, status: 404 });
  }
});

test("a page's address is no file: whoever does not navigate to it is told so", async () => {
  for (const path of ["/sketches", "/s/skt_1", "/account/webhooks"])
    await expectProblem(
      exports.default.fetch(ORIGIN + path, { headers: { "sec-fetch-mode": "cors", accept: "text/html" } }),
      "not_found",
    );
});

test("at a page's address that is there, another method is refused by name", async () => {
  for (const path of ["/", "/sketches", "/s/skt_1", "/account/webhooks/"])
    for (const method of ["POST", "PUT", "PATCH", "DELETE"]) {
      const answer = await exports.default.fetch(ORIGIN + path, { method });
      expect({ path, allow: answer.headers.get("allow") }).toEqual({ path, allow: "GET, HEAD" });
      await expectProblem(Promise.resolve(answer), "method_not_allowed");
    }
});
