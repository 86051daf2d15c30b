import type { SketchView } from "@llamasketch/contract";
import { useMemo } from "react";
import { useShortcuts } from "../../../app/use-shortcuts.ts";
import type { SketchActions } from "./sketch-actions.ts";
import { useGridFocus } from "../../../ui/grid/use-grid-focus.ts";

interface Parts {
  sketches: readonly SketchView[];
  columns: number;
  actions: SketchActions;
  isStill: boolean;
  /** Brings a place onto the screen. */
  show: (at: number) => void;
  open: (id: string) => void;
  rename: (id: string) => void;
  wantedId: string | null;
  focused: () => void;
}

/** Arrows move, Enter opens as a link does, F2 renames, Delete deletes. */
export function useGridKeys({ sketches, open, actions, isStill, rename, ...rest }: Parts) {
  const ids = useMemo(() => sketches.map(({ id }) => id), [sketches]);
  const focus = useGridFocus({ ...rest, ids, elementOf: linkOf });
  const { at, keyId, pendingId, focusOn } = focus;

  function remove(sketch: SketchView): void {
    const neighbour = sketches[at + 1] ?? sketches[at - 1];
    if (neighbour) focusOn(neighbour.id);
    void actions.delete(sketch);
  }
  const withFocused = (act: (sketch: SketchView) => void) => () => {
    const id = keyId();
    const sketch = sketches.find((each) => each.id === id);
    if (!sketch || isStill) return false;
    act(sketch);
  };
  useShortcuts({
    open: () => {
      if (pendingId === null) return false;
      open(pendingId);
    },
    move: ({ key }) => focus.move(key),
    rename: withFocused(({ id }) => rename(id)),
    delete: withFocused(remove),
    undelete: () => actions.undoDelete(),
  });
  return focus;
}

const linkOf = (id: string): HTMLElement | null =>
  document.querySelector<HTMLElement>(`[data-sketch="${CSS.escape(id)}"]`);
