import type { Tool } from "../../../drawing/brush.ts";
import { useShortcuts } from "../../../app/use-shortcuts.ts";
import type { Desk } from "./desk.ts";
import { stepSize } from "./tools.ts";

const ZOOM_STEP = 1.25;

/** The keys of the drawing hand. While something is being placed, keys are for that. */
export function useDrawingKeys(desk: Desk): void {
  const unlessPlacing = (act: () => void) => () => {
    if (desk.state.get().placing) return false;
    act();
  };
  const toTool = (tool: Tool) => unlessPlacing(() => desk.chooseTool(tool));
  const toSize = (direction: 1 | -1) =>
    unlessPlacing(() => desk.tools.set(stepSize(desk.tools.get(), direction)));
  useShortcuts({
    brush: toTool("brush"),
    eraser: toTool("eraser"),
    line: toTool("line"),
    fill: toTool("fill"),
    pick: toTool("pick"),
    hand: toTool("hand"),
    smaller: toSize(-1),
    bigger: toSize(1),
    undo: unlessPlacing(() => desk.ink.act("undo")),
    redo: unlessPlacing(() => desk.ink.act("redo")),
    nearer: unlessPlacing(() => desk.control.zoom(ZOOM_STEP)),
    farther: unlessPlacing(() => desk.control.zoom(1 / ZOOM_STEP)),
    wholePage: unlessPlacing(() => desk.control.reset()),
  });
}
