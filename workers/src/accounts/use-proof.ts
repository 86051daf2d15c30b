/** A mailed proof is used by one: of those who open it at once the first is let in, and the others are told that it was used. */
import { MAIL_PROOF_MS } from "@llamasketch/contract";
import type { Ports } from "../ports.ts";
import { digestOf } from "../digest.ts";

/** What `work` gives; null for whoever was not the first. One that failed, or found nothing, may be tried again. */
export async function useProof<T>(
  { tries, commit }: Ports,
  token: string,
  work: () => Promise<T | null>,
): Promise<T | null> {
  const key = await digestOf(`proof ${token}`);
  const nowMs = Date.now();
  if ((await tries.add(key, nowMs, nowMs + MAIL_PROOF_MS)) > 1) return null;
  let found: T | null = null;
  try {
    found = await work();
  } finally {
    if (found === null) await commit([tries.forgive(key)]);
  }
  return found;
}
