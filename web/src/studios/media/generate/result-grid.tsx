import type { GenerationResult, GenerationView } from "@llamasketch/contract";
import { Brush, Clapperboard, Dices, Download, Maximize2, type LucideIcon } from "lucide-react";
import type { Kind } from "../../../api/generations.ts";
import { BUTTON } from "../../../ui/button-styles.ts";
import { BlurImage } from "../../../app/blur-image.tsx";
import { titleOf } from "./title.ts";
import { words } from "./words.ts";

interface Props {
  view: GenerationView;
  /** It is what the next one begins with. */
  goIn: (kind: Kind, result: GenerationResult) => void;
  keepSeed: (seed: number) => void;
}

/** What a picture can become next. */
const GO_IN: readonly { kind: Kind; icon: LucideIcon; label: string }[] = [
  { kind: "edit", icon: Brush, label: words.useAsInput },
  { kind: "upscale", icon: Maximize2, label: words.enlarge },
  { kind: "video", icon: Clapperboard, label: words.move },
];

export function ResultGrid({ view, goIn, keepSeed }: Props) {
  const { results, kind } = view;
  return (
    <ul className="generate-results" data-testid="results">
      {results.map((result) => {
        const { position, type, url, webmUrl, thumbnailUrl, blurHash, widthPx, heightPx, durationMs, seed } =
          result;
        return (
          <li key={position} className="grid content-start gap-2">
            <a href={url} target="_blank" rel="noreferrer" title={words.open} className="block rounded-lg">
              <BlurImage
                url={url}
                still={type === "video" ? thumbnailUrl : null}
                alt={words.picture(titleOf(view), position + 1, results.length)}
                blurHash={blurHash}
                widthPx={widthPx}
                heightPx={heightPx}
              />
            </a>
            <p className="text-small text-muted">
              {durationMs === null
                ? words.sizeSaid(widthPx, heightPx)
                : words.videoSaid(widthPx, heightPx, durationMs)}
            </p>
            <div className="flex flex-wrap gap-2">
              <a href={`${url}&download=1`} download="" className={BUTTON.plain}>
                <Download className="size-4" aria-hidden="true" />
                {words.download}
              </a>
              {webmUrl && (
                <a href={`${webmUrl}&download=1`} download="" className={BUTTON.plain}>
                  <Clapperboard className="size-4" aria-hidden="true" />
                  {words.asWebm}
                </a>
              )}
              {type === "image" &&
                GO_IN.map(({ kind: next, icon: Icon, label }) => (
                  <button
                    key={next}
                    type="button"
                    className={BUTTON.plain}
                    onClick={() => goIn(next, result)}
                  >
                    <Icon className="size-4" aria-hidden="true" />
                    {label}
                  </button>
                ))}
              {kind !== "upscale" && (
                <button type="button" className={BUTTON.plain} onClick={() => keepSeed(seed)}>
                  <Dices className="size-4" aria-hidden="true" />
                  {words.keepSeed(seed)}
                </button>
              )}
            </div>
          </li>
        );
      })}
    </ul>
  );
}
