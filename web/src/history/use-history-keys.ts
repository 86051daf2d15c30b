import { useEffect, useEffectEvent } from "react";
import { isTyping } from "../page/is-typing.ts";
import type { SketchSession } from "../sketch/sketch-session.ts";
import type { History } from "./history.ts";

/** Arrows go through time, Escape comes back to now, S pins, V asks for variations. */
export function useHistoryKeys(session: SketchSession, history: History | null): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey || isTyping(event.target)) return;
    if (document.querySelector("dialog[open], [role=dialog]")) return;
    const { viewed } = session.timeline.get();
    const step = stepOf(event);
    if (step && history && movesTime(event.target)) history.step(step);
    else if (event.key === "Escape" && viewed) session.timeline.set({ viewed: null });
    else if (event.key.toLowerCase() === "s" && history) pin(history, viewed);
    else if (event.key.toLowerCase() === "v") toVariations(session);
    else return;
    event.preventDefault();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => onKey(event);
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);
}

/** Left and down are older in a strip whose newest is at the right or the top. */
function stepOf({ key }: KeyboardEvent): 1 | -1 | 0 {
  if (key === "ArrowLeft" || key === "ArrowDown") return -1;
  return key === "ArrowRight" || key === "ArrowUp" ? 1 : 0;
}

/** Sliders, lists and tools have the arrows for themselves. */
function movesTime(target: EventTarget | null): boolean {
  if (!(target instanceof Element) || target === document.body) return true;
  if (target.closest("[data-history]")) return true;
  return !target.closest("input, select, [role=listbox], [role=toolbar], [role=group], [role=menu]");
}

function pin(history: History, viewed: ReturnType<SketchSession["timeline"]["get"]>["viewed"]): void {
  const picture = viewed ?? history.store.get().pictures.find(({ kind }) => kind !== "variation");
  if (picture) void history.pin(picture);
}

/** To those that are there, or asks for them. */
function toVariations(session: SketchSession): void {
  const first = document.querySelector<HTMLElement>("[data-variation]");
  if (first) first.focus();
  else session.askVariations();
}
