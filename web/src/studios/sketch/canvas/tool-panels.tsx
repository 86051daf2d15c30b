import { Layers, Settings2, Shapes, type LucideIcon } from "lucide-react";
import { lazy, Suspense, type ReactNode } from "react";
import { BUTTON } from "../../../ui/button-styles.ts";
import { Popover } from "../../../ui/popover.tsx";
import type { Desk } from "./desk.ts";
import { words } from "./words.ts";

const LayersPanel = lazy(async () => ({ default: (await import("./layers-panel.tsx")).LayersPanel }));
const ShapesPanel = lazy(async () => ({ default: (await import("./shapes-panel.tsx")).ShapesPanel }));
const SettingsPanel = lazy(async () => ({ default: (await import("./settings-panel.tsx")).SettingsPanel }));

interface Props {
  desk: Desk;
  /** Given where the buttons stand in a panel themselves, to close that too; they have captions there. */
  done?: () => void;
}

/** What opens a panel of its own; each is loaded when it is first wanted. */
export function ToolPanels({ desk, done }: Props) {
  return (
    <>
      <Panel label={words.layers} caption={words.caption.layers} icon={Layers} done={done}>
        {(close) => <LayersPanel desk={desk} close={close} />}
      </Panel>
      <Panel label={words.shapes} caption={words.caption.shapes} icon={Shapes} done={done}>
        {(close) => <ShapesPanel desk={desk} close={close} />}
      </Panel>
      <Panel label={words.settings} caption={words.caption.settings} icon={Settings2} done={done}>
        {() => <SettingsPanel desk={desk} />}
      </Panel>
    </>
  );
}

interface PanelProps {
  label: string;
  caption: string;
  icon: LucideIcon;
  done: (() => void) | undefined;
  children: (close: () => void) => ReactNode;
}

function Panel({ label, caption, icon: Icon, done, children }: PanelProps) {
  return (
    <Popover
      label={label}
      triggerClass={BUTTON.icon}
      panelClass="tool-popover"
      trigger={
        <>
          <Icon className="size-5" aria-hidden="true" />
          {done && caption}
        </>
      }
    >
      {(close) => (
        <Suspense>
          {children(() => {
            close();
            done?.();
          })}
        </Suspense>
      )}
    </Popover>
  );
}
