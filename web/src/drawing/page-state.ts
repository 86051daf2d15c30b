import { INK_LAYERS, type ImageOperation, type InkItem, type SetOperation } from "./operation.ts";

/** What one undo takes back. */
export type Mark =
  | { kind: "ink"; items: InkItem[] }
  | { kind: "clear"; layer: number | null }
  | { kind: "image"; image: ImageOperation }
  | { kind: "set"; changes: SetOperation[] }
  | { kind: "restore"; page: PageState };

interface LayerLook {
  opacity: number;
  isHidden: boolean;
}
export interface InkLayerState extends LayerLook {
  items: InkItem[];
}
export interface ImageState extends LayerLook, Pick<ImageOperation, "id" | "place"> {}

/** What is on the page, from the bottom up: images in order, then the layers of ink. */
export interface PageState {
  images: readonly ImageState[];
  ink: readonly InkLayerState[];
}

export const inkTarget = (layer: number): string => `ink${layer}`;

export const EMPTY_PAGE = (): PageState => ({
  images: [],
  ink: INK_LAYERS.map(() => ({ items: [], opacity: 1, isHidden: false })),
});

export const isBlankPage = (page: PageState): boolean =>
  page.images.length === 0 && page.ink.every((layer) => layer.items.length === 0);

/** `page` after `mark`. Ink is added to the lists that are there; all else is a new page. */
export function addMark(page: PageState, mark: Mark): PageState {
  switch (mark.kind) {
    case "ink":
      for (const item of mark.items) page.ink[item.layer ?? 0]?.items.push(item);
      return page;
    case "clear":
      if (mark.layer === null) return EMPTY_PAGE();
      return {
        ...page,
        ink: page.ink.map((layer, at) => (at === mark.layer ? { ...layer, items: [] } : layer)),
      };
    case "image": {
      const { id, place, opacity } = mark.image;
      return { ...page, images: [...page.images, { id, place, opacity, isHidden: false }] };
    }
    case "set":
      return mark.changes.reduce(change, page);
    case "restore":
      // A copy: ink that follows is added to the lists of the page, not to those of the past.
      return { ...mark.page, ink: mark.page.ink.map((layer) => ({ ...layer, items: [...layer.items] })) };
  }
}

function change(page: PageState, { target, opacity, hidden, removed, place }: SetOperation): PageState {
  const look = {
    ...(opacity !== undefined && { opacity }),
    ...(hidden !== undefined && { isHidden: hidden }),
  };
  const images = page.images.flatMap((image) => {
    if (image.id !== target) return [image];
    return removed ? [] : [{ ...image, ...look, ...(place && { place }) }];
  });
  const ink = page.ink.map((layer, at) => (inkTarget(at) === target ? { ...layer, ...look } : layer));
  return { images, ink };
}

/** Two pages look the same. */
export function samePage(a: PageState, b: PageState): boolean {
  const looks = ({ images, ink }: PageState): string =>
    JSON.stringify([images, ink.map(({ opacity, isHidden }) => [opacity, isHidden])]);
  const isSameInk = a.ink.every((layer, at) => {
    const others = b.ink[at]?.items ?? [];
    return layer.items.length === others.length && layer.items.every((item, n) => item.id === others[n]?.id);
  });
  return isSameInk && looks(a) === looks(b);
}
