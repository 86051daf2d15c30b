import { Download, Share2, X } from "lucide-react";
import { useEffect, useRef, useState, type ReactNode } from "react";
import { failureText as whyFailed } from "../../../api/api-failure.ts";
import { archiveUrl } from "../../../api/sketches.ts";
import { BUTTON } from "../../../ui/button-styles.ts";
import { ProgressBar } from "../../../ui/progress-bar.tsx";
import { Sheet } from "../../../ui/sheet.tsx";
import type { SketchSession } from "../session/sketch-session.ts";
import type { Snapshot } from "../session/snapshot.ts";
import { fileName } from "./file-name.ts";
import { ImportButton } from "./import-button.tsx";
import { drawingFile, sideBySideFile } from "./drawing-file.ts";
import { pictureFile, type PictureFormat } from "./picture-file.ts";
import { saveFile } from "../../../ui/save-file.ts";
import { sharePicture } from "./share.ts";
import { sourceOf } from "./source.ts";
import { words } from "./words.ts";

interface Props {
  session: SketchSession;
  view: Snapshot;
  openProject: (file: File) => void;
  close: () => void;
}

/** One thing at a time is made; what it is and how far it has come. */
interface Work {
  label: string;
  part: number;
  stop: AbortController;
}

/** Everything of a sketch that can be taken away as a file. */
export function ExportDialog({ session, view, openProject, close }: Props) {
  const [work, setWork] = useState<Work | null>(null);
  const [said, setSaid] = useState<{ text: string; isBad: boolean } | null>(null);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);
  const [source] = useState(() => sourceOf(session));
  const { title } = view;

  /** Runs one export; what it returns is said. */
  async function run(
    label: string,
    make: (signal: AbortSignal, progress: (part: number) => void) => Promise<string | undefined>,
  ): Promise<void> {
    const stop = new AbortController();
    running.current = stop;
    setSaid(null);
    setWork({ label, part: 0, stop });
    const progress = (part: number): void => {
      if (running.current === stop) setWork({ label, part, stop });
    };
    try {
      const text = await make(stop.signal, progress);
      if (text) setSaid({ text, isBad: false });
    } catch (error) {
      if (!stop.signal.aborted) setSaid({ text: failureText(error), isBad: true });
    }
    running.current = null;
    setWork(null);
  }
  const save = (label: string, rest: string, make: () => Promise<Blob>): void =>
    void run(label, async () => {
      saveFile(await make(), fileName(title, rest));
      return undefined;
    });
  const savePicture = (format: PictureFormat): void =>
    save(words.picture, `picture.${format}`, async () => pictureFile(await source.picture(), format));

  const isBusy = work !== null;
  const button = (label: string, press: () => void, disabled = false): ReactNode => (
    <button type="button" className={BUTTON.plain} disabled={isBusy || disabled} onClick={press}>
      {label}
    </button>
  );

  return (
    <Sheet label={words.title} at="middle" close={close}>
      <div className="flex max-h-[inherit] flex-col" data-testid="export" data-busy={isBusy}>
        <header className="flex items-center gap-3 border-b border-border px-4 py-2">
          <h2 className="flex-1 text-title font-semibold">{words.title}</h2>
          <button type="button" className={BUTTON.icon} aria-label={words.close} onClick={close}>
            <X className="size-5" aria-hidden="true" />
          </button>
        </header>
        <div className="grid min-h-0 gap-5 overflow-y-auto overscroll-contain px-4 py-4">
          {source.isThen && <p className="text-muted">{words.ofThen}</p>}
          <Part title={words.picture} lead={words.pictureLead}>
            {button(words.png, () => savePicture("png"), !view.hasPicture)}
            {button(words.webp, () => savePicture("webp"), !view.hasPicture)}
            <button
              type="button"
              className={BUTTON.primary}
              disabled={isBusy || !view.hasPicture}
              onClick={() =>
                void run(words.share, async () => {
                  const how = await sharePicture(
                    await source.picture(),
                    fileName(title, "picture.png"),
                    title,
                  );
                  return words.shared[how];
                })
              }
            >
              <Share2 className="size-4" aria-hidden="true" />
              {words.share}
            </button>
          </Part>
          <Part title={words.drawing}>
            {button(words.withPaper, () =>
              save(words.drawing, "drawing.png", () => drawingFile(source.operations(), true)),
            )}
            {button(words.withoutPaper, () =>
              save(words.drawing, "drawing-no-paper.png", () => drawingFile(source.operations(), false)),
            )}
            {button(
              words.sideBySide,
              () =>
                save(words.sideBySide, "side-by-side.png", async () =>
                  sideBySideFile(source.operations(), await source.picture()),
                ),
              !view.hasPicture,
            )}
          </Part>
          <Part title={words.film} lead={words.filmLead}>
            {button(
              words.makeFilm,
              () =>
                void run(words.filming, async (signal, progress) => {
                  const { filmOf } = await import("./film-of.ts");
                  const film = await filmOf({ session, sketchId: view.id, signal, progress });
                  if (!film) return words.filmUnsupported;
                  saveFile(film.file, fileName(title, `film.${film.extension}`));
                  return undefined;
                }),
              view.isBlank && view.id === null,
            )}
          </Part>
          <Part title={words.project} lead={words.projectLead}>
            {button(
              words.saveProject,
              () =>
                void run(words.savingProject, async (signal, progress) => {
                  const { projectOf } = await import("./project-of.ts");
                  const { writeProject } = await import("./project-file.ts");
                  const project = await projectOf({ session, view, signal, progress });
                  saveFile(
                    new Blob([writeProject(project)], { type: "application/zip" }),
                    fileName(title, "sketch.llama"),
                  );
                  return undefined;
                }),
            )}
            <ImportButton disabled={isBusy} open={openProject} />
          </Part>
          <Part title={words.everything} lead={words.everythingLead}>
            <a
              className={`${BUTTON.plain} ${view.id ? "" : "pointer-events-none opacity-40"}`}
              aria-disabled={view.id === null}
              href={view.id ? archiveUrl(view.id) : undefined}
              download
            >
              <Download className="size-4" aria-hidden="true" />
              {words.download}
            </a>
          </Part>
        </div>
        {(work || said) && (
          <footer className="grid gap-2 border-t border-border px-4 py-3">
            {work && (
              <div className="flex items-center gap-3">
                <div className="grid flex-1 gap-1">
                  <p role="status">{work.label}</p>
                  <ProgressBar label={work.label} done={work.part} total={1} />
                </div>
                <button type="button" className={BUTTON.plain} onClick={() => work.stop.abort()}>
                  {words.stop}
                </button>
              </div>
            )}
            {said && (
              <p
                role={said.isBad ? "alert" : "status"}
                className={said.isBad ? "text-bad" : ""}
                data-testid="export-said"
              >
                {said.text}
              </p>
            )}
          </footer>
        )}
      </div>
    </Sheet>
  );
}

function failureText(error: unknown): string {
  const isOwn = error instanceof Error && error.name === "Error";
  return words.failed(isOwn ? error.message : whyFailed(error));
}

function Part({ title, lead, children }: { title: string; lead?: string; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <h3 className="text-field font-semibold">{title}</h3>
      {lead && <p className="text-muted">{lead}</p>}
      <div className="mt-2 flex flex-wrap gap-2">{children}</div>
    </section>
  );
}
