import type { PictureView } from "@llamasketch/contract";
import { describeFailure, type FailureDetail } from "../../../api/api-failure.ts";
import { deletePicture, listPictures, pinPicture } from "../../../api/pictures.ts";
import { Store } from "../../../ui/store.ts";
import { merged, neighbour, refreshed } from "./timeline.ts";

export interface HistoryState {
  /** Newest first. */
  pictures: readonly PictureView[];
  /** Older ones can be loaded. */
  hasMore: boolean;
  isLoading: boolean;
  isPinnedOnly: boolean;
  failure: FailureDetail | null;
}

interface Parts {
  sketchId: string;
  /** What is looked at instead of the newest picture; null is now. */
  viewed(): PictureView | null;
  view(picture: PictureView | null): void;
  /** What was asked of a picture was not done. */
  failed(what: "pin" | "remove", failure: FailureDetail): void;
}

/** A picture is kept a moment after it was shown; several of one pause are read at once. */
const REFRESH_MS = 400;
/** What could not be read again is tried by itself: nothing that is shown is missing. */
const REFRESH_AGAIN_MS = 3000;
/** This close to the last one known, the next page is read. */
const AHEAD = 24;

/** The pictures kept of one sketch, as far as they were looked at. */
export class History {
  readonly store = new Store<HistoryState>({
    pictures: [],
    hasMore: true,
    isLoading: false,
    isPinnedOnly: false,
    failure: null,
  });
  readonly #parts: Parts;
  #stop = new AbortController();
  #cursor: string | null = null;
  #timer = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  start(): void {
    void this.loadMore();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#stop.abort();
  }

  /** A picture was kept. */
  kept(): void {
    this.#refreshIn(REFRESH_MS);
  }

  #refreshIn(delayMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.#refresh(), delayMs);
  }

  /** Reads one more page of older ones. */
  async loadMore(): Promise<void> {
    const { hasMore, isLoading } = this.store.get();
    if (!hasMore || isLoading) return;
    this.store.set({ isLoading: true });
    await this.#read(this.#cursor, (page, nextCursor) => {
      this.#cursor = nextCursor;
      this.store.set({ pictures: merged(this.store.get().pictures, page), hasMore: nextCursor !== null });
    });
    this.store.set({ isLoading: false });
  }

  /** The one at place `index` is about to be seen. */
  near(index: number): void {
    // What failed is tried again by a person, not by every look.
    if (this.store.get().failure) return;
    if (index + AHEAD >= this.store.get().pictures.length) void this.loadMore();
  }

  showPinned(isPinnedOnly: boolean): void {
    if (isPinnedOnly === this.store.get().isPinnedOnly) return;
    this.#stop.abort();
    this.#stop = new AbortController();
    this.#cursor = null;
    this.store.set({ pictures: [], hasMore: true, isLoading: false, isPinnedOnly, failure: null });
    void this.loadMore();
  }

  step(step: 1 | -1): void {
    const { pictures } = this.store.get();
    const next = neighbour(pictures, this.#parts.viewed()?.id ?? null, step);
    this.#parts.view(next);
    if (next) this.near(pictures.indexOf(next));
  }

  /** What pinning is about now: the picture looked at, else the newest that is no variation. */
  shown(): PictureView | null {
    const { pictures } = this.store.get();
    return this.#parts.viewed() ?? pictures.find(({ kind }) => kind !== "variation") ?? null;
  }

  async pin(picture: PictureView): Promise<void> {
    try {
      const changed = await pinPicture(picture.id, picture.pinnedAt === null);
      if (this.#parts.viewed()?.id === changed.id) this.#parts.view(changed);
      const { pictures, isPinnedOnly } = this.store.get();
      const list =
        isPinnedOnly && !changed.pinnedAt
          ? pictures.filter(({ id }) => id !== changed.id)
          : merged(pictures, [changed]);
      this.store.set({ pictures: list });
    } catch (error) {
      this.#parts.failed("pin", describeFailure(error));
    }
  }

  async remove(picture: PictureView): Promise<void> {
    try {
      await deletePicture(picture.id);
    } catch (error) {
      const failure = describeFailure(error);
      // Gone already: deleted on another device.
      if (failure.status !== 404) return this.#parts.failed("remove", failure);
    }
    const { pictures } = this.store.get();
    if (this.#parts.viewed()?.id === picture.id) this.#parts.view(neighbour(pictures, picture.id, -1));
    const left = pictures.filter(({ id }) => id !== picture.id);
    this.store.set({ pictures: left });
    if (this.#parts.viewed()?.id === picture.id) this.#parts.view(null);
  }

  retry(): void {
    this.store.set({ failure: null });
    void this.loadMore();
  }

  async #refresh(): Promise<void> {
    await this.#read(null, (page, nextCursor) => {
      const { pictures } = this.store.get();
      const isGap = nextCursor !== null && (pictures[0]?.id ?? "") < (page.at(-1)?.id ?? "");
      if (isGap) {
        // More came than a page holds: from its end on, all are read again.
        this.#cursor = nextCursor;
        this.store.set({ pictures: page, hasMore: true });
      } else {
        this.store.set({ pictures: refreshed(pictures, page, nextCursor === null) });
      }
      const viewed = this.#parts.viewed();
      // It may have become sharper.
      const again = viewed && page.find(({ id }) => id === viewed.id);
      if (again && again.url !== viewed.url) this.#parts.view(again);
    });
  }

  async #read(
    cursor: string | null,
    use: (page: PictureView[], nextCursor: string | null) => void,
  ): Promise<void> {
    const { signal } = this.#stop;
    const { isPinnedOnly } = this.store.get();
    try {
      const page = await listPictures(this.#parts.sketchId, { cursor, isPinned: isPinnedOnly }, signal);
      if (signal.aborted) return;
      use(page.pictures, page.nextCursor);
      this.store.set({ failure: null });
    } catch (error) {
      if (signal.aborted) return;
      if (this.store.get().pictures.length > 0 && cursor === null) this.#refreshIn(REFRESH_AGAIN_MS);
      else this.store.set({ failure: describeFailure(error) });
    }
  }
}
