/** Why a picture may look unchanged. */
export const HINTS = ["weak", "blank", "same"] as const;
export type Hint = (typeof HINTS)[number];

export interface HintFacts {
  strength: number;
  hasPrompt: boolean;
  isBlank: boolean;
  /** Pictures of this visit. */
  pictures: number;
  /** The newest picture is the one before it, byte for byte, though something was changed. */
  isSame: boolean;
}

/** Below this a painter has no room to leave the drawing. */
const WEAK_STRENGTH = 0.2;

/** The reason that holds now, of those that were not told yet. */
export function hintOf(facts: HintFacts, told: readonly Hint[]): Hint | null {
  const holds: Record<Hint, boolean> = {
    weak: facts.strength < WEAK_STRENGTH && facts.pictures > 0 && !facts.isBlank,
    blank: facts.isBlank && facts.hasPrompt,
    same: facts.isSame && facts.pictures > 1 && !facts.isBlank,
  };
  return HINTS.find((hint) => holds[hint] && !told.includes(hint)) ?? null;
}
