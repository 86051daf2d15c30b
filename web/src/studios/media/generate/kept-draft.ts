import { EMPTY_DRAFT, isJobId, isUploadId, type Draft, type Source } from "./draft.ts";

/** Also named where this browser forgets a person. */
const KEY = "llamasketch.generate";
type Shelf = Pick<Storage, "getItem" | "setItem">;

const ONE_OF: { [Key in "kind" | "scale" | "quality" | "class"]: readonly Draft[Key][] } = {
  kind: ["image", "edit", "upscale", "video"],
  scale: [2, 4],
  quality: ["draft", "full", "final"],
  class: ["interactive", "batch"],
};

/** What the form said last, as far as it can be understood. */
export function readDraft(shelf: Shelf): Draft {
  let kept: unknown;
  try {
    kept = JSON.parse(shelf.getItem(KEY) ?? "");
  } catch {
    return EMPTY_DRAFT;
  }
  if (typeof kept !== "object" || kept === null) return EMPTY_DRAFT;
  const { image, ...plain } = kept as Partial<Record<keyof Draft, unknown>>;
  const draft = { ...EMPTY_DRAFT };
  for (const [key, value] of Object.entries(plain)) {
    const known = EMPTY_DRAFT[key as keyof Draft];
    const allowed: readonly unknown[] | undefined = ONE_OF[key as keyof typeof ONE_OF];
    const isKnown = key === "seed" || key === "model" || typeof value === typeof known;
    if (key in EMPTY_DRAFT && isKnown && (allowed?.includes(value) ?? true))
      Object.assign(draft, { [key]: value });
  }
  if (draft.seed !== null && !Number.isSafeInteger(draft.seed)) draft.seed = null;
  if (draft.model !== null && typeof draft.model !== "string") draft.model = null;
  return { ...draft, image: isSource(image) ? image : null };
}

function isSource(value: unknown): value is Source {
  if (typeof value !== "object" || value === null) return false;
  const { generation, position, upload } = value as Record<string, unknown>;
  return isUploadId(upload) || (isJobId(generation) && Number.isSafeInteger(position));
}

export function keepDraft(shelf: Shelf, draft: Draft): void {
  try {
    shelf.setItem(KEY, JSON.stringify(draft));
  } catch {
    // Storage full or forbidden: it lasts as long as the page.
  }
}
