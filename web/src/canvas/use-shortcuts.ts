import { useEffect } from "react";
import { isTyping } from "../page/is-typing.ts";
import type { Desk } from "./desk.ts";
import { stepSize, type Tools } from "./tools.ts";

/** One key for each tool. */
const TOOL_KEYS: Readonly<Record<string, Tools["tool"]>> = {
  b: "brush",
  e: "eraser",
  l: "line",
  f: "fill",
  i: "pick",
  h: "hand",
};

/** One key each, wherever the focus is but in a field. */
export function useShortcuts(desk: Desk): void {
  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      if (event.altKey || event.defaultPrevented || isTyping(event.target) || desk.state.get().placing)
        return;
      const key = event.key.toLowerCase();
      const tool = TOOL_KEYS[key];
      if (key === "z") desk.ink.act(event.shiftKey ? "redo" : "undo");
      else if (event.ctrlKey || event.metaKey) return;
      else if (tool) desk.chooseTool(tool);
      else if (key === "[") desk.tools.set(stepSize(desk.tools.get(), -1));
      else if (key === "]") desk.tools.set(stepSize(desk.tools.get(), 1));
      else if (key === "0") desk.control.reset();
      else return;
      event.preventDefault();
    }
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [desk]);
}
