import type { Dispatch, SetStateAction } from "react";
import { BUTTON } from "../page/button-styles.ts";
import { Popover } from "../page/popover.tsx";
import { SIZE_MAX, SIZE_MIN, withSize, type Tools } from "./tools.ts";

/** The trigger's dot never outgrows its button. */
const DOT_MAX_PX = 24;

export function SizePicker({ tools, setTools }: { tools: Tools; setTools: Dispatch<SetStateAction<Tools>> }) {
  const size = tools.sizes[tools.tool];
  const dotPx = Math.max(4, Math.sqrt(size / SIZE_MAX) * DOT_MAX_PX);
  return (
    <Popover
      label="Size"
      triggerClass={BUTTON.icon}
      panelClass="tool-popover"
      trigger={<span className="rounded-full bg-text" style={{ width: dotPx, height: dotPx }} />}
    >
      <label className="flex items-center gap-3 whitespace-nowrap">
        <span className="text-muted">{tools.tool === "brush" ? "Brush size" : "Eraser size"}</span>
        <input
          type="range"
          className="h-11 min-w-40 flex-1"
          min={SIZE_MIN}
          max={SIZE_MAX}
          value={size}
          onChange={(event) => setTools(withSize(tools, Number(event.target.value)))}
        />
        <output className="w-8 text-right tabular-nums">{size}</output>
      </label>
    </Popover>
  );
}
