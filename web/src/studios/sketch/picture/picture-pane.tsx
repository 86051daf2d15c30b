import { Sparkles } from "lucide-react";
import { lazy, Suspense, useEffect, useRef } from "react";
import { denied } from "../../../ui/browser-gifts.ts";
import { useStore } from "../../../ui/store.ts";
import { useMedia, WIDE } from "../../../ui/use-media.ts";
import type { SketchSession } from "../session/sketch-session.ts";
import type { Snapshot } from "../session/snapshot.ts";
import { NoticeCard } from "../status/notice-card.tsx";
import { drawingOpacity } from "./look.ts";
import { MirrorCanvas } from "./mirror-canvas.tsx";
import { useCompareKey } from "./use-compare-key.ts";
import { words } from "./words.ts";

const HintCard = lazy(async () => ({ default: (await import("./hint-card.tsx")).HintCard }));
const VariationRow = lazy(async () => ({ default: (await import("./variation-row.tsx")).VariationRow }));
const FullPicture = lazy(async () => ({ default: (await import("./full-picture.tsx")).FullPicture }));

const PictureTools = lazy(async () => ({ default: (await import("./picture-tools.tsx")).PictureTools }));
const ViewedPicture = lazy(async () => ({
  default: (await import("../history/viewed-picture.tsx")).ViewedPicture,
}));

export function PicturePane({ session, view }: { session: SketchSession; view: Snapshot }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => (canvas.current ? session.pictures.attach(canvas.current) : undefined), [session]);
  const look = useStore(session.look);
  useCompareKey(session.look);
  const isWide = useMedia(WIDE);
  const { viewed } = useStore(session.timeline);
  const { cookies: hasNoCookies } = useStore(denied);

  const prompt = view.settings.prompt.trim();
  const opacity = drawingOpacity(look);
  return (
    <section className="sketch-pane sketch-pane-picture" aria-label={words.pane}>
      <div className="sketch-square bg-surface ring-1 ring-border">
        <canvas
          ref={canvas}
          data-testid="picture"
          role="img"
          aria-label={prompt ? words.pictureOf(prompt) : words.picture}
          className={`size-full ${view.hasPicture ? "" : "invisible"}`}
        />
        {!view.hasPicture && (
          <p className="pointer-events-none absolute inset-0 grid place-content-center justify-items-center gap-3 px-6 text-center text-field text-muted">
            <Sparkles className="size-7" aria-hidden="true" />
            {hasNoCookies ? words.noCookies : view.isBlank ? words.empty : words.coming}
          </p>
        )}
        {viewed && (
          <Suspense>
            <ViewedPicture picture={viewed} />
          </Suspense>
        )}
        {opacity > 0 && (
          <MirrorCanvas
            mirror={session.drawing}
            label={look.isComparing ? words.drawing : words.drawingOver}
            opacity={opacity}
            className="pointer-events-none absolute inset-0 size-full"
          />
        )}
        <div className="absolute inset-x-2 bottom-2 grid gap-2">
          {view.hasPicture && (
            <Suspense>
              <HintCard view={view} />
            </Suspense>
          )}
          {view.notice && <NoticeCard notice={view.notice} />}
        </div>
      </div>
      {!isWide && view.hasPicture && (
        <div className="sketch-square-over">
          <Suspense>
            <PictureTools session={session} view={view} isWide={false} />
            {!viewed && (
              <VariationRow session={session} disabled={view.holder === "other"} keepsPlaces={false} />
            )}
          </Suspense>
        </div>
      )}
      {look.isFull && (
        <Suspense>
          <FullPicture session={session} view={view} />
        </Suspense>
      )}
    </section>
  );
}
