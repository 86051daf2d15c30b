/** A cover is a small picture for a grid: shown at 320 px on a screen of double density it is sharp enough. */
export const COVER_SIDE_MAX_PX = 512;
export const COVER_MAX_BYTES = 32 * 1024;
