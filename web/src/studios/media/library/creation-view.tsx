import { Link } from "@tanstack/react-router";
import { ChevronLeft, ChevronRight, Clapperboard, Download, Paintbrush, Trash2, X } from "lucide-react";
import { useMemo, useState } from "react";
import { apiUrl } from "../../../api/api-url.ts";
import type { Creation } from "../../../api/creations.ts";
import { curlOf } from "../generate/curl.ts";
import { absoluteTime } from "../../../ui/relative-time.ts";
import { BUTTON } from "../../../ui/button-styles.ts";
import { CopyButton } from "../../../ui/copy-button.tsx";
import { Sheet } from "../../../ui/sheet.tsx";
import { blurUrl } from "../../../ui/blur-url.ts";
import { nameOf } from "./name-of.ts";
import { words } from "./words.ts";

interface Props {
  creation: Creation;
  /** One step through the list, towards older (1) or newer (-1); null where it ends. */
  step: (by: 1 | -1) => (() => void) | null;
  remove: () => void;
  close: () => void;
}

/** One of them, as large as the screen, with what it was made from. */
export function CreationView({ creation, step, remove, close }: Props) {
  const { results, prompt, asked, model, credits } = creation;
  const [position, setPosition] = useState(0);
  const result = results[position] ?? results[0];
  const older = position < results.length - 1 ? () => setPosition(position + 1) : step(1);
  const newer = position > 0 ? () => setPosition(position - 1) : step(-1);
  const negativePrompt = typeof asked.negativePrompt === "string" ? asked.negativePrompt : "";
  // The one that is looked at, not all that were made with it.
  const again = { ...asked, count: 1, ...(result && { seed: result.seed }) };
  const origin = new URL(apiUrl("/"), location.href).origin;
  return (
    <Sheet label={words.view} close={close} at="middle">
      <div
        className="creation-view"
        onKeyDown={({ key }) => {
          if (key === "ArrowRight") older?.();
          if (key === "ArrowLeft") newer?.();
        }}
      >
        <figure className="creation-view-picture">
          {result && <WholePicture key={result.url} result={result} prompt={nameOf(creation)} />}
          <Step label={words.newer} go={newer} icon={ChevronLeft} side="left-2" />
          <Step label={words.older} go={older} icon={ChevronRight} side="right-2" />
        </figure>
        <div className="creation-view-facts" data-scrolls>
          <div className="flex items-start justify-between gap-2">
            <h2 className="pt-2.5 text-field font-medium break-words select-text">{nameOf(creation)}</h2>
            <form method="dialog">
              <button className={BUTTON.icon} aria-label={words.close} title={words.close} data-first-focus>
                <X className="size-5" aria-hidden="true" />
              </button>
            </form>
          </div>
          <p role="status" className="text-small text-muted empty:hidden">
            {results.length > 1 && words.place(position + 1, results.length)}
          </p>
          <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-2 select-text">
            {negativePrompt && <Fact name={words.negativePrompt} value={negativePrompt} />}
            {result && <Fact name={words.seed} value={String(result.seed)} />}
            {result && <Fact name={words.size} value={words.sizeOf(result.widthPx, result.heightPx)} />}
            <Fact name={words.model} value={words.models[model]} />
            <Fact name={words.made} value={absoluteTime(Date.parse(creation.createdAt))} />
            <Fact name={words.price} value={words.credits(credits)} />
          </dl>
          <div className="flex flex-wrap gap-2">
            {result && (
              <a
                className={BUTTON.primary}
                href={`${result.url}&download=1`}
                download={`${creation.id}-${position + 1}.${result.format}`}
              >
                <Download className="size-5" aria-hidden="true" />
                {result.webmUrl ? words.saveWebp : words.save}
              </a>
            )}
            {result?.webmUrl && (
              <a
                className={BUTTON.plain}
                href={`${result.webmUrl}&download=1`}
                download={`${creation.id}-${position + 1}.webm`}
              >
                <Clapperboard className="size-4" aria-hidden="true" />
                {words.saveWebm}
              </a>
            )}
            {result && (
              <Link
                to="/generate"
                search={{ image: creation.id, position: result.position }}
                className={BUTTON.plain}
              >
                <Paintbrush className="size-4" aria-hidden="true" />
                {words.paintOver}
              </Link>
            )}
            {prompt && <CopyButton label={words.copyPrompt} text={() => prompt} />}
            <CopyButton label={words.copyCall} text={() => curlOf(origin, again)} />
            <button type="button" className={BUTTON.danger} onClick={remove}>
              <Trash2 className="size-4" aria-hidden="true" />
              {words.delete}
            </button>
          </div>
        </div>
      </div>
    </Sheet>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0 break-words">{value}</dd>
    </>
  );
}

interface StepProps {
  label: string;
  go: (() => void) | null;
  icon: typeof ChevronLeft;
  side: string;
}

function Step({ label, go, icon: Icon, side }: StepProps) {
  if (!go) return null;
  return (
    <button
      type="button"
      className={`absolute top-1/2 grid size-11 -translate-y-1/2 place-content-center rounded-full bg-[rgb(0_0_0/0.6)] text-white ${side}`}
      aria-label={label}
      title={label}
      onClick={go}
    >
      <Icon className="size-6" aria-hidden="true" />
    </button>
  );
}

function WholePicture({ result, prompt }: { result: Creation["results"][number]; prompt: string }) {
  const blur = useMemo(() => blurUrl(result.blurHash), [result.blurHash]);
  const [state, setState] = useState<"loading" | "there" | "gone">("loading");
  const { widthPx, heightPx } = result;
  if (state === "gone") return <p className="p-6 text-center text-white">{words.gone}</p>;
  return (
    <img
      src={result.url}
      alt={prompt}
      width={widthPx}
      height={heightPx}
      data-testid="whole-picture"
      className="size-full object-contain"
      style={blur && state === "loading" ? { backgroundImage: `url(${blur})`, backgroundSize: "cover" } : {}}
      onLoad={() => setState("there")}
      onError={() => setState("gone")}
    />
  );
}
