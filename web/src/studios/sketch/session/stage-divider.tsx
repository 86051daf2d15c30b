import { Maximize2 } from "lucide-react";
import type { KeyboardEvent, PointerEvent } from "react";
import { useStore, type Store } from "../../../ui/store.ts";
import { LEAST_SHARE, withShare, type StageLayout } from "./stage-layout.ts";
import { words } from "./words.ts";

interface Props {
  layout: Store<StageLayout>;
  /** Picture above canvas; otherwise the canvas lies left of it, or right when mirrored. */
  isStacked: boolean;
  isMirrored: boolean;
}

const STEP = 0.05;

/** Between the panes: a grip to share the stage otherwise, and a button that gives the canvas all of it. */
export function StageDivider({ layout, isStacked, isMirrored }: Props) {
  const { stackedShare, besideShare } = useStore(layout);
  const share = isStacked ? stackedShare : besideShare;
  const give = (next: number): void => layout.set(withShare(isStacked, next));

  function drag(event: PointerEvent<HTMLElement>): void {
    const stage = event.currentTarget.closest(".sketch-stage");
    if (!stage || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const { left, top, width, height } = stage.getBoundingClientRect();
    const part = isStacked ? (event.clientY - top) / height : (event.clientX - left) / width;
    give(isStacked || isMirrored ? 1 - part : part);
  }

  function onKey(event: KeyboardEvent): void {
    const towardsCanvas = isStacked ? "ArrowDown" : isMirrored ? "ArrowRight" : "ArrowLeft";
    const towardsPicture = isStacked ? "ArrowUp" : isMirrored ? "ArrowLeft" : "ArrowRight";
    if (event.key === towardsPicture) give(share + STEP);
    else if (event.key === towardsCanvas) give(share - STEP);
    else if (event.key === "Enter") give(0.5);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
  return (
    <div className="stage-divider">
      <div
        className="stage-grip"
        role="separator"
        tabIndex={0}
        aria-label={words.divider}
        title={words.divider}
        aria-orientation={isStacked ? "horizontal" : "vertical"}
        aria-valuemin={LEAST_SHARE * 100}
        aria-valuemax={100 - LEAST_SHARE * 100}
        aria-valuenow={Math.round(share * 100)}
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={drag}
        onDoubleClick={() => give(0.5)}
        onKeyDown={onKey}
      />
      <button
        type="button"
        className="stage-large"
        aria-label={words.makeLarge.canvas}
        title={words.makeLarge.canvas}
        onClick={() => layout.set({ large: "canvas" })}
      >
        <Maximize2 className="size-4" aria-hidden="true" />
      </button>
    </div>
  );
}
