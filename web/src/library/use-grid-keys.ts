import type { SketchView } from "@llamasketch/contract";
import { useEffect, useState } from "react";
import { useShortcuts } from "../page/use-shortcuts.ts";
import { gridMove } from "./grid-move.ts";
import type { SketchActions } from "./sketch-actions.ts";

interface Parts {
  sketches: readonly SketchView[];
  columns: number;
  actions: SketchActions;
  isStill: boolean;
  /** Brings a place onto the screen. */
  show: (at: number) => void;
  rename: (id: string) => void;
  wantedId: string | null;
  focused: () => void;
}

/** Tab comes to one sketch of the grid, arrows go on from there; Enter opens as a link does. */
export function useGridKeys({ sketches, columns, actions, isStill, show, rename, wantedId, focused }: Parts) {
  const [lastId, setCurrentId] = useState<string | null>(null);
  const at = Math.max(
    0,
    sketches.findIndex(({ id }) => id === lastId),
  );
  const current = sketches[at];
  const [pendingId, setPendingId] = useState<string | null>(null);
  const nextId = wantedId ?? pendingId;

  // Where the focus is wanted may have to be scrolled to and put on the page first.
  useEffect(() => {
    if (!nextId) return;
    const place = sketches.findIndex(({ id }) => id === nextId);
    if (place < 0) return;
    show(place);
    let request = requestAnimationFrame(function look() {
      const link = linkOf(nextId);
      if (!link) return void (request = requestAnimationFrame(look));
      link.focus();
      setPendingId(null);
      focused();
    });
    return () => cancelAnimationFrame(request);
  }, [nextId, sketches]);

  function remove(sketch: SketchView): void {
    const neighbour = sketches[at + 1] ?? sketches[at - 1];
    if (neighbour) setPendingId(neighbour.id);
    void actions.delete(sketch);
  }
  /** The focused sketch, if the focus is in the grid. */
  const focusedSketch = (): SketchView | undefined => {
    const place = document.activeElement?.closest<HTMLElement>("[data-place]")?.dataset.place;
    return sketches.find(({ id }) => id === place);
  };
  const withFocused = (act: (sketch: SketchView) => void) => () => {
    const sketch = focusedSketch();
    if (!sketch || isStill) return false;
    act(sketch);
  };
  useShortcuts({
    open: () => false,
    move: ({ key }) => {
      if (!current) return false;
      const isInside = focusedSketch() !== undefined;
      // Elsewhere on the page arrows scroll.
      if (!isInside && document.activeElement !== document.body && document.activeElement?.id !== "main")
        return false;
      const next = sketches[isInside ? gridMove(at, key, columns, sketches.length) : at];
      if (next) setPendingId(next.id);
    },
    rename: withFocused(({ id }) => rename(id)),
    delete: withFocused(remove),
    undelete: () => actions.undoDelete(),
  });
  return { currentId: current?.id ?? null, setCurrentId, focusOn: setPendingId };
}

const linkOf = (id: string): HTMLElement | null =>
  document.querySelector<HTMLElement>(`[data-sketch="${CSS.escape(id)}"]`);
