import type { PictureView } from "@llamasketch/contract";

/** `known` with what a page of the list says, newest first, each once. Ids order pictures by the time they were first kept. */
export function merged(known: readonly PictureView[], page: readonly PictureView[]): PictureView[] {
  const byId = new Map(known.map((picture) => [picture.id, picture]));
  for (const picture of page) byId.set(picture.id, picture);
  return [...byId.values()].toSorted((a, b) => (a.id < b.id ? 1 : -1));
}

/**
 * The newest page, read again, in place of what was known of that stretch: what is newer than its end and not in it is gone.
 * `isWhole`: nothing is older than the page.
 */
export function refreshed(
  known: readonly PictureView[],
  page: readonly PictureView[],
  isWhole: boolean,
): PictureView[] {
  const end = page.at(-1)?.id ?? "";
  const older = isWhole ? [] : known.filter((picture) => picture.id < end);
  return merged(older, page);
}

/** The neighbour of `id` that is `step` pictures newer (or, below 0, older); null is now, newer than all. */
export function neighbour(
  pictures: readonly PictureView[],
  id: string | null,
  step: 1 | -1,
): PictureView | null {
  const at = id === null ? -1 : pictures.findIndex((picture) => picture.id === id);
  const next = Math.min(pictures.length - 1, at - step);
  return next < 0 ? null : (pictures[next] ?? null);
}
