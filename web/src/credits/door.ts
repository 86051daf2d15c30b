/** Once a day a browser shows that a person draws with it; then its address' free credits are open to it. */
import { describeFailure } from "../api/api-failure.ts";
import { openFreeDoor, readCredits } from "../api/credits.ts";
import { solve } from "./turnstile.ts";

/** What the server of one's own machine has for a key: its double of Turnstile takes tokens made here. */
const LOCAL_SITE_KEY = "local";
const ACTION = "free";

/** True when the door was shut and is open now: tickets from now on bring free credits. */
export async function passDoor(): Promise<boolean> {
  const { available, free } = await readCredits();
  const { open, siteKey } = free.door;
  // Whoever has credits of their own is not asked anything.
  if (open || siteKey === null || available > 0 || free.available === 0) return false;
  await openWith(siteKey);
  return true;
}

/** What is only for people that were seen: does it, or shows first that a person is here. */
export async function asPerson<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (describeFailure(error).code !== "verification_required") throw error;
    // Several may be turned away at once: it is shown once.
    showing ??= showPerson().finally(() => (showing = null));
    await showing;
    return work();
  }
}

let showing: Promise<void> | null = null;
async function showPerson(): Promise<void> {
  const { siteKey } = (await readCredits()).free.door;
  if (siteKey !== null) await openWith(siteKey);
}

async function openWith(siteKey: string): Promise<void> {
  const token =
    siteKey === LOCAL_SITE_KEY
      ? `pass:${ACTION}:${location.hostname}:${crypto.randomUUID()}`
      : await solve(siteKey, ACTION);
  await openFreeDoor(token);
}
