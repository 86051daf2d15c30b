/** docs/http-api.md has every route of sketches and pictures, and says of bounds what the code says. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { COVER_MAX_BYTES, COVER_SIDE_MAX_PX, RESTORE_WITHIN_MS } from "../packages/contract/src/http.ts";
import { ROUTES } from "../workers/test/http/routes.ts";

const page = readFileSync(join(fileURLToPath(new URL("..", import.meta.url)), "docs/http-api.md"), "utf8");
const onPage = [...page.matchAll(/^\| `([A-Z]+ \/[^`]+)`/gm)].map(([, route = ""]) => route);

describe("the page of the HTTP API", () => {
  it("has every route of sketches and pictures, and no other", () => {
    const served = ROUTES.filter(({ pattern }) => /^\/api\/(sketches|pictures)/.test(pattern));
    const written = served.map(({ method, pattern }) => `${method} ${pattern.replaceAll(/:(\w+)/g, "{$1}")}`);
    expect(onPage.toSorted()).toEqual(written.toSorted());
    expect(onPage.length).toBeGreaterThan(15);
  });

  it("has the bounds of the code", () => {
    expect(page).toContain(`${COVER_MAX_BYTES / 1024} KB and ${COVER_SIDE_MAX_PX} px a side`);
    expect(page).toContain(`${RESTORE_WITHIN_MS / 60_000} minutes (\`RESTORE_WITHIN_MS\`)`);
  });
});
