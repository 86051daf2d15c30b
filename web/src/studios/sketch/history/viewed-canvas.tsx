import type { PictureView } from "@llamasketch/contract";
import { useEffect, useRef, useState } from "react";
import { canvasAt, findMark } from "../../../drawing/canvas-at.ts";
import { CanvasRenderer } from "../../../drawing/canvas-renderer.ts";
import type { SketchSession } from "../session/sketch-session.ts";
import { words } from "./words.ts";

const SIDE_PX = 1024;

interface Props {
  session: SketchSession;
  picture: PictureView;
}

/** The drawing that a picture of the history was made from, over the live one; a touch comes back to now. */
export function ViewedCanvas({ session, picture }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const renderer = useRef<CanvasRenderer | null>(null);
  const [state, setState] = useState<"coming" | "shown" | "missing">("coming");
  const { epoch, version } = picture;

  useEffect(() => {
    const made = new CanvasRenderer();
    renderer.current = made;
    return () => made.stop();
  }, []);
  useEffect(() => {
    const { operations } = session.ink;
    const mark = findMark(operations, epoch, version);
    const drawn = mark && canvasAt(operations, mark);
    if (!drawn) return setState("missing");
    let isGone = false;
    renderer.current?.load(drawn);
    void renderer.current?.bitmap(SIDE_PX).then((bitmap) => {
      const target = canvas.current;
      if (bitmap && target && !isGone) {
        target.getContext("2d", { alpha: false })?.drawImage(bitmap, 0, 0);
        target.dataset.version = `${epoch}-${version}`;
        setState("shown");
        session.drawing.touch();
      }
      bitmap?.close();
    });
    return () => {
      isGone = true;
    };
  }, [session, epoch, version]);

  useEffect(() => {
    const shown = canvas.current;
    // The viewed picture is compared with its own drawing.
    if (state === "shown" && shown) {
      return session.drawing.instead((context, sidePx) => context.drawImage(shown, 0, 0, sidePx, sidePx));
    }
  }, [session, state, epoch, version]);

  return (
    <button
      type="button"
      className="absolute inset-0 z-[5] grid cursor-pointer place-content-center bg-background"
      aria-label={words.backToNow}
      title={words.backToNow}
      data-testid="viewed-canvas"
      data-state={state}
      // At the first touch: whoever wants to draw is not kept waiting.
      onPointerDown={() => session.timeline.set({ viewed: null })}
      onClick={() => session.timeline.set({ viewed: null })}
    >
      <span className="sketch-square block bg-white">
        <canvas
          ref={canvas}
          width={SIDE_PX}
          height={SIDE_PX}
          className={`absolute inset-0 size-full ${state === "shown" ? "" : "invisible"}`}
          role="img"
          aria-label={words.drawingThen}
        />
        {state === "missing" && (
          <span className="absolute inset-0 grid place-content-center px-6 text-center text-[#5b6170]">
            {words.noDrawing}
          </span>
        )}
      </span>
    </button>
  );
}
