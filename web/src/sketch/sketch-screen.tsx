import { useEffect, useState, useSyncExternalStore } from "react";
import { useTitle } from "../page/use-title.ts";
import { words } from "../page/words.ts";
import { CanvasPane } from "./canvas-pane.tsx";
import { FailedPage } from "./failed-page.tsx";
import { Header } from "./header.tsx";
import { PicturePane } from "./picture-pane.tsx";
import type { SketchSession } from "./sketch-session.ts";
import { Toolbar } from "./toolbar.tsx";
import { FIRST_TOOLS } from "./tools.ts";
import { useDrawingKeys } from "./use-drawing-keys.ts";
import { WordsBar } from "./words-bar.tsx";

export function SketchScreen({ session }: { session: SketchSession }) {
  const view = useSyncExternalStore(session.subscribe, session.getSnapshot);
  const [tools, setTools] = useState(FIRST_TOOLS);
  useDrawingKeys(session, setTools);

  useEffect(() => {
    session.ink.brush = { tool: tools.tool, colour: tools.colour, size: tools.sizes[tools.tool] };
  }, [session, tools]);
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
        <CanvasPane session={session} view={view} />
        <PicturePane session={session} view={view} />
      </main>
      <Toolbar session={session} view={view} tools={tools} setTools={setTools} />
    </div>
  );
}
