import { useMemo } from "react";
import type { Creation } from "../../../api/creations.ts";
import { useGridFocus } from "../../../ui/grid/use-grid-focus.ts";
import { useShortcuts } from "../../../app/use-shortcuts.ts";
import { deletions } from "./deletions.ts";
import type { Selection } from "./selection.ts";

interface Parts {
  creations: readonly Creation[];
  columns: number;
  selection: Selection;
  open: (id: string) => void;
  choose: (id: string, isRange: boolean) => void;
  remove: (ids: readonly string[]) => void;
  /** Brings a place onto the screen. */
  show: (at: number) => void;
}

/** Arrows move, Enter opens as a button does, Space chooses, with Shift all up to it. */
export function useCreationKeys({ creations, columns, selection, open, choose, remove, show }: Parts) {
  const ids = useMemo(() => creations.map(({ id }) => id), [creations]);
  const focus = useGridFocus({ ids, columns, show, elementOf: buttonOf });
  const { at, keyId, pendingId, focusOn } = focus;

  useShortcuts({
    open: () => {
      if (pendingId === null) return false;
      open(pendingId);
    },
    move: ({ key }) => focus.move(key),
    choose: ({ shiftKey }) => {
      const id = keyId();
      // A box is turned by its own Space.
      if (id === undefined || document.activeElement instanceof HTMLInputElement) return false;
      choose(id, shiftKey);
    },
    delete: () => {
      const id = keyId();
      const going = selection.ids.size > 0 ? [...selection.ids] : id === undefined ? [] : [id];
      if (going.length === 0) return false;
      const neighbour = creations.slice(at).find((one) => !going.includes(one.id)) ?? creations[at - 1];
      if (neighbour && !going.includes(neighbour.id)) focusOn(neighbour.id);
      remove(going);
    },
    undelete: () => deletions.undoLast(),
  });
  return focus;
}

const buttonOf = (id: string): HTMLElement | null =>
  document.querySelector<HTMLElement>(`[data-creation="${CSS.escape(id)}"]`);
