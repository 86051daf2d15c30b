import { Brush, Eraser, Redo2, Trash2, Undo2 } from "lucide-react";
import type { Dispatch, SetStateAction } from "react";
import { BUTTON } from "../page/button-styles.ts";
import { ColourPicker } from "./colour-picker.tsx";
import { SizePicker } from "./size-picker.tsx";
import type { SketchSession } from "./sketch-session.ts";
import type { Snapshot } from "./snapshot.ts";
import { ToolButton } from "./tool-button.tsx";
import type { Tools } from "./tools.ts";

interface Props {
  session: SketchSession;
  view: Snapshot;
  tools: Tools;
  setTools: Dispatch<SetStateAction<Tools>>;
}

export function Toolbar({ session, view, tools, setTools }: Props) {
  const { ink } = session;
  const isWatching = view.holder === "other";
  const icon = "size-5";
  return (
    <aside className="sketch-tools" aria-label="Tools">
      <div className="contents" role="toolbar" aria-label="Drawing tools">
        <ToolButton
          label="Brush (B)"
          isOn={tools.tool === "brush"}
          press={() => setTools({ ...tools, tool: "brush" })}
        >
          <Brush className={icon} aria-hidden="true" />
        </ToolButton>
        <ToolButton
          label="Eraser (E)"
          isOn={tools.tool === "eraser"}
          press={() => setTools({ ...tools, tool: "eraser" })}
        >
          <Eraser className={icon} aria-hidden="true" />
        </ToolButton>
        <ColourPicker
          colour={tools.colour}
          pick={(colour) => setTools({ ...tools, tool: "brush", colour })}
        />
        <SizePicker tools={tools} setTools={setTools} />
        <span className="sketch-tools-rule" />
        <button
          type="button"
          className={BUTTON.icon}
          aria-label="Undo (Z)"
          title="Undo (Z)"
          disabled={!view.canUndo || isWatching}
          onClick={() => ink.act("undo")}
        >
          <Undo2 className={icon} aria-hidden="true" />
        </button>
        <button
          type="button"
          className={BUTTON.icon}
          aria-label="Redo (Shift Z)"
          title="Redo (Shift Z)"
          disabled={!view.canRedo || isWatching}
          onClick={() => ink.act("redo")}
        >
          <Redo2 className={icon} aria-hidden="true" />
        </button>
        <button
          type="button"
          className={BUTTON.icon}
          aria-label="Clear the page"
          title="Clear the page"
          disabled={view.isBlank || isWatching}
          onClick={() => ink.act("clear")}
        >
          <Trash2 className={icon} aria-hidden="true" />
        </button>
      </div>
    </aside>
  );
}
