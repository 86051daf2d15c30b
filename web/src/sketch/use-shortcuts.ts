import { useEffect, type Dispatch, type SetStateAction } from "react";
import { isTyping } from "../page/is-typing.ts";
import type { SketchSession } from "./sketch-session.ts";
import { stepSize, type Tools } from "./tools.ts";

/** One key each, wherever the focus is but in a field. */
export function useShortcuts(session: SketchSession, setTools: Dispatch<SetStateAction<Tools>>): void {
  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      if (event.altKey || isTyping(event.target)) return;
      const key = event.key.toLowerCase();
      if (key === "z") session.ink.act(event.shiftKey ? "redo" : "undo");
      else if (event.ctrlKey || event.metaKey) return;
      else if (key === "b") setTools((tools) => ({ ...tools, tool: "brush" }));
      else if (key === "e") setTools((tools) => ({ ...tools, tool: "eraser" }));
      else if (key === "[") setTools((tools) => stepSize(tools, -1));
      else if (key === "]") setTools((tools) => stepSize(tools, 1));
      else return;
      event.preventDefault();
    }
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [session, setTools]);
}
