/** Both sides of the page in its own coordinates, whatever its size on a screen. */
export const PAGE_SIDE = 1024;
