import { lazy, Suspense, useEffect, useState, useSyncExternalStore } from "react";
import { Desk } from "../canvas/desk.ts";
import { Toolbar } from "../canvas/toolbar.tsx";
import { useDrawingKeys } from "../canvas/use-drawing-keys.ts";
import { useStore } from "../../../ui/store.ts";
import { useTitle } from "../../../app/use-title.ts";
import { words } from "../../../app/words.ts";
import { FailedPage } from "./failed-page.tsx";
import { ProjectDrop } from "../export/project-drop.tsx";
import { Header } from "./header.tsx";
import type { SketchSession } from "./sketch-session.ts";
import { SketchStrip } from "./sketch-strip.tsx";
import { Stage } from "./stage.tsx";
import { useNoPageZoom } from "./use-no-page-zoom.ts";
import { WordsBar } from "../prompt/words-bar.tsx";

const LimitPrompt = lazy(async () => ({
  default: (await import("../credits/limit-prompt.tsx")).LimitPrompt,
}));

export function SketchScreen({ session }: { session: SketchSession }) {
  const view = useSyncExternalStore(session.subscribe, session.getSnapshot);
  const [desk] = useState(() => new Desk(session.ink));
  useDrawingKeys(desk);
  useNoPageZoom();

  useEffect(() => {
    document.documentElement.dataset.holder = view.holder;
  }, [view.holder]);
  const { isPassing } = useStore(session.credits.door);
  const title = view.id ? words.titleOf(view.title) : words.homeTitle;
  useTitle(view.phase === "failed" ? null : title);

  if (view.phase === "failed" && view.failure) {
    return <FailedPage failure={view.failure} retry={() => session.retry()} />;
  }
  return (
    <div className="sketch-screen" data-phase={view.phase}>
      <Header session={session} view={view} />
      <WordsBar session={session} view={view} />
      <Stage session={session} desk={desk} view={view} />
      {view.paused && !(isPassing && view.paused === "no_credits") && (
        <Suspense>
          <LimitPrompt
            key={view.paused}
            session={session}
            reason={view.paused}
            meter={view.meter}
            hasPen={view.holder === "you"}
          />
        </Suspense>
      )}
      <ProjectDrop />
      <SketchStrip session={session} view={view} />
      <Toolbar desk={desk} view={view} />
    </div>
  );
}
