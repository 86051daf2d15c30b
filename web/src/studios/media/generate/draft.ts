/** What the form says, kept in this browser, and what is asked for by it. */
import { PROMPT_MAX_CHARS } from "@llamasketch/contract";
import type { Asked, Kind, Model } from "../../../api/generations.ts";
import type { Size } from "./sizes.ts";

/** A picture that goes in: an earlier result, or one's own that was sent. */
export type Source = { generation: string; position: number } | { upload: string };

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
  /** Of an enlargement: times the picture's sides. */
  scale: 2 | 4;
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
  scale: 2,
  class: "interactive",
  mail: false,
};

interface Takes {
  words: boolean;
  /** A picture goes in. */
  image: boolean;
  strength: boolean;
  /** Shape, size, quality and how many. */
  size: boolean;
  /** How many times as large. */
  scale: boolean;
}
const FROM_WORDS: Takes = { words: true, image: false, strength: false, size: true, scale: false };
/** What each kind of work is told: the form shows that and nothing else. Kinds that do not stand here are not offered. */
const KINDS: Partial<Record<string, Takes>> = {
  image: FROM_WORDS,
  edit: { words: true, image: true, strength: true, size: true, scale: false },
  upscale: { words: false, image: true, strength: false, size: false, scale: true },
  video: { words: false, image: true, strength: false, size: false, scale: false },
};
export const takes = (kind: Kind): Takes => KINDS[kind] ?? FROM_WORDS;
export const isOffered = (kind: string): kind is Kind => KINDS[kind] !== undefined;

/** Why it cannot be asked for yet, or null. */
export type Lack = "prompt" | "image" | "long";
export function lackOf(draft: Draft): Lack | null {
  const { words, image } = takes(draft.kind);
  if (words && draft.prompt.trim() === "") return "prompt";
  if (words && draft.prompt.trim().length > PROMPT_MAX_CHARS) return "long";
  return image && draft.image === null ? "image" : null;
}

/** The body of the call: what differs from what is taken when it is not said. */
export function askedOf(draft: Draft): Asked {
  const { words, image, strength, size, scale } = takes(draft.kind);
  const { kind, widthPx, heightPx } = draft;
  const negativePrompt = draft.negativePrompt.trim();
  return {
    ...(words ? { prompt: draft.prompt.trim() } : { kind }),
    ...(draft.model && { model: draft.model }),
    ...(words && negativePrompt && { negativePrompt }),
    ...(size && { widthPx, heightPx }),
    ...(scale && { scale: draft.scale }),
    ...(size && draft.quality !== EMPTY_DRAFT.quality && { quality: draft.quality }),
    ...(size && draft.count > 1 && { count: draft.count }),
    ...(size && draft.seed !== null && { seed: draft.seed }),
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
export const isUploadId = (text: unknown): text is string =>
  typeof text === "string" && /^upl_[0-9A-HJKMNP-TV-Z]{26}$/.test(text);
