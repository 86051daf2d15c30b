import type { Place } from "../../../drawing/operation.ts";
import { carried, scaled, shifted } from "../../../drawing/placement.ts";
import type { Point } from "../../../drawing/view.ts";
import type { Desk } from "./desk.ts";

const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);

/** Lets pointers on `element` move what is being placed, and scale it by its corners, until the returned function is called. */
export function dragPlace(element: HTMLElement, desk: Desk): () => void {
  const held = new Map<number, Point>();
  let isCorner = false;
  const placeNow = (): Place | null => desk.state.get().placing?.place ?? null;

  function onDown(event: PointerEvent): void {
    event.stopPropagation();
    if (event.button !== 0) return;
    isCorner = event.target instanceof HTMLElement && event.target.dataset.corner !== undefined;
    element.setPointerCapture(event.pointerId);
    held.set(event.pointerId, desk.control.pagePoint(event));
  }

  function onMove(event: PointerEvent): void {
    const from = held.get(event.pointerId);
    const place = placeNow();
    if (!from || !place) return;
    event.stopPropagation();
    const to = desk.control.pagePoint(event);
    const other = [...held].find(([id]) => id !== event.pointerId)?.[1];
    held.set(event.pointerId, to);
    if (other) desk.movePlacing(carried(place, [from, other], [to, other]));
    else if (isCorner)
      desk.movePlacing(scaled(place, distance(place, to) / Math.max(1, distance(place, from))));
    else desk.movePlacing(shifted(place, to.x - from.x, to.y - from.y));
  }

  const onEnd = (event: PointerEvent): void => void held.delete(event.pointerId);
  const stop = new AbortController();
  const { signal } = stop;
  element.addEventListener("pointerdown", onDown, { signal });
  element.addEventListener("pointermove", onMove, { signal });
  element.addEventListener("pointerup", onEnd, { signal });
  element.addEventListener("pointercancel", onEnd, { signal });
  element.addEventListener("lostpointercapture", onEnd, { signal });
  return () => stop.abort();
}
