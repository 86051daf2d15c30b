import type { GenerationResult, GenerationView } from "@llamasketch/contract";
import { Brush, Dices, Download, Maximize2 } from "lucide-react";
import type { Kind } from "../api/generations.ts";
import { BUTTON } from "../page/button-styles.ts";
import { BlurImage } from "./blur-image.tsx";
import { titleOf } from "./title.ts";
import { words } from "./words.ts";

interface Props {
  view: GenerationView;
  /** It is what the next one begins with. */
  goIn: (kind: Kind, result: GenerationResult) => void;
  keepSeed: (seed: number) => void;
}

export function ResultGrid({ view, goIn, keepSeed }: Props) {
  const { results, kind } = view;
  return (
    <ul className="generate-results" data-testid="results">
      {results.map((result) => {
        const { position, url, blurHash, widthPx, heightPx, seed } = result;
        return (
          <li key={position} className="grid content-start gap-2">
            <a href={url} target="_blank" rel="noreferrer" title={words.open} className="block rounded-lg">
              <BlurImage
                url={url}
                alt={words.picture(titleOf(view), position + 1, results.length)}
                blurHash={blurHash}
                widthPx={widthPx}
                heightPx={heightPx}
              />
            </a>
            <p className="text-[13px] text-muted">{words.sizeSaid(widthPx, heightPx)}</p>
            <div className="flex flex-wrap gap-2">
              <a href={url} download="" target="_blank" rel="noreferrer" className={BUTTON.plain}>
                <Download className="size-4" aria-hidden="true" />
                {words.download}
              </a>
              <button type="button" className={BUTTON.plain} onClick={() => goIn("edit", result)}>
                <Brush className="size-4" aria-hidden="true" />
                {words.useAsInput}
              </button>
              <button type="button" className={BUTTON.plain} onClick={() => goIn("upscale", result)}>
                <Maximize2 className="size-4" aria-hidden="true" />
                {words.enlarge}
              </button>
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
