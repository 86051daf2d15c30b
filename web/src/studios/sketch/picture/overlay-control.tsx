import { Layers } from "lucide-react";
import { BUTTON } from "../../../ui/button-styles.ts";
import { Popover } from "../../../ui/popover.tsx";
import { useStore, type Store } from "../../../ui/store.ts";
import { FIRST_OVERLAY, type Look } from "./look.ts";
import { words } from "./words.ts";

/** The drawing over the picture, and how strongly. */
export function OverlayControl({ look, disabled }: { look: Store<Look>; disabled?: boolean }) {
  const { overlay } = useStore(look);
  return (
    <Popover
      label={words.overlay}
      triggerClass={`${BUTTON.icon} ${overlay === null ? "" : "text-primary"}`}
      panelClass="bottom-[calc(100%+8px)] right-0 w-64"
      disabled={disabled ?? false}
      trigger={<Layers className="size-5" aria-hidden="true" />}
    >
      <OverlayFields look={look} />
    </Popover>
  );
}

export function OverlayFields({ look }: { look: Store<Look> }) {
  const { overlay } = useStore(look);
  return (
    <div className="grid gap-1">
      <label className="flex min-h-11 items-center gap-3">
        <input
          type="checkbox"
          className="size-5"
          checked={overlay !== null}
          onChange={(event) => look.set({ overlay: event.target.checked ? FIRST_OVERLAY : null })}
        />
        {words.overlayOn}
      </label>
      <label className="flex items-center gap-3">
        <span className="text-muted">{words.overlayOpacity}</span>
        <input
          type="range"
          className="h-11 min-w-0 flex-1"
          min={0.1}
          max={1}
          step={0.05}
          value={overlay ?? FIRST_OVERLAY}
          disabled={overlay === null}
          onChange={(event) => look.set({ overlay: Number(event.target.value) })}
        />
      </label>
    </div>
  );
}
