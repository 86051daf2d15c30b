/** Whether the server knows this browser: what is somebody's is not asked for by nobody, who would only be refused. */
import { denied, shelf } from "../ui/browser-gifts.ts";
import { apiUrl } from "./api-url.ts";

/** Kept once it was so; also named where this browser forgets a person. */
const KEY = "llamasketch.known";

let asked: Promise<boolean> | null = null;

/** Something was made: whoever was nobody may be somebody now. */
export function askAnew(): void {
  asked = null;
}

/** In doubt it does. */
export async function isKnown(): Promise<boolean> {
  if (shelf.getItem(KEY) !== null) return true;
  asked ??= ask();
  return asked;
}

/** Whether a cookie that was given just now is sent back. */
export async function keepsCookies(): Promise<boolean> {
  if (denied.get().cookies) return false;
  const isKept = await isKnown();
  if (!isKept) denied.set({ cookies: true });
  return isKept;
}

async function ask(): Promise<boolean> {
  try {
    const response = await fetch(apiUrl("/api/me"), { credentials: "include" });
    const body: unknown = await response.json();
    if (!response.ok || typeof body !== "object" || body === null || !("user" in body)) return true;
    if (body.user === null) return false;
    shelf.setItem(KEY, "1");
  } catch {
    // The request that is held up by this finds out.
  }
  return true;
}
