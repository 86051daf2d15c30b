import { addMark, EMPTY_PAGE, isBlankPage, samePage, type Mark, type PageState } from "./page-state.ts";
import type { MarkOperation, Operation, RestoreOperation } from "./operation.ts";

/** The drawing as a replay of its log. The same operations in the same order always give the same page. */
export class DrawingHistory {
  #done: Mark[] = [];
  #undone: Mark[] = [];
  readonly #seen = new Set<string>();
  /** All there was, in order, but marks. */
  readonly #log: Operation[] = [];
  #lastId: string | null = null;
  /** Of all that is done; null when it must be found anew. */
  #page: PageState | null = null;

  static replay(operations: Iterable<Operation>): DrawingHistory {
    const history = new DrawingHistory();
    for (const operation of operations) history.apply(operation);
    return history;
  }

  has(id: string): boolean {
    return this.#seen.has(id);
  }

  /** The newest operation that changed the page. */
  get lastId(): string | null {
    return this.#lastId;
  }

  get canUndo(): boolean {
    return this.#done.length > 0;
  }

  get canRedo(): boolean {
    return this.#undone.length > 0;
  }

  get isBlank(): boolean {
    return isBlankPage(this.page);
  }

  /** What is on the page. Its lists are the history's own, and grow with it. */
  get page(): PageState {
    this.#page ??= this.#done.reduce(addMark, EMPTY_PAGE());
    return this.#page;
  }

  /** False when it changes nothing on the page. */
  apply(operation: Operation): boolean {
    if (this.#seen.has(operation.id)) return false;
    this.#seen.add(operation.id);
    if (operation.op === "mark") return false;
    const isChanged = this.#do(operation);
    this.#log.push(operation);
    if (isChanged) this.#lastId = operation.id;
    return isChanged;
  }

  #do(operation: Exclude<Operation, MarkOperation>): boolean {
    switch (operation.op) {
      case "bytes":
        return false;
      case "undo":
        return this.#move(this.#done, this.#undone);
      case "redo":
        return this.#move(this.#undone, this.#done);
      case "clear":
        return (
          this.#clear(operation.layer ?? null) && this.#add({ kind: "clear", layer: operation.layer ?? null })
        );
      case "stroke":
      case "fill":
        return this.#add({ kind: "ink", items: [operation] }, operation.op === "stroke" && operation.joins);
      case "image":
        return this.#add({ kind: "image", image: operation });
      case "set":
        return this.#add({ kind: "set", changes: [operation] }, operation.joins);
      case "restore":
        return this.#restore(operation);
    }
  }

  /** False when the page looks like that already, or when `after` is of no log that is known here. */
  #restore({ after, growing }: RestoreOperation): boolean {
    const end = after === null ? -1 : this.#log.findIndex(({ id }) => id === after);
    if (after !== null && end < 0) return false;
    const before = DrawingHistory.replay(this.#log.slice(0, end + 1));
    if (growing) before.apply(growing);
    if (samePage(before.page, this.page)) return false;
    return this.#add({ kind: "restore", page: before.page });
  }

  #clear(layer: number | null): boolean {
    return layer === null ? !this.isBlank : (this.page.ink[layer]?.items.length ?? 0) > 0;
  }

  #add(mark: Mark, joins: true | boolean = false): boolean {
    this.#undone = [];
    const last = this.#done.at(-1);
    if (joins && last?.kind === "ink" && mark.kind === "ink") last.items.push(...mark.items);
    else if (joins && last?.kind === "set" && mark.kind === "set") last.changes.push(...mark.changes);
    else this.#done.push(mark);
    if (this.#page) this.#page = addMark(this.#page, mark);
    return true;
  }

  #move(from: Mark[], to: Mark[]): boolean {
    const mark = from.pop();
    if (!mark) return false;
    to.push(mark);
    this.#page = null;
    return true;
  }
}
