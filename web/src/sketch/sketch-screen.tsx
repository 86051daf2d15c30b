import { useEffect, useState, useSyncExternalStore } from "react";
import { CanvasPane } from "../canvas/canvas-pane.tsx";
import { Desk } from "../canvas/desk.ts";
import { Toolbar } from "../canvas/toolbar.tsx";
import { useDrawingKeys } from "../canvas/use-drawing-keys.ts";
import { useTitle } from "../page/use-title.ts";
import { words } from "../page/words.ts";
import { FailedPage } from "./failed-page.tsx";
import { Header } from "./header.tsx";
import { PicturePane } from "./picture-pane.tsx";
import type { SketchSession } from "./sketch-session.ts";
import { WordsBar } from "./words-bar.tsx";

export function SketchScreen({ session }: { session: SketchSession }) {
  const view = useSyncExternalStore(session.subscribe, session.getSnapshot);
  const [desk] = useState(() => new Desk(session.ink));
  useDrawingKeys(desk);

  useEffect(() => {
    document.documentElement.dataset.holder = view.holder;
  }, [view.holder]);
  const title = view.id ? words.titleOf(view.title) : words.homeTitle;
  useTitle(view.phase === "failed" ? null : title);

  if (view.phase === "failed" && view.failure) {
    return <FailedPage failure={view.failure} retry={() => session.retry()} />;
  }
  return (
    <div className="sketch-screen" data-phase={view.phase}>
      <Header session={session} view={view} />
      <WordsBar session={session} view={view} />
      <main id="main" tabIndex={-1} className="sketch-stage">
        <CanvasPane session={session} desk={desk} view={view} />
        <PicturePane session={session} view={view} />
      </main>
      <Toolbar desk={desk} view={view} />
    </div>
  );
}
