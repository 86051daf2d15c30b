/** Whether work may begin: read by whatever admits it. */
import type { Stop } from "@llamasketch/contract";
import type { Context } from "hono";
import { balanceOf } from "../ledger/balance.ts";
import type { App } from "../http/context.ts";
import { ApiError } from "../http/errors.ts";

/** As a query gives them, with commas between. */
export const stopsIn = (text: string | null): ReadonlySet<string> => new Set(text?.split(",") ?? []);

/** Throws while the caller's work is stopped. Who pays is looked up only when what nobody pays for is. */
export async function requireRunning(c: Context<App>, stops: ReadonlySet<string>): Promise<void> {
  const isStopped = (name: Stop): boolean => stops.has(name);
  if (isStopped("all_work"))
    throw new ApiError("unavailable", "Drawing is stopped for a moment, for everybody.", {
      hint: "What you draw is kept here; pictures come when it goes on.",
    });
  if (isStopped("free_work") && !(await isPaying(c)))
    throw new ApiError("unavailable", "Drawing for free is stopped for a while.", {
      hint: "It goes on with credits or a plan; what you drew is kept.",
    });
}

async function isPaying(c: Context<App>): Promise<boolean> {
  const account = c.get("identity")?.account;
  if (account && account.plan !== "free") return true;
  return (await balanceOf(c.get("services"), c.get("userId"), Date.now())).available > 0;
}
