import { foldText } from "@llamasketch/contract";

const WORDS_MAX = 8;

/** The words of a query, each to be found in text that was folded. */
export const searchWords = (query: string): string[] =>
  foldText(query)
    .split(/\s+/)
    .filter((word) => word !== "")
    .slice(0, WORDS_MAX);
