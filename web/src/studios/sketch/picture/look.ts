/** How the picture is looked at. */
export interface Look {
  /** The drawing stands in the picture's place, while a key or a finger holds it there. */
  isComparing: boolean;
  /** How strongly the drawing lies over the picture, 0 to 1; null: not at all. */
  overlay: number | null;
  isFull: boolean;
}

export const FIRST_LOOK: Look = { isComparing: false, overlay: null, isFull: false };
/** Strong enough to see both. */
export const FIRST_OVERLAY = 0.5;

/** How strongly the drawing is seen above the picture, 0 to 1. */
export const drawingOpacity = ({ isComparing, overlay }: Look): number => (isComparing ? 1 : (overlay ?? 0));
