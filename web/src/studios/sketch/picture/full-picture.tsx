import { Minimize2 } from "lucide-react";
import { useEffect, useRef } from "react";
import { BUTTON } from "../../../ui/button-styles.ts";
import { useStore } from "../../../ui/store.ts";
import type { SketchSession } from "../session/sketch-session.ts";
import type { Snapshot } from "../session/snapshot.ts";
import { CompareButton } from "./compare-button.tsx";
import { drawingOpacity } from "./look.ts";
import { MirrorCanvas } from "./mirror-canvas.tsx";
import { words } from "./words.ts";

/** The picture alone, as large as the screen; Escape, the button or the way out of full screen leave it. */
export function FullPicture({ session, view }: { session: SketchSession; view: Snapshot }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const look = useStore(session.look);
  const opacity = drawingOpacity(look);
  const prompt = view.settings.prompt.trim();

  useEffect(() => {
    const leave = (): void => session.look.set({ isFull: false, isComparing: false });
    const onChange = (): void => {
      if (!document.fullscreenElement) leave();
    };
    // Where there is no full screen, or it is refused, the window has to do.
    const entered = document.fullscreenEnabled
      ? document.documentElement.requestFullscreen({ navigationUI: "hide" }).catch(() => undefined)
      : Promise.resolve();
    let isGone = false;
    // A panel that opened before would lie beneath the page once that is in full screen.
    void entered.then(() => {
      if (isGone) return;
      dialog.current?.showModal();
      document.addEventListener("fullscreenchange", onChange);
    });
    return () => {
      isGone = true;
      document.removeEventListener("fullscreenchange", onChange);
      if (document.fullscreenElement) void document.exitFullscreen().catch(() => undefined);
    };
  }, [session]);

  const leave = (): void => session.look.set({ isFull: false, isComparing: false });
  return (
    <dialog
      ref={dialog}
      // A panel in front has the keys to itself.
      onKeyDown={(event) => {
        if (event.key !== " ") return;
        event.preventDefault();
        session.look.set({ isComparing: true });
      }}
      className="full-picture"
      aria-label={words.pane}
      data-testid="full-picture"
      onClose={leave}
    >
      <div className="full-picture-square">
        <MirrorCanvas
          mirror={session.pictures.mirror}
          label={prompt ? words.pictureOf(prompt) : words.picture}
          className="absolute inset-0 size-full"
        />
        {opacity > 0 && (
          <MirrorCanvas
            mirror={session.drawing}
            label={look.isComparing ? words.drawing : words.drawingOver}
            opacity={opacity}
            className="pointer-events-none absolute inset-0 size-full"
          />
        )}
      </div>
      <div className="full-picture-tools">
        <CompareButton look={session.look} />
        <button
          type="button"
          className={BUTTON.icon}
          aria-label={words.leaveFullScreen}
          title={words.leaveFullScreen}
          onClick={leave}
        >
          <Minimize2 className="size-5" aria-hidden="true" />
        </button>
      </div>
    </dialog>
  );
}
