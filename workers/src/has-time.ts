/** False when the next part of some work is left to the next minute. */
export type HasTime = () => boolean;
export const always: HasTime = () => true;
