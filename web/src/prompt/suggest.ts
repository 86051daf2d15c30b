import { foldText } from "@llamasketch/contract";

const SHOWN = 6;

/** Prompts that may be meant by `text`, best first: recent ones, then examples. */
export function suggest(text: string, recent: readonly string[], examples: readonly string[]): string[] {
  const typed = wordsOf(text);
  const all = [...new Set([...recent, ...examples])];
  return all.filter((prompt) => prompt !== text.trim() && matches(prompt, typed)).slice(0, SHOWN);
}

/** Every typed word begins a word of the prompt. */
function matches(prompt: string, typed: readonly string[]): boolean {
  const own = wordsOf(prompt);
  return typed.every((word) => own.some((each) => each.startsWith(word)));
}

const wordsOf = (text: string): string[] => foldText(text).match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
