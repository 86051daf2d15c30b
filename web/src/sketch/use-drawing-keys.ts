import type { Dispatch, SetStateAction } from "react";
import { useShortcuts } from "../page/use-shortcuts.ts";
import type { SketchSession } from "./sketch-session.ts";
import { stepSize, type Tools } from "./tools.ts";

/** The keys of the drawing hand. */
export function useDrawingKeys(session: SketchSession, setTools: Dispatch<SetStateAction<Tools>>): void {
  useShortcuts({
    brush: () => setTools((tools) => ({ ...tools, tool: "brush" })),
    eraser: () => setTools((tools) => ({ ...tools, tool: "eraser" })),
    smaller: () => setTools((tools) => stepSize(tools, -1)),
    bigger: () => setTools((tools) => stepSize(tools, 1)),
    undo: () => session.ink.act("undo"),
    redo: () => session.ink.act("redo"),
    prompt: () => document.getElementById("prompt")?.focus(),
  });
}
