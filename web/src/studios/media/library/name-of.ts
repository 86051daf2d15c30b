import type { Creation } from "../../../api/creations.ts";
import { words } from "./words.ts";

/** Its words; without any, what kind of thing it is. */
export const nameOf = ({ prompt, kind }: Pick<Creation, "prompt" | "kind">): string =>
  prompt || words.kinds[kind];
