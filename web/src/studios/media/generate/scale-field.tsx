import { Choice } from "../../../ui/choice.tsx";
import type { Draft } from "./draft.ts";
import { longSideOf } from "./sizes.ts";
import { TooLarge } from "./too-large.tsx";
import { useSideMax } from "./use-side-max.ts";
import { useSource } from "./use-source.ts";
import { words } from "./words.ts";

/** How much larger than the picture that goes in. */
export function ScaleField({ draft, change }: { draft: Draft; change: (part: Partial<Draft>) => void }) {
  const { image, scale } = draft;
  const mostPx = useSideMax();
  const { size } = useSource(image);
  return (
    <div className="grid gap-1">
      <Choice
        legend={words.scale}
        options={words.scales}
        value={String(scale) as `${typeof scale}`}
        choose={(times) => change({ scale: times === "4" ? 4 : 2 })}
      />
      {size && (
        <p className="text-small text-muted" data-testid="size">
          {words.sizeSaid(size.widthPx * scale, size.heightPx * scale)}
        </p>
      )}
      {size && <TooLarge longPx={longSideOf(size) * scale} mostPx={mostPx} />}
    </div>
  );
}
