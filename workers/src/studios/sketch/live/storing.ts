/** Tries again what a store refused for a moment. */
import { log } from "../../../log.ts";

const TRIES = 3;
const RETRY_MS = 300;

/** Null when it could not be stored now. */
export async function tryToStore<T>(
  what: string,
  sketchId: string,
  store: () => Promise<T>,
): Promise<T | null> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await store();
    } catch (error) {
      if (attempt === TRIES) {
        log("error", "not_stored", { what, sketchId, attempt }, error);
        return null;
      }
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS * attempt));
    }
  }
}
