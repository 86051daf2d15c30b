/** Which browser asked for a letter: one that is opened elsewhere is looked at twice. */
import type { Caller } from "../http/caller.ts";
import { ApiError } from "../http/errors.ts";
import { digestOf } from "../digest.ts";
import type { Engine } from "./engine.ts";

/** Set whatever was mailed, if anything: the answer tells nothing. */
export async function rememberAsked(caller: Caller, engine: Engine): Promise<void> {
  await caller.cookies.write("ls_asked", await digestOf(engine.mailed() ?? crypto.randomUUID()));
}

export const wasAskedHere = async (caller: Caller, proof: string): Promise<boolean> =>
  (await caller.cookies.read("ls_asked")) === (await digestOf(proof));

export const proofGone = (): ApiError =>
  new ApiError("proof_invalid", "This link has expired or was already used.", {
    hint: "Each works once, for a short time. Ask for a new one.",
  });
