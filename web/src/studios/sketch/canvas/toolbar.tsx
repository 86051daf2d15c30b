import {
  Brush,
  Ellipsis,
  Eraser,
  Hand,
  PaintBucket,
  Pipette,
  Redo2,
  Slash,
  Trash2,
  Undo2,
  type LucideIcon,
} from "lucide-react";
import type { Tool } from "../../../drawing/brush.ts";
import { BUTTON } from "../../../ui/button-styles.ts";
import { Popover } from "../../../ui/popover.tsx";
import { useStore } from "../../../ui/store.ts";
import { useMedia } from "../../../ui/use-media.ts";
import type { Snapshot } from "../session/snapshot.ts";
import { ColourPicker } from "./colour-picker.tsx";
import type { Desk } from "./desk.ts";
import { SizePicker } from "./size-picker.tsx";
import { ActionButton, ToolButton } from "./tool-button.tsx";
import { ToolPanels } from "./tool-panels.tsx";
import { words } from "./words.ts";

/** No room for a whole rail: a phone, upright or on its side. */
const NARROW =
  "(max-width: 767.9px) and (orientation: portrait), (orientation: landscape) and (max-height: 520px)";

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

interface Props {
  desk: Desk;
  view: Snapshot;
}

export function Toolbar({ desk, view }: Props) {
  const isNarrow = useMedia(NARROW);
  return (
    <aside className="sketch-tools" aria-label={words.tools}>
      <div className="sketch-tools-list" role="toolbar" aria-label={words.drawingTools}>
        {isNarrow ? <ShortList desk={desk} view={view} /> : <WholeList desk={desk} view={view} />}
      </div>
    </aside>
  );
}

function WholeList({ desk, view }: Props) {
  return (
    <>
      <ToolButtons desk={desk} tools={TOOLS} />
      <span className="sketch-tools-rule" />
      <ColourPicker desk={desk} />
      <SizePicker desk={desk} />
      <span className="sketch-tools-rule" />
      <ToolPanels desk={desk} />
      <span className="sketch-tools-rule" />
      <UndoButtons desk={desk} view={view} />
      <ClearButton desk={desk} view={view} />
    </>
  );
}

function ShortList({ desk, view }: Props) {
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
        label={other ? words.moreNow(words.caption[other.tool]) : words.more}
        triggerClass={`${BUTTON.icon} ${other ? "bg-strong text-white" : ""}`}
        panelClass="tool-popover"
        trigger={<OtherIcon className="size-5" aria-hidden="true" />}
      >
        {(close) => (
          <div className="tool-grid">
            <ToolButtons desk={desk} tools={MORE_TOOLS} chosen={close} />
            <ToolPanels desk={desk} done={close} />
            <ClearButton desk={desk} view={view} done={close} />
          </div>
        )}
      </Popover>
    </>
  );
}

interface ToolButtonsProps {
  desk: Desk;
  tools: typeof TOOLS;
  /** Given where the buttons stand in a panel: they have captions there. */
  chosen?: () => void;
}

function ToolButtons({ desk, tools, chosen }: ToolButtonsProps) {
  const { tool: present } = useStore(desk.tools);
  return tools.map(({ tool, icon }) => (
    <ToolButton
      key={tool}
      label={words[tool]}
      icon={icon}
      caption={chosen && words.caption[tool]}
      isOn={tool === present}
      press={() => {
        desk.chooseTool(tool);
        chosen?.();
      }}
    />
  ));
}

function UndoButtons({ desk, view }: Props) {
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

function ClearButton({ desk, view, done }: Props & { done?: () => void }) {
  return (
    <ActionButton
      label={words.clear}
      icon={Trash2}
      caption={done && words.caption.clear}
      disabled={view.isBlank || view.holder === "other"}
      press={() => {
        desk.ink.clear();
        done?.();
      }}
    />
  );
}
