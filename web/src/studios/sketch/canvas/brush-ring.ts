import type { Desk } from "./desk.ts";
import { sizedTool } from "./tools.ts";

/** Smaller than this the pointer's own cross says as much, CSS px. */
const RING_MIN_PX = 6;

/** Shows how wide the tool would draw where a mouse or a pen hovers, until the returned function is called. */
export function showBrushRing(ring: HTMLElement, desk: Desk): () => void {
  desk.control.onHover = (at) => {
    const tools = desk.tools.get();
    const hasSize = tools.tool === sizedTool(tools);
    const sidePx = tools.sizes[sizedTool(tools)] * desk.control.scale;
    ring.hidden = !at || !hasSize || sidePx < RING_MIN_PX || desk.state.get().placing !== null;
    if (!at || ring.hidden) return;
    ring.style.width = ring.style.height = `${sidePx}px`;
    ring.style.transform = `translate(${at.x}px, ${at.y}px) translate(-50%, -50%)`;
  };
  return () => {
    desk.control.onHover = () => undefined;
  };
}
