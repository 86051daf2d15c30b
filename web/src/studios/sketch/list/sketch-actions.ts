import type { SketchView } from "@llamasketch/contract";
import type { QueryClient } from "@tanstack/react-query";
import { ApiFailure, describeFailure, failureText } from "../../../api/api-failure.ts";
import { deleteSketch, duplicateSketch, renameSketch, restoreSketch } from "../../../api/sketches.ts";
import { asPerson } from "../../../credits/door.ts";
import { copyText } from "../../../ui/browser-gifts.ts";
import { toast, toasts } from "../../../ui/toasts.ts";
import { absoluteTime } from "../../../ui/relative-time.ts";
import { withoutSketch, withSketch, type SketchPages } from "./sketch-pages.ts";
import { words } from "./words.ts";

/** Of every list of sketches that is loaded, whatever was searched for. */
export const SKETCHES = "sketches";

/** What can be done with a sketch in the list. The page shows it at once; when the server would not, it takes it back. */
export class SketchActions {
  readonly #queries: QueryClient;
  /** Where the focus goes when the list has changed. */
  readonly #focus: (id: string) => void;
  #lastDeletion: (() => void) | null = null;

  constructor(queries: QueryClient, focus: (id: string) => void) {
    this.#queries = queries;
    this.#focus = focus;
  }

  async rename(sketch: SketchView, title: string): Promise<void> {
    this.#edit((pages) => withSketch(pages, { ...sketch, title }));
    try {
      const renamed = await renameSketch(sketch.id, title);
      this.#edit((pages) => withSketch(pages, renamed));
    } catch (error) {
      this.#edit((pages) => withSketch(pages, sketch));
      fail(error, (reason) => words.renameFailed(sketch.title, reason));
    }
  }

  async delete(sketch: SketchView): Promise<void> {
    await this.#queries.cancelQueries({ queryKey: [SKETCHES] });
    this.#edit((pages) => withoutSketch(pages, sketch.id));
    const deleted = deleteSketch(sketch.id);
    let isTakenBack = false;
    const undo = (): void => {
      if (isTakenBack) return;
      isTakenBack = true;
      this.#lastDeletion = null;
      takeToastBack();
      void this.#restore(sketch, deleted);
    };
    const takeToastBack = toast({
      text: deletedText(sketch),
      action: { label: words.undo, name: words.undoOf(sketch.title), run: undo },
    });
    this.#lastDeletion = undo;
    try {
      await deleted;
    } catch (error) {
      // Another device was first.
      if (error instanceof ApiFailure && error.detail.status === 404) return;
      takeToastBack();
      if (this.#lastDeletion === undo) this.#lastDeletion = null;
      if (isTakenBack) return;
      isTakenBack = true;
      this.#edit((pages) => withSketch(pages, sketch));
      fail(error, (reason) => words.deleteFailed(sketch.title, reason));
    }
  }

  /** False when there is nothing to take back. */
  undoDelete(): boolean {
    if (!this.#lastDeletion) return false;
    this.#lastDeletion();
    return true;
  }

  async duplicate(sketch: SketchView): Promise<void> {
    try {
      const copy = await asPerson(() => duplicateSketch(sketch.id));
      this.#edit((pages) => withSketch(pages, copy));
      toast({ text: words.duplicated(sketch.title) });
      this.#focus(copy.id);
    } catch (error) {
      fail(error, (reason) => words.duplicateFailed(sketch.title, reason));
    }
  }

  async copyLink(sketch: SketchView): Promise<void> {
    const isCopied = await copyText(new URL(`/s/${sketch.id}`, location.href).href);
    toast(isCopied ? { text: words.linkCopied } : { text: words.linkFailed, tone: "bad" });
  }

  async #restore(sketch: SketchView, deleted: Promise<void>): Promise<void> {
    await deleted.catch(() => undefined);
    try {
      const restored = await restoreSketch(sketch.id);
      this.#edit((pages) => withSketch(pages, restored));
      toast({ text: words.restored(restored.title) });
      this.#focus(restored.id);
    } catch (error) {
      fail(error, (reason) => words.restoreFailed(sketch.title, reason));
    }
  }

  #edit(change: (pages: SketchPages) => SketchPages): void {
    this.#queries.setQueriesData<SketchPages>({ queryKey: [SKETCHES] }, (pages) => pages && change(pages));
  }
}

/** Two of one name are told apart by when they were drawn. */
function deletedText({ title, updatedAt }: SketchView): string {
  const text = words.deleted(title);
  const isSaid = toasts.get().list.some((each) => each.text === text);
  return isSaid ? words.deletedOf(title, absoluteTime(Date.parse(updatedAt))) : text;
}

function fail(error: unknown, text: (reason: string) => string): void {
  const { requestId } = describeFailure(error);
  toast({ text: text(failureText(error)), tone: "bad", requestId });
}
