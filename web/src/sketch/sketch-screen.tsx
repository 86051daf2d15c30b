import { useEffect, useState, useSyncExternalStore } from "react";
import { CanvasPane } from "./canvas-pane.tsx";
import { FailedPage } from "./failed-page.tsx";
import { ProjectDrop } from "../export/project-drop.tsx";
import { Header } from "./header.tsx";
import { PicturePane } from "../picture/picture-pane.tsx";
import type { SketchSession } from "./sketch-session.ts";
import { SketchStrip } from "./sketch-strip.tsx";
import { Toolbar } from "./toolbar.tsx";
import { FIRST_TOOLS } from "./tools.ts";
import { useShortcuts } from "./use-shortcuts.ts";
import { WordsBar } from "../prompt/words-bar.tsx";

export function SketchScreen({ session }: { session: SketchSession }) {
  const view = useSyncExternalStore(session.subscribe, session.getSnapshot);
  const [tools, setTools] = useState(FIRST_TOOLS);
  useShortcuts(session, setTools);

  useEffect(() => {
    session.ink.brush = { tool: tools.tool, colour: tools.colour, size: tools.sizes[tools.tool] };
  }, [session, tools]);
  useEffect(() => {
    document.documentElement.dataset.holder = view.holder;
  }, [view.holder]);
  useEffect(() => {
    document.title = view.id
      ? `${view.title} · LlamaSketch`
      : "LlamaSketch: draw, and watch it become a picture";
  }, [view.id, view.title]);

  if (view.phase === "failed" && view.failure) {
    return <FailedPage failure={view.failure} retry={() => session.retry()} />;
  }
  return (
    <div className="sketch-screen" data-phase={view.phase}>
      <Header session={session} view={view} />
      <WordsBar session={session} view={view} />
      <main className="sketch-stage">
        <CanvasPane session={session} view={view} />
        <PicturePane session={session} view={view} />
      </main>
      <ProjectDrop />
      <SketchStrip session={session} view={view} />
      <Toolbar session={session} view={view} tools={tools} setTools={setTools} />
    </div>
  );
}
