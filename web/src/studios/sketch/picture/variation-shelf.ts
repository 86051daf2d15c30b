import type { PictureHeader } from "@llamasketch/contract";
import { Store } from "../../../ui/store.ts";

export interface Variation {
  /** 1 to 4. */
  number: number;
  image: Blob;
  url: string;
}

interface Shelf {
  /** By number. */
  items: readonly Variation[];
}

/** The variations of the canvas on screen. They go when the hand moves. */
export class VariationShelf {
  readonly store = new Store<Shelf>({ items: [] });
  #epoch = 0;
  #version = 0;

  add(header: PictureHeader, image: Uint8Array): void {
    const { epoch, version, variation: number } = header;
    if (number === undefined || this.#isOlder(epoch, version)) return;
    if (epoch !== this.#epoch || version !== this.#version) this.clear();
    this.#epoch = epoch;
    this.#version = version;
    const blob = new Blob([new Uint8Array(image)], { type: `image/${header.format}` });
    const before = this.store.get().items.find((item) => item.number === number);
    if (before) URL.revokeObjectURL(before.url);
    const others = this.store.get().items.filter((item) => item !== before);
    const items = [...others, { number, image: blob, url: URL.createObjectURL(blob) }];
    this.store.set({ items: items.toSorted((a, b) => a.number - b.number) });
  }

  /** A picture of (`epoch`, `version`) is on screen: variations of an older canvas go. */
  pictureCame(epoch: number, version: number): void {
    if (epoch > this.#epoch || (epoch === this.#epoch && version > this.#version)) this.clear();
  }

  clear(): void {
    const { items } = this.store.get();
    if (!items.length) return;
    for (const item of items) URL.revokeObjectURL(item.url);
    this.store.set({ items: [] });
  }

  #isOlder(epoch: number, version: number): boolean {
    return epoch < this.#epoch || (epoch === this.#epoch && version < this.#version);
  }
}
