import { Layers, Settings2, Shapes, type LucideIcon } from "lucide-react";
import { lazy, Suspense, type ReactNode } from "react";
import { BUTTON } from "../page/button-styles.ts";
import { Popover } from "../page/popover.tsx";
import type { Desk } from "./desk.ts";
import { words } from "./words.ts";

const LayersPanel = lazy(async () => ({ default: (await import("./layers-panel.tsx")).LayersPanel }));
const ShapesPanel = lazy(async () => ({ default: (await import("./shapes-panel.tsx")).ShapesPanel }));
const SettingsPanel = lazy(async () => ({ default: (await import("./settings-panel.tsx")).SettingsPanel }));

/** What opens a panel of its own; each is loaded when it is first wanted. */
export function ToolPanels({ desk, hasCaptions = false }: { desk: Desk; hasCaptions?: boolean }) {
  return (
    <>
      <Panel label={words.layers} caption={hasCaptions && words.caption.layers} icon={Layers}>
        {(close) => <LayersPanel desk={desk} close={close} />}
      </Panel>
      <Panel label={words.shapes} caption={hasCaptions && words.caption.shapes} icon={Shapes}>
        {(close) => <ShapesPanel desk={desk} close={close} />}
      </Panel>
      <Panel label={words.settings} caption={hasCaptions && words.caption.settings} icon={Settings2}>
        {() => <SettingsPanel desk={desk} />}
      </Panel>
    </>
  );
}

interface PanelProps {
  label: string;
  caption: string | false;
  icon: LucideIcon;
  children: (close: () => void) => ReactNode;
}

function Panel({ label, caption, icon: Icon, children }: PanelProps) {
  return (
    <Popover
      label={label}
      triggerClass={BUTTON.icon}
      panelClass="tool-popover"
      trigger={
        <>
          <Icon className="size-5" aria-hidden="true" />
          {caption}
        </>
      }
    >
      {(close) => <Suspense>{children(close)}</Suspense>}
    </Popover>
  );
}
