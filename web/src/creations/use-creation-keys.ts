import { useEffect, useState } from "react";
import type { Creation } from "../api/creations.ts";
import { gridMove } from "../library/grid-move.ts";
import { useShortcuts } from "../page/use-shortcuts.ts";
import { deletions } from "./deletions.ts";
import type { Selection } from "./selection.ts";

interface Parts {
  creations: readonly Creation[];
  columns: number;
  selection: Selection;
  choose: (id: string, isRange: boolean) => void;
  remove: (ids: readonly string[]) => void;
  /** Brings a place onto the screen. */
  show: (at: number) => void;
}

/** Tab comes to one of the grid, arrows go on from there; Space chooses it, with Shift all up to it. */
export function useCreationKeys({ creations, columns, selection, choose, remove, show }: Parts) {
  const [lastId, setCurrentId] = useState<string | null>(null);
  const [pendingId, setPendingId] = useState<string | null>(null);
  // A second press may come before the focus has followed the first.
  const at = Math.max(
    0,
    creations.findIndex(({ id }) => id === (pendingId ?? lastId)),
  );
  const current = creations[at];

  // Where the focus is wanted may have to be scrolled to and put on the page first.
  useEffect(() => {
    if (!pendingId) return;
    const place = creations.findIndex(({ id }) => id === pendingId);
    if (place < 0) return;
    show(place);
    let request = requestAnimationFrame(function look() {
      const button = document.querySelector<HTMLElement>(`[data-creation="${CSS.escape(pendingId)}"]`);
      if (!button) return void (request = requestAnimationFrame(look));
      button.focus();
      setPendingId(null);
    });
    return () => cancelAnimationFrame(request);
  }, [pendingId, creations]);

  const focusedId = (): string | undefined =>
    document.activeElement?.closest<HTMLElement>("[data-place]")?.dataset.place;
  useShortcuts({
    open: () => false,
    move: ({ key }) => {
      if (!current) return false;
      const isInside = focusedId() !== undefined;
      // Elsewhere on the page arrows scroll.
      if (!isInside && document.activeElement !== document.body && document.activeElement?.id !== "main")
        return false;
      const next = creations[isInside ? gridMove(at, key, columns, creations.length) : at];
      if (next) setPendingId(next.id);
    },
    choose: ({ shiftKey }) => {
      const id = focusedId();
      // A box is turned by its own Space.
      if (id === undefined || document.activeElement instanceof HTMLInputElement) return false;
      choose(id, shiftKey);
    },
    delete: () => {
      const id = focusedId();
      const ids = selection.ids.size > 0 ? [...selection.ids] : id === undefined ? [] : [id];
      if (ids.length === 0) return false;
      const neighbour = creations.slice(at).find((one) => !ids.includes(one.id)) ?? creations[at - 1];
      if (neighbour && !ids.includes(neighbour.id)) setPendingId(neighbour.id);
      remove(ids);
    },
    undelete: () => deletions.undoLast(),
  });
  return { currentId: current?.id ?? null, setCurrentId };
}
