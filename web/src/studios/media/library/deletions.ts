/** Deletions that can still be taken back: they are sent when their time is up, or when the page goes. */
import { cutText } from "@llamasketch/contract";
import { ApiFailure, describeFailure, failureText } from "../../../api/api-failure.ts";
import { deleteCreation, type Creation } from "../../../api/creations.ts";
import { Store } from "../../../ui/store.ts";
import { toast } from "../../../ui/toasts.ts";
import { nameOf } from "./name-of.ts";
import { words } from "./words.ts";

const UNDO_MS = 10_000;
/** Of a prompt: enough to know it by. */
const NAME_MAX_CHARS = 60;

interface Pending {
  send(isLast: boolean): void;
  undo(): void;
}

export class Deletions {
  /** What the page shows no more: going, or gone. */
  readonly hidden = new Store<{ ids: ReadonlySet<string> }>({ ids: new Set() });
  readonly #pending = new Set<Pending>();

  constructor() {
    addEventListener("pagehide", () => {
      for (const each of Array.from(this.#pending)) each.send(true);
    });
  }

  delete(creations: readonly Creation[]): void {
    const [first, ...more] = creations;
    if (!first) return;
    const ids = creations.map(({ id }) => id);
    const name = cutText(nameOf(first), NAME_MAX_CHARS);
    this.#hide(ids);
    const end = (): void => {
      clearTimeout(timer);
      this.#pending.delete(pending);
      takeToastBack();
    };
    const pending: Pending = {
      send: (isLast) => {
        end();
        void this.#send(ids, isLast);
      },
      undo: () => {
        end();
        this.#show(ids);
      },
    };
    const timer = setTimeout(() => pending.send(false), UNDO_MS);
    const takeToastBack = toast({
      text: words.deleted(name, more.length),
      action: { label: words.undo, name: words.undoOf(name, more.length), run: pending.undo },
      forMs: UNDO_MS,
    });
    this.#pending.add(pending);
  }

  /** Takes the last one back; false when there is none. */
  undoLast(): boolean {
    const last = [...this.#pending].at(-1);
    last?.undo();
    return last !== undefined;
  }

  async #send(ids: readonly string[], isLast: boolean): Promise<void> {
    const failed: string[] = [];
    let why: unknown = null;
    await Promise.all(
      ids.map((id) =>
        deleteCreation(id, isLast).catch((error: unknown) => {
          // Another device was first.
          if (error instanceof ApiFailure && error.detail.status === 404) return;
          failed.push(id);
          why = error;
        }),
      ),
    );
    if (failed.length === 0) return;
    this.#show(failed);
    const { requestId } = describeFailure(why);
    toast({ text: words.deleteFailed(failed.length, failureText(why)), tone: "bad", requestId });
  }

  #hide(ids: readonly string[]): void {
    this.hidden.set({ ids: new Set([...this.hidden.get().ids, ...ids]) });
  }

  #show(ids: readonly string[]): void {
    const back = new Set(ids);
    this.hidden.set({ ids: new Set([...this.hidden.get().ids].filter((id) => !back.has(id))) });
  }
}

/** One for all visits of the page: what was deleted before it was left is sent all the same. */
export const deletions = new Deletions();
