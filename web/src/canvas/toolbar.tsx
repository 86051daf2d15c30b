import {
  Brush,
  Ellipsis,
  Eraser,
  Hand,
  Layers,
  PaintBucket,
  Pipette,
  Redo2,
  Settings2,
  Shapes,
  Slash,
  Trash2,
  Undo2,
  type LucideIcon,
} from "lucide-react";
import { lazy, Suspense } from "react";
import type { Tool } from "../drawing/brush.ts";
import { BUTTON } from "../page/button-styles.ts";
import { Popover } from "../page/popover.tsx";
import { useStore } from "../page/store.ts";
import { useMedia } from "../page/use-media.ts";
import type { Snapshot } from "../sketch/snapshot.ts";
import { ColourPicker } from "./colour-picker.tsx";
import type { Desk } from "./desk.ts";
import { SizePicker } from "./size-picker.tsx";
import { ActionButton, ToolButton } from "./tool-button.tsx";
import { words } from "./words.ts";

const LayersPanel = lazy(async () => ({ default: (await import("./layers-panel.tsx")).LayersPanel }));
const ShapesPanel = lazy(async () => ({ default: (await import("./shapes-panel.tsx")).ShapesPanel }));
const SettingsPanel = lazy(async () => ({ default: (await import("./settings-panel.tsx")).SettingsPanel }));

/** No room for a whole rail. */
const NARROW =
  "(max-width: 1023.9px) and (orientation: portrait), (orientation: landscape) and (max-height: 520px)";

const TOOLS: readonly { tool: Tool; icon: LucideIcon }[] = [
  { tool: "brush", icon: Brush },
  { tool: "eraser", icon: Eraser },
  { tool: "line", icon: Slash },
  { tool: "fill", icon: PaintBucket },
  { tool: "pick", icon: Pipette },
  { tool: "hand", icon: Hand },
];
/** The tools that are always at hand; the others stand behind "more" where room is short. */
const FIRST_TOOLS = TOOLS.slice(0, 2);
const MORE_TOOLS = TOOLS.slice(2);

export function Toolbar({ desk, view }: { desk: Desk; view: Snapshot }) {
  const isNarrow = useMedia(NARROW);
  return (
    <aside className="sketch-tools" aria-label={words.tools}>
      <div className="sketch-tools-list" role="toolbar" aria-label={words.drawingTools}>
        {isNarrow ? <ShortList desk={desk} view={view} /> : <WholeList desk={desk} view={view} />}
      </div>
    </aside>
  );
}

function WholeList({ desk, view }: { desk: Desk; view: Snapshot }) {
  return (
    <>
      <ToolButtons desk={desk} tools={TOOLS} />
      <span className="sketch-tools-rule" />
      <ColourPicker desk={desk} />
      <SizePicker desk={desk} />
      <span className="sketch-tools-rule" />
      <Panels desk={desk} />
      <span className="sketch-tools-rule" />
      <UndoButtons desk={desk} view={view} />
      <ClearButton desk={desk} view={view} />
    </>
  );
}

function ShortList({ desk, view }: { desk: Desk; view: Snapshot }) {
  const { tool } = useStore(desk.tools);
  const other = MORE_TOOLS.find((each) => each.tool === tool);
  const OtherIcon = other?.icon ?? Ellipsis;
  return (
    <>
      <ToolButtons desk={desk} tools={FIRST_TOOLS} />
      <ColourPicker desk={desk} />
      <SizePicker desk={desk} />
      <UndoButtons desk={desk} view={view} />
      <Popover
        label={other ? words[other.tool] : words.more}
        triggerClass={`${BUTTON.icon} ${other ? "bg-strong text-white" : ""}`}
        panelClass="tool-popover"
        trigger={<OtherIcon className="size-5" aria-hidden="true" />}
      >
        <div className="flex flex-wrap gap-1">
          <ToolButtons desk={desk} tools={MORE_TOOLS} />
          <Panels desk={desk} />
          <ClearButton desk={desk} view={view} />
        </div>
      </Popover>
    </>
  );
}

function ToolButtons({ desk, tools }: { desk: Desk; tools: typeof TOOLS }) {
  const { tool: chosen } = useStore(desk.tools);
  return tools.map(({ tool, icon }) => (
    <ToolButton
      key={tool}
      label={words[tool]}
      icon={icon}
      isOn={tool === chosen}
      press={() => desk.chooseTool(tool)}
    />
  ));
}

/** What opens a panel of its own; each is loaded when it is first wanted. */
function Panels({ desk }: { desk: Desk }) {
  return (
    <>
      <Popover
        label={words.layers}
        triggerClass={BUTTON.icon}
        panelClass="tool-popover"
        trigger={<Layers className="size-5" aria-hidden="true" />}
      >
        {(close) => (
          <Suspense>
            <LayersPanel desk={desk} close={close} />
          </Suspense>
        )}
      </Popover>
      <Popover
        label={words.shapes}
        triggerClass={BUTTON.icon}
        panelClass="tool-popover"
        trigger={<Shapes className="size-5" aria-hidden="true" />}
      >
        {(close) => (
          <Suspense>
            <ShapesPanel desk={desk} close={close} />
          </Suspense>
        )}
      </Popover>
      <Popover
        label={words.settings}
        triggerClass={BUTTON.icon}
        panelClass="tool-popover"
        trigger={<Settings2 className="size-5" aria-hidden="true" />}
      >
        <Suspense>
          <SettingsPanel desk={desk} />
        </Suspense>
      </Popover>
    </>
  );
}

function UndoButtons({ desk, view }: { desk: Desk; view: Snapshot }) {
  const isWatching = view.holder === "other";
  return (
    <>
      <ActionButton
        label={words.undo}
        icon={Undo2}
        disabled={!view.canUndo || isWatching}
        press={() => desk.ink.act("undo")}
      />
      <ActionButton
        label={words.redo}
        icon={Redo2}
        disabled={!view.canRedo || isWatching}
        press={() => desk.ink.act("redo")}
      />
    </>
  );
}

function ClearButton({ desk, view }: { desk: Desk; view: Snapshot }) {
  return (
    <ActionButton
      label={words.clear}
      icon={Trash2}
      disabled={view.isBlank || view.holder === "other"}
      press={() => desk.ink.clear()}
    />
  );
}
