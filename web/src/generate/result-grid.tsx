import type { GenerationResult, GenerationView } from "@llamasketch/contract";
import { Brush, Dices, Download } from "lucide-react";
import { BUTTON } from "../page/button-styles.ts";
import { BlurImage } from "./blur-image.tsx";
import { words } from "./words.ts";

interface Props {
  view: GenerationView;
  paintOver: (result: GenerationResult) => void;
  keepSeed: (seed: number) => void;
}

export function ResultGrid({ view: { prompt, results }, paintOver, keepSeed }: Props) {
  return (
    <ul className="generate-results" data-testid="results">
      {results.map((result) => {
        const { position, url, blurHash, widthPx, heightPx, seed } = result;
        return (
          <li key={position} className="grid content-start gap-2">
            <a href={url} target="_blank" rel="noreferrer" title={words.open} className="block rounded-lg">
              <BlurImage
                url={url}
                alt={words.picture(prompt, position + 1, results.length)}
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
              <button type="button" className={BUTTON.plain} onClick={() => paintOver(result)}>
                <Brush className="size-4" aria-hidden="true" />
                {words.useAsInput}
              </button>
              <button type="button" className={BUTTON.plain} onClick={() => keepSeed(seed)}>
                <Dices className="size-4" aria-hidden="true" />
                {words.keepSeed(seed)}
              </button>
            </div>
          </li>
        );
      })}
    </ul>
  );
}
