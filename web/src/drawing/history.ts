import type { Operation, StrokeOperation } from "./operation.ts";

/** One movement of the hand, or a cleared page: what one undo takes back. */
type Mark = { kind: "ink"; strokes: StrokeOperation[] } | { kind: "clear" };

/** What an operation did to the page: nothing, one more stroke on top, or everything has to be painted again. */
export type Change = "nothing" | "added" | "repaint";

/** The drawing as a replay of its log. The same operations in the same order always give the same page. */
export class DrawingHistory {
  #done: Mark[] = [];
  #undone: Mark[] = [];
  readonly #seen = new Set<string>();
  #lastId: string | null = null;

  static replay(operations: Iterable<Operation>): DrawingHistory {
    const history = new DrawingHistory();
    for (const operation of operations) history.apply(operation);
    return history;
  }

  has(id: string): boolean {
    return this.#seen.has(id);
  }

  /** The newest operation that may have changed the page. */
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
    return this.#done.at(-1)?.kind !== "ink";
  }

  apply(operation: Operation): Change {
    if (this.#seen.has(operation.id)) return "nothing";
    this.#seen.add(operation.id);
    if (operation.op === "mark") return "nothing";
    this.#lastId = operation.id;
    switch (operation.op) {
      case "stroke":
        return this.#addStroke(operation);
      case "clear":
        if (this.isBlank) return "nothing";
        this.#done.push({ kind: "clear" });
        this.#undone = [];
        return "repaint";
      case "undo":
        return move(this.#done, this.#undone);
      case "redo":
        return move(this.#undone, this.#done);
    }
  }

  /** The strokes on the page, in the order they are painted. */
  visibleStrokes(): StrokeOperation[] {
    const cleared = this.#done.findLastIndex((mark) => mark.kind === "clear");
    return this.#done.slice(cleared + 1).flatMap((mark) => (mark.kind === "ink" ? mark.strokes : []));
  }

  #addStroke(stroke: StrokeOperation): Change {
    this.#undone = [];
    const last = this.#done.at(-1);
    if (stroke.joins && last?.kind === "ink") last.strokes.push(stroke);
    else this.#done.push({ kind: "ink", strokes: [stroke] });
    return "added";
  }
}

function move(from: Mark[], to: Mark[]): Change {
  const mark = from.pop();
  if (!mark) return "nothing";
  to.push(mark);
  return "repaint";
}
