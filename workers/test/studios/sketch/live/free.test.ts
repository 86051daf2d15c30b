/** L20, L27: what an address is given a day, however many draw behind it, over real sockets. */
import { env } from "cloudflare:workers";
import { FREE_CREDITS_PER_DAY } from "@llamasketch/pricing";
import { expect, test, vi } from "vitest";
import { addressHolder } from "../../../../src/guests/address.ts";
import { Drawer } from "../../../drawer.ts";
import { balanceOf, divergences, fillPot, known } from "../../../ledger/books.ts";
import { call, newSketch, type Owned } from "../../../people.ts";

vi.setConfig({ testTimeout: 60_000 });

const VISITORS = 100;
const AT_ONCE = 10;
const NETWORK = "2001:db8:77:1";

/** A visitor of their own, who has passed the door. */
async function visitor(from: string): Promise<Owned> {
  const owned = await newSketch();
  const answer = await call("POST", "/api/free", {
    json: { token: `pass:free:llama.test:${crypto.randomUUID()}` },
    headers: { "cf-connecting-ip": from },
  });
  const door = answer.headers.get("set-cookie")?.split(";")[0] ?? "";
  return { ...owned, isPoor: true, cookie: `${owned.cookie}; ${door}`, from };
}

async function inTurn<T>(count: number, make: (at: number) => Promise<T>): Promise<T[]> {
  const made: T[] = [];
  while (made.length < count)
    made.push(...(await Promise.all(Array.from({ length: AT_ONCE }, (_, at) => make(made.length + at)))));
  return made;
}

test("L27: 100 visitors at two addresses of one /64 draw at once: exactly the grant is held for them, the others wait", async () => {
  await fillPot(Date.now());
  const visitors = await inTurn(VISITORS, (at) => visitor(`${NETWORK}::${at % 2 === 0 ? "a" : "b"}`));
  const drawers = await inTurn(VISITORS, (at) => Drawer.drawing(visitors[at] as Owned, { can: ["credits"] }));
  for (const drawer of drawers) drawer.frame(1);
  const fates = await Promise.all(
    drawers.map((drawer) =>
      Promise.race([
        drawer.take("meter", ({ heldCredits }) => heldCredits > 0, 20_000).then(() => "held" as const),
        drawer
          .take("status", ({ status }) => status.state === "paused" && status.reason === "no_credits", 20_000)
          .then(() => "paused" as const),
      ]),
    ),
  );
  const holderId = await addressHolder(known, `${NETWORK}::ffff`, Date.now());
  expect(await balanceOf(holderId)).toEqual({ posted: FREE_CREDITS_PER_DAY, held: FREE_CREDITS_PER_DAY });
  const held = await env.DB.prepare(
    "SELECT session_id, held FROM live_blocks WHERE holder_id = ? AND held > 0",
  )
    .bind(holderId)
    .all<{ session_id: string; held: number }>();
  expect(held.results.reduce((sum, row) => sum + row.held, 0)).toBe(FREE_CREDITS_PER_DAY);
  expect(fates.filter((fate) => fate === "held")).toHaveLength(held.results.length);
  expect(new Set(held.results.map(({ session_id }) => session_id)).size).toBe(held.results.length);
  expect(await divergences()).toEqual([]);
});
