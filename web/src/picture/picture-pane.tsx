import { Sparkles } from "lucide-react";
import { useEffect, useRef } from "react";
import type { SketchSession } from "./sketch-session.ts";
import type { Snapshot } from "./snapshot.ts";

/** Pixels kept for the picture, as many as the largest picture has. */
const PICTURE_SIDE_PX = 1024;

export function PicturePane({ session, view }: { session: SketchSession; view: Snapshot }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => (canvas.current ? session.pictures.attach(canvas.current) : undefined), [session]);

  const prompt = view.settings.prompt.trim();
  return (
    <section className="sketch-pane sketch-pane-picture" aria-label="Picture">
      <div className="sketch-square bg-surface ring-1 ring-border">
        <canvas
          ref={canvas}
          data-testid="picture"
          width={PICTURE_SIDE_PX}
          height={PICTURE_SIDE_PX}
          role="img"
          aria-label={prompt ? `Picture: ${prompt}` : "Picture of your drawing"}
          className={`size-full ${view.hasPicture ? "" : "invisible"}`}
        />
        {!view.hasPicture && (
          <p className="pointer-events-none absolute inset-0 grid place-content-center justify-items-center gap-3 px-6 text-center text-[16px] text-muted">
            <Sparkles className="size-7" aria-hidden="true" />
            {view.isBlank ? "Your picture appears here while you draw" : "The first picture is on its way"}
          </p>
        )}
        {view.notice && (
          <p
            role="alert"
            className="absolute inset-x-2 bottom-2 rounded-lg border border-border bg-surface px-4 py-3 text-text shadow-raised select-text"
          >
            {view.notice}
          </p>
        )}
      </div>
    </section>
  );
}
