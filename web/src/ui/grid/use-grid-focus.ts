import { useEffect, useRef, useState, type FocusEvent } from "react";
import { gridMove } from "./grid-move.ts";

interface Parts {
  /** Of all places, in their order. */
  ids: readonly string[];
  columns: number;
  /** Brings a place onto the screen. */
  show: (at: number) => void;
  /** What takes the focus of a place, if that is on the page now. */
  elementOf: (id: string) => HTMLElement | null;
  /** A place that somebody else wants the focus on, and who is told when it is there. */
  wantedId?: string | null;
  focused?: () => void;
}

/**
 * The focus in a grid of which only a part is on the page: Tab comes to one place, arrows go on from there. A key means the
 * place it is moving to, though the focus may still have to follow; when the grid changes under it, it stays with its place, or
 * with the one that comes after.
 */
export function useGridFocus({ ids, columns, show, elementOf, wantedId = null, focused }: Parts) {
  const [lastId, setLastId] = useState<string | null>(null);
  const [askedId, setAskedId] = useState<string | null>(null);
  const lastAt = useRef(0);
  const isInside = useRef(false);
  const pendingId = askedId !== null && ids.includes(askedId) ? askedId : null;
  const here = ids.indexOf(pendingId ?? lastId ?? "");
  const at = here >= 0 ? here : Math.max(0, Math.min(lastAt.current, ids.length - 1));
  const nextId = wantedId ?? pendingId;

  // Where the focus is wanted may have to be scrolled to and put on the page first.
  useEffect(() => {
    if (!nextId) return;
    const place = ids.indexOf(nextId);
    if (place < 0) return;
    show(place);
    let request = requestAnimationFrame(function look() {
      const element = elementOf(nextId);
      if (!element) return void (request = requestAnimationFrame(look));
      element.focus();
      setAskedId(null);
      focused?.();
    });
    return () => cancelAnimationFrame(request);
  }, [nextId, ids]);

  // What had the focus is gone: it was deleted elsewhere, or is not found any more.
  useEffect(() => {
    if (here >= 0) lastAt.current = here;
    else if (lastId !== null && isInside.current && document.activeElement === document.body)
      setAskedId(ids[at] ?? null);
  }, [ids, here, at, lastId]);

  // A touch beside the grid leaves it.
  useEffect(() => {
    const leave = ({ target }: PointerEvent): void => {
      if (!(target instanceof Element && target.closest("[data-place]"))) isInside.current = false;
    };
    document.addEventListener("pointerdown", leave, { capture: true });
    return () => document.removeEventListener("pointerdown", leave, { capture: true });
  }, []);

  /** Where keys go: what is being moved to, or has the focus. */
  function keyId(): string | undefined {
    if (pendingId !== null) return pendingId;
    const place = document.activeElement?.closest<HTMLElement>("[data-place]")?.dataset.place;
    if (place !== undefined) return ids.includes(place) ? place : undefined;
    // Its place was scrolled off the page, and took the focus with it.
    return isInside.current && document.activeElement === document.body ? ids[at] : undefined;
  }
  return {
    at,
    currentId: ids[at] ?? null,
    pendingId,
    keyId,
    focusOn: setAskedId,
    /** False where arrows scroll. */
    move(key: string): boolean {
      const isGridKey = keyId() !== undefined;
      const { activeElement } = document;
      if (!isGridKey && activeElement !== document.body && activeElement?.id !== "main") return false;
      const next = ids[isGridKey ? gridMove(at, key, columns, ids.length) : at];
      if (next === undefined) return false;
      setAskedId(next);
      return true;
    },
    grid: {
      onFocus({ target }: FocusEvent): void {
        const id = target.closest<HTMLElement>("[data-place]")?.dataset.place;
        if (id === undefined) return;
        isInside.current = true;
        setLastId(id);
      },
      onBlur({ relatedTarget }: FocusEvent<HTMLElement>): void {
        if (relatedTarget instanceof Element && !relatedTarget.closest("[data-place]"))
          isInside.current = false;
      },
    },
  };
}
