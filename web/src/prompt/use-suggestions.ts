import { useEffect, useMemo, useState } from "react";
import { RecentPrompts } from "./recent-prompts.ts";
import { suggest } from "./suggest.ts";
import { shelf } from "../ui/browser-gifts.ts";

const recent = new RecentPrompts(shelf);
const NONE: readonly string[] = [];

export const recentPrompts = (): string[] => recent.list;
export const rememberPrompt = (prompt: string): void => recent.remember(prompt);

/** Prompts that may be meant by `text`, while `isAsked`. The examples are fetched when they are first wanted. */
export function useSuggestions(text: string, isAsked: boolean): readonly string[] {
  const [examples, setExamples] = useState(NONE);
  useEffect(() => {
    if (!isAsked || examples !== NONE) return;
    let isGone = false;
    // Without them the recent prompts are suggested alone.
    import("./examples.ts").then(
      (room) => isGone || setExamples(room.EXAMPLES),
      () => undefined,
    );
    return () => {
      isGone = true;
    };
  }, [isAsked, examples]);
  return useMemo(() => (isAsked ? suggest(text, recent.list, examples) : NONE), [isAsked, text, examples]);
}
