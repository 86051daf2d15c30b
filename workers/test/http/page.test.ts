/** docs/http-api.md has every route of sketches, pictures, finals and accounts, and says of bounds what the code says. */
import { COVER_MAX_BYTES, COVER_SIDE_MAX_PX, RESTORE_WITHIN_MS } from "@llamasketch/contract";
import { expect, test } from "vitest";
import page from "../../../docs/http-api.md?raw";
import { everyRoute } from "./calls.ts";

const onPage = [...page.matchAll(/^\| `([A-Z]+ \/[^`]+)`/gm)].map(([, route = ""]) => route);

test("the page has every route of sketches, pictures, finals and accounts, and no other", async () => {
  const served = (await everyRoute()).filter(({ pattern }) =>
    /^\/api\/(sketches|pictures|finals|account|me)(\/|$)/.test(pattern),
  );
  expect(onPage.toSorted()).toEqual(served.map(({ method, pattern }) => `${method} ${pattern}`).toSorted());
  expect(onPage.length).toBeGreaterThan(15);
});

test("the page has the bounds of the code", () => {
  expect(page).toContain(`${COVER_MAX_BYTES / 1024} KB and ${COVER_SIDE_MAX_PX} px a side`);
  expect(page).toContain(`${RESTORE_WITHIN_MS / 60_000} minutes (\`RESTORE_WITHIN_MS\`)`);
});
