import type { GenerationView } from "@llamasketch/contract";
import { words } from "./words.ts";

/** What a job is called: its words, or what it does where there are none. */
export const titleOf = ({ prompt, kind }: Pick<GenerationView, "prompt" | "kind">): string =>
  prompt || (words.untitled[kind] ?? words.noWords);
