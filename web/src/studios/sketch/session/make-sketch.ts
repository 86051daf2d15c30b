import type { Settings, SketchView } from "@llamasketch/contract";
import { ApiFailure, describeFailure, failureText } from "../../../api/api-failure.ts";
import type { Notice } from "../status/notice.ts";
import { words } from "./words.ts";
import { goOnline } from "./go-online.ts";

const RETRY_FIRST_MS = 1000;
const RETRY_MAX_MS = 10_000;

/** Makes a sketch on the server, again and again while that may help; null when it does not, or when stopped. */
export async function makeSketch(
  newest: () => { title: string; settings: Settings },
  signal: AbortSignal,
  refused: (notice: Notice) => void,
): Promise<SketchView | null> {
  let delayMs = RETRY_FIRST_MS;
  while (!signal.aborted) {
    try {
      const { title, settings } = newest();
      const { createSketch, keepsCookies } = await goOnline();
      const sketch = await createSketch(title, settings);
      return (await keepsCookies()) ? sketch : null;
    } catch (error) {
      const { requestId = null } = describeFailure(error);
      refused({ text: words.kept(failureText(error)), requestId });
      if (error instanceof ApiFailure && error.isFinal) return null;
    }
    await new Promise((resolve) => setTimeout(resolve, delayMs));
    delayMs = Math.min(2 * delayMs, RETRY_MAX_MS);
  }
  return null;
}
