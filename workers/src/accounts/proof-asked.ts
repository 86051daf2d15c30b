/** Which browser asked for a letter: one that is opened elsewhere is looked at twice. */
import type { Context } from "hono";
import type { App } from "../http/context.ts";
import { ApiError } from "../http/errors.ts";
import { readCookie, writeCookie } from "./cookies.ts";
import { digestOf } from "./digest.ts";
import type { Engine } from "./engine.ts";

/** Set whatever was mailed, if anything: the answer tells nothing. */
export async function rememberAsked(c: Context<App>, engine: Engine): Promise<void> {
  await writeCookie(c, "ls_asked", await digestOf(engine.mailed() ?? crypto.randomUUID()));
}

export const wasAskedHere = async (c: Context<App>, proof: string): Promise<boolean> =>
  (await readCookie(c, "ls_asked")) === (await digestOf(proof));

export const proofGone = (): ApiError =>
  new ApiError("proof_invalid", "This link does not work any more.", {
    hint: "Each works once, for a short time. Ask for a new one.",
  });
