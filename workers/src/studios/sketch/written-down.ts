/** A live session writes once a block. Whoever reads what was drawn asks it first to write down what it holds. */
import type { SketchRow } from "@llamasketch/db";
import { log } from "../../log.ts";
import type { Ports } from "../../ports.ts";
import { addressOf } from "./address-of.ts";

/** True when a session was asked: then the sketch's own row may be another one now. One that rests is not asked, and costs nothing. */
export async function writtenDown(services: Ports, rows: readonly SketchRow[]): Promise<boolean> {
  const nowMs = Date.now();
  const held = rows.filter(({ holdsUntil }) => holdsUntil > nowMs);
  await Promise.all(held.map((row) => ask(services, row)));
  return held.length > 0;
}

/** What cannot be written now does not keep anybody from what is. */
async function ask(services: Ports, row: SketchRow): Promise<void> {
  try {
    await services.session(addressOf(row)).writeDown();
  } catch (error) {
    log("error", "session_not_asked", { sketchId: row.id }, error);
  }
}
