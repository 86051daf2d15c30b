import { useEffect, useEffectEvent } from "react";
import { isTyping } from "../ui/is-typing.ts";
import { keyPressOf, type KeyPress } from "../ui/key-press.ts";
import { shortcutsOf, type ShortcutId } from "./shortcuts.ts";

/** False: it was not for this one after all, and the browser does with the key what it always does. */
type Handler = (event: KeyboardEvent, press: KeyPress) => boolean | void;
export type ShortcutHandlers = Partial<Record<ShortcutId, Handler>>;

/** Newest last: of two that listen for one key, the newer has it. */
const listening: ShortcutHandlers[] = [];

/** Listens for shortcuts while the component is on the page. None fires in a field or behind a panel. */
export function useShortcuts(handlers: ShortcutHandlers): void {
  const call = useEffectEvent((id: ShortcutId, ...press: Parameters<Handler>) => handlers[id]?.(...press));
  const ids = Object.keys(handlers).toSorted().join(" ");
  useEffect(() => {
    const own: ShortcutHandlers = Object.fromEntries(
      ids.split(" ").map((id) => [id, (...press: Parameters<Handler>) => call(id as ShortcutId, ...press)]),
    );
    if (listening.length === 0) document.addEventListener("keydown", onKey);
    listening.push(own);
    return () => {
      listening.splice(listening.indexOf(own), 1);
      if (listening.length === 0) document.removeEventListener("keydown", onKey);
    };
  }, [ids]);
}

/** What a key does at this moment: the list of them is never longer than the truth. */
export const activeShortcuts = (): ReadonlySet<string> =>
  new Set(listening.flatMap((each) => Object.keys(each)));

function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || isTyping(event.target)) return;
  // A panel in front has the keys to itself.
  if (document.querySelector("dialog[open], [role=menu]:popover-open")) return;
  const press = keyPressOf(event);
  for (const id of shortcutsOf(press)) {
    const handler = listening.findLast((each) => each[id])?.[id];
    if (!handler || handler(event, press) === false) continue;
    event.preventDefault();
    return;
  }
}
