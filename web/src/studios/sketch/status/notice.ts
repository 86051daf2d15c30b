import { MISSING_AFTER_MS, type Chip } from "./chip.ts";
import { words } from "./words.ts";

/** Something the page has to say, over the picture. */
export interface Notice {
  text: string;
  /** Of the call that failed, for whoever asks for help. */
  requestId: string | null;
}

/** What a person should know now: what was refused first, then how the connection stands. */
export function noticeOf(refusal: Notice | null, chip: Chip, owedMs: number | null): Notice | null {
  const say = (text: string): Notice => ({ text, requestId: null });
  if (refusal) return refusal;
  if (chip.state === "stopped") return say(words.outOfDate);
  if (chip.state === "offline") return say(words.offlineNotice);
  if (chip.state === "ahead" && owedMs !== null && owedMs > MISSING_AFTER_MS) return say(words.missing);
  return null;
}
