import type { SketchList, SketchView } from "@llamasketch/contract";
import type { InfiniteData } from "@tanstack/react-query";

/** The list as far as it is loaded, newest first: ids are ordered by time. */
export type SketchPages = InfiniteData<SketchList, string | null>;

export function withoutSketch(data: SketchPages, id: string): SketchPages {
  return inPages(data, (sketches) => sketches.filter((each) => each.id !== id));
}

/** With the sketch as it is now, in its place; one that is older than all that is loaded comes with the next page. */
export function withSketch(data: SketchPages, sketch: SketchView): SketchPages {
  const known = data.pages.some(({ sketches }) => sketches.some(({ id }) => id === sketch.id));
  if (known)
    return inPages(data, (sketches) => sketches.map((each) => (each.id === sketch.id ? sketch : each)));
  const at = data.pages.findIndex(
    ({ sketches, nextCursor }) => nextCursor === null || (sketches.at(-1)?.id ?? "") < sketch.id,
  );
  const pages = data.pages.map((page, index) =>
    index === at ? { ...page, sketches: [...page.sketches, sketch].toSorted(newestFirst) } : page,
  );
  return { ...data, pages };
}

const newestFirst = (a: SketchView, b: SketchView): number => (a.id < b.id ? 1 : -1);

const inPages = (data: SketchPages, change: (sketches: SketchView[]) => SketchView[]): SketchPages => ({
  ...data,
  pages: data.pages.map((page) => ({ ...page, sketches: change(page.sketches) })),
});
