/** What the form says, kept in this browser, and what is asked for by it. */
import { PROMPT_MAX_CHARS } from "@llamasketch/contract";
import type { Asked, Kind, Model } from "../api/generations.ts";
import type { Size } from "./sizes.ts";

export interface Source {
  generation: string;
  position: number;
}

export interface Draft extends Size {
  kind: Kind;
  /** Null: the first that can be had. */
  model: Model["id"] | null;
  prompt: string;
  negativePrompt: string;
  quality: "draft" | "full" | "final";
  count: number;
  /** Null: by chance. */
  seed: number | null;
  /** The picture that goes in; kept while another kind is looked at. */
  image: Source | null;
  strength: number;
  class: "interactive" | "batch";
  mail: boolean;
}

export const EMPTY_DRAFT: Draft = {
  kind: "image",
  model: null,
  prompt: "",
  negativePrompt: "",
  widthPx: 1024,
  heightPx: 1024,
  quality: "full",
  count: 1,
  seed: null,
  image: null,
  strength: 0.6,
  class: "interactive",
  mail: false,
};

/** What each kind of work is told beside its size: the form shows that and nothing else. */
const KINDS = {
  image: { words: true, image: false, strength: false },
  edit: { words: true, image: true, strength: true },
} satisfies Record<Kind, { words: boolean; image: boolean; strength: boolean }>;
export const takes = (kind: Kind) => KINDS[kind];

/** Why it cannot be asked for yet, or null. */
export type Lack = "prompt" | "image" | "long";
export function lackOf(draft: Draft): Lack | null {
  const { words, image } = takes(draft.kind);
  if (words && draft.prompt.trim() === "") return "prompt";
  if (draft.prompt.trim().length > PROMPT_MAX_CHARS) return "long";
  return image && draft.image === null ? "image" : null;
}

/** The body of the call: what differs from what is taken when it is not said. */
export function askedOf(draft: Draft): Asked {
  const { words, image, strength } = takes(draft.kind);
  const negativePrompt = draft.negativePrompt.trim();
  return {
    prompt: draft.prompt.trim(),
    ...(draft.model && { model: draft.model }),
    ...(words && negativePrompt && { negativePrompt }),
    widthPx: draft.widthPx,
    heightPx: draft.heightPx,
    ...(draft.quality !== EMPTY_DRAFT.quality && { quality: draft.quality }),
    ...(draft.count > 1 && { count: draft.count }),
    ...(draft.seed !== null && { seed: draft.seed }),
    ...(image && draft.image && { image: draft.image }),
    ...(image && strength && { strength: draft.strength }),
    ...(draft.class === "batch" && { class: draft.class }),
    ...(draft.mail && { mail: true }),
  };
}

/** What the price depends on: words do not change it. */
export function pricedOf(draft: Draft): Partial<Asked> {
  const { prompt: _prompt, negativePrompt: _not, seed: _seed, mail: _mail, ...priced } = askedOf(draft);
  return priced;
}

/** A job's identifier, as addresses and browsers keep it. */
export const isJobId = (text: unknown): text is string =>
  typeof text === "string" && /^job_[0-9A-HJKMNP-TV-Z]{26}$/.test(text);
