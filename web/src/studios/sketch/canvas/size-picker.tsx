import { BUTTON } from "../../../ui/button-styles.ts";
import { Popover } from "../../../ui/popover.tsx";
import { useStore } from "../../../ui/store.ts";
import type { Desk } from "./desk.ts";
import { SIZE_MAX, SIZE_MIN, sizedTool, withSize } from "./tools.ts";
import { words } from "./words.ts";

/** The trigger's dot never outgrows its button. */
const DOT_MAX_PX = 24;

export function SizePicker({ desk }: { desk: Desk }) {
  const tools = useStore(desk.tools);
  const { calm } = useStore(desk.preferences);
  const tool = sizedTool(tools);
  const size = tools.sizes[tool];
  const dotPx = Math.max(4, Math.sqrt(size / SIZE_MAX) * DOT_MAX_PX);
  return (
    <Popover
      label={words.size}
      triggerClass={BUTTON.icon}
      panelClass="tool-popover"
      trigger={<span className="rounded-full bg-text" style={{ width: dotPx, height: dotPx }} />}
    >
      <div className="grid grid-cols-[auto_minmax(8rem,1fr)_auto] items-center gap-x-3 whitespace-nowrap">
        <label htmlFor="tool-size" className="text-muted">
          {words.sizeOf[tool]}
        </label>
        <input
          id="tool-size"
          type="range"
          className="h-11 min-w-0"
          min={SIZE_MIN}
          max={SIZE_MAX}
          value={size}
          onChange={(event) => desk.tools.set(withSize(tools, Number(event.target.value)))}
        />
        <output className="w-10 text-right tabular-nums">{size}</output>
        <label htmlFor="tool-calm" className="text-muted">
          {words.calm}
        </label>
        <input
          id="tool-calm"
          type="range"
          className="h-11 min-w-0"
          min={0}
          max={1}
          step={0.1}
          value={calm}
          onChange={(event) => desk.preferences.set({ calm: Number(event.target.value) })}
        />
        <output className="w-10 text-right tabular-nums">
          {calm === 0 ? words.calmOff : words.percent(calm)}
        </output>
      </div>
    </Popover>
  );
}
