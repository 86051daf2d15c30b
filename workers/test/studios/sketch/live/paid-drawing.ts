/** Drawing that is paid for: purses, blocks and what a drawer is told of them. On the real database and ledger. */
import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import type { MeterMessage } from "@llamasketch/contract";
import type { LiveBlockRow } from "@llamasketch/db";
import { Drawer } from "../../../drawer.ts";
import { FakeAgent } from "../../../fake-agent.ts";
import { balanceOf } from "../../../ledger/books.ts";
import { give, newSketch, type Owned } from "../../../people.ts";
import { eventually } from "../../../wire.ts";

export const CAN = ["credits", "variations"] as const;
/** Nothing but what the test gives: `credits` of one's own. */
export async function poor(credits: number): Promise<Owned & { holderId: string }> {
  const owned = await newSketch();
  const holderId = credits === 0 ? "" : await give(owned.cookie, credits);
  return { ...owned, isPoor: true, holderId };
}
export const drawing = async (owned: Owned, clientId?: string): Promise<Drawer> => {
  const drawer = await Drawer.drawing(owned, { can: [...CAN], ...(clientId && { clientId }) });
  await drawer.live();
  return drawer;
};
export const stub = ({ sketch }: Owned) => env.SESSIONS.getByName(`${sketch.id}:1`);
export const crash = (owned: Owned): Promise<void> =>
  runInDurableObject(stub(owned), (_session, state) => state.abort()).catch(() => undefined);
export const blocksOf = async ({ sketch }: Owned): Promise<LiveBlockRow[]> =>
  (
    await env.DB.prepare(
      "SELECT *, written_off AS writtenOff, last_window AS lastWindow FROM live_blocks WHERE sketch_id = ? ORDER BY at, seq",
    )
      .bind(sketch.id)
      .all<LiveBlockRow>()
  ).results;
export const capturedOf = async (owned: Owned): Promise<number> =>
  (await blocksOf(owned)).reduce((sum, { captured }) => sum + captured, 0);
export const heldBy = async (holderId: string): Promise<number> => (await balanceOf(holderId)).held;
export const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
/** A picture of a pause, kept at once. */
export const pause = async (drawer: Drawer, version: number): Promise<string> => {
  drawer.frame(version, { pause: true, quality: "full" });
  await drawer.picture(version);
  return (await drawer.take("kept", (said) => said.version === version)).pictureId;
};
export const meter = (drawer: Drawer, that: (told: MeterMessage) => boolean) => drawer.take("meter", that);
export const paused = (drawer: Drawer, withinMs = 15_000) =>
  drawer.take("status", ({ status }) => status.state === "paused", withinMs);

/** A host, and a drawing whose first pause is kept and whose first block is held. */
export async function heldDrawing(): Promise<{ owned: Awaited<ReturnType<typeof poor>>; drawer: Drawer }> {
  const owned = await poor(100);
  await FakeAgent.start();
  const drawer = await drawing(owned);
  await pause(drawer, 1);
  await eventually(async () => (await heldBy(owned.holderId)) === 6, "a block is held");
  return { owned, drawer };
}
export const nothingHeld = (holderId: string, withinMs?: number): Promise<unknown> =>
  eventually(async () => (await heldBy(holderId)) === 0, "the hold has ended", withinMs);
