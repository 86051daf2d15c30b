import { Choice } from "../../../ui/choice.tsx";
import type { Draft } from "./draft.ts";
import { ASPECTS, aspectOf, LONG_SIDES_PX, longSideOf, sizeOf, type Aspect } from "./sizes.ts";
import { TooLarge } from "./too-large.tsx";
import { useSideMax } from "./use-side-max.ts";
import { words } from "./words.ts";

const SHAPES = Object.fromEntries(ASPECTS.map((aspect) => [aspect, aspect])) as Record<Aspect, string>;

/** Shape and size, as far as the plan goes. */
export function SizeFields({ draft, change }: { draft: Draft; change: (part: Partial<Draft>) => void }) {
  const mostPx = useSideMax();
  const { widthPx, heightPx } = draft;
  const longPx = longSideOf(draft);
  const sizes = Object.fromEntries(
    [...new Set([...LONG_SIDES_PX, longPx])]
      .filter((px) => mostPx === null || px <= mostPx || px === longPx)
      .map((px) => [String(px), words.sizeNames[px] ?? String(px)]),
  );
  return (
    <>
      <Choice
        legend={words.shape}
        options={SHAPES}
        value={aspectOf(draft)}
        choose={(aspect) => change(sizeOf(aspect, longPx))}
      />
      <div className="grid gap-1">
        <Choice
          legend={words.size}
          options={sizes}
          value={String(longPx)}
          choose={(px) => change(sizeOf(aspectOf(draft), Number(px)))}
        />
        <p className="text-small text-muted" data-testid="size">
          {words.sizeSaid(widthPx, heightPx)}
        </p>
        <TooLarge longPx={longPx} mostPx={mostPx} />
      </div>
    </>
  );
}
