import type { GenerationResult } from "@llamasketch/contract";
import { useQuery } from "@tanstack/react-query";
import { ImagePlus, X } from "lucide-react";
import { useState } from "react";
import { listGenerations } from "../../../api/generations.ts";
import { Loaded } from "../../../app/part.tsx";
import { BUTTON } from "../../../ui/button-styles.ts";
import { Sheet } from "../../../ui/sheet.tsx";
import { StrengthSlider } from "../../../prompt/strength-slider.tsx";
import { BlurImage } from "../../../app/blur-image.tsx";
import { OwnPicture, previewOf } from "./own-picture.tsx";
import { fittingSize } from "./sizes.ts";
import { takes, type Draft } from "./draft.ts";
import { titleOf } from "./title.ts";
import { useSource } from "./use-source.ts";
import { words } from "./words.ts";

const SHOWN = 60;
/** The API takes no less. */
const STRENGTH_MIN = 0.05;

interface Props {
  draft: Draft;
  change: (part: Partial<Draft>) => void;
  /** What was missing when the button was pressed. */
  problem: string | undefined;
}

/** Which of one's pictures is painted over, and how much of it. */
export function SourceField({ draft, change, problem }: Props) {
  const [isOpen, setOpen] = useState(false);
  const { image, strength } = draft;
  return (
    <fieldset className="grid gap-3">
      <legend className="mb-1 text-muted">{words.sources[draft.kind] ?? words.source}</legend>
      <div className="flex flex-wrap items-center gap-3">
        {image && <Chosen image={image} />}
        <button type="button" className={BUTTON.plain} onClick={() => setOpen(true)}>
          <ImagePlus className="size-5" aria-hidden="true" />
          {words.chooseSource}
        </button>
        <OwnPicture take={({ id, ...size }) => change({ image: { upload: id }, ...fittingSize(size) })} />
        {!image && <span className={problem ? "text-bad" : "text-muted"}>{problem ?? words.noSource}</span>}
      </div>
      {image && takes(draft.kind).strength && (
        <StrengthSlider
          value={strength}
          disabled={false}
          change={(value) => change({ strength: Math.max(STRENGTH_MIN, value) })}
        />
      )}
      {isOpen && (
        <SourceSheet
          close={() => setOpen(false)}
          take={(generation, { position, widthPx, heightPx }) => {
            change({ image: { generation, position }, ...fittingSize({ widthPx, heightPx }) });
            setOpen(false);
          }}
        />
      )}
    </fieldset>
  );
}

function Chosen({ image }: { image: NonNullable<Draft["image"]> }) {
  const { size, result, isGone } = useSource(image);
  if (isGone) return <span className="text-bad">{words.sourceGoneTitle}</span>;
  if (!size) return <span className="size-24 rounded-lg bg-raised" />;
  const preview = "upload" in image ? previewOf(image.upload) : null;
  return (
    <span className="grid gap-1">
      {result && (
        <BlurImage
          url={result.thumbnailUrl ?? result.url}
          alt={words.sourceChosen}
          blurHash={result.blurHash}
          widthPx={result.widthPx}
          heightPx={result.heightPx}
          className="w-24"
        />
      )}
      {preview && (
        <img src={preview} alt={words.ownChosen} className="max-h-32 w-24 rounded-lg object-contain" />
      )}
      <span className="text-small text-muted">
        {result || preview
          ? words.sizeSaid(size.widthPx, size.heightPx)
          : words.ownSize(size.widthPx, size.heightPx)}
      </span>
    </span>
  );
}

interface SheetProps {
  close: () => void;
  take: (generation: string, result: GenerationResult) => void;
}

function SourceSheet({ close, take }: SheetProps) {
  const earlier = useQuery({
    queryKey: ["generations", "sources"],
    queryFn: () => listGenerations(null, SHOWN),
  });
  return (
    <Sheet label={words.earlier} at="middle" close={close}>
      <div className="sheet-body grid gap-4">
        <header className="flex items-center justify-between gap-3">
          <h2 className="text-title font-semibold">{words.earlier}</h2>
          <button type="button" className={BUTTON.icon} aria-label={words.close} onClick={close}>
            <X className="size-5" aria-hidden="true" />
          </button>
        </header>
        <Loaded query={earlier}>
          {({ generations }) => {
            // A video cannot go in.
            const made = generations.filter(({ results }) => results.some(({ type }) => type === "image"));
            if (made.length === 0) return <p className="text-muted">{words.earlierNone}</p>;
            return (
              <ul className="generate-sources">
                {made.flatMap(({ results, ...view }) =>
                  results.map((result) => (
                    <li key={`${view.id} ${result.position}`}>
                      <button
                        type="button"
                        className="block w-full rounded-lg"
                        aria-label={words.take(titleOf(view), result.position)}
                        onClick={() => take(view.id, result)}
                      >
                        <BlurImage
                          url={result.thumbnailUrl ?? result.url}
                          alt=""
                          blurHash={result.blurHash}
                          widthPx={1}
                          heightPx={1}
                        />
                      </button>
                    </li>
                  )),
                )}
              </ul>
            );
          }}
        </Loaded>
      </div>
    </Sheet>
  );
}
