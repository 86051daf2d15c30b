import { useShortcuts } from "../../../app/use-shortcuts.ts";
import type { SketchSession } from "../session/sketch-session.ts";
import type { History } from "./history.ts";

/** Arrows go through time, Escape comes back to now, S pins, V asks for variations. */
export function useHistoryKeys(session: SketchSession, history: History | null): void {
  const move = (step: 1 | -1) => (event: KeyboardEvent) => {
    if (!history || !movesTime(event.target)) return false;
    history.step(step);
  };
  useShortcuts({
    older: move(-1),
    newer: move(1),
    now: () => {
      if (!session.timeline.get().viewed || isPanelOpen()) return false;
      session.timeline.set({ viewed: null });
    },
    pin: () => {
      const picture = history?.shown();
      if (!history || !picture) return false;
      void history.pin(picture);
    },
    variations: () => toVariations(session),
  });
}

/** Sliders, lists, tools and panels have the arrows for themselves. */
function movesTime(target: EventTarget | null): boolean {
  if (isPanelOpen()) return false;
  if (!(target instanceof Element) || target === document.body) return true;
  if (target.closest("[data-history]")) return true;
  return !target.closest("input, select, [role=listbox], [role=toolbar], [role=group], [role=menu]");
}

const isPanelOpen = (): boolean => document.querySelector("[role=dialog]") !== null;

/** To those that are there, or asks for them. */
function toVariations(session: SketchSession): void {
  const first = document.querySelector<HTMLElement>("[data-variation]");
  if (first) first.focus();
  else session.askVariations();
}
