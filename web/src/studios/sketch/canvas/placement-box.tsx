import { Minus, Plus, RotateCw } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { PAGE_SIDE } from "../../../drawing/page-size.ts";
import { rounded, scaled, turned } from "../../../drawing/placement.ts";
import { shapeLine } from "../../../drawing/shapes.ts";
import { BUTTON } from "../../../ui/button-styles.ts";
import { useStore } from "../../../ui/store.ts";
import type { Desk } from "./desk.ts";
import { dragPlace } from "./drag-place.ts";
import { placeAfterKey } from "./place-keys.ts";
import { nameOf, type Placing } from "./placing.ts";
import { sizedTool } from "./tools.ts";
import { ActionButton } from "./tool-button.tsx";
import { words } from "./words.ts";

const percent = (units: number): string => `${(units / PAGE_SIDE) * 100}%`;
const BIGGER = 1.1;
const TURN_DEGREES = 15;

/** Something on its way onto the page: moved, scaled and turned by pointer, fingers or keys, then placed. */
export function PlacementBox({ desk, placing }: { desk: Desk; placing: Placing }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    box.current?.focus({ preventScroll: true });
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);
  useEffect(() => (box.current ? dragPlace(box.current, desk) : undefined), [desk]);
  const { x, y, width, height, angle } = placing.place;
  return (
    <>
      {placing.kind === "shape" && <ShapePreview desk={desk} placing={placing} />}
      <div
        ref={box}
        data-testid="placement"
        className="placement-box"
        role="group"
        tabIndex={0}
        aria-label={nameOf(placing)}
        aria-description={words.placingHelp}
        style={{
          left: percent(x),
          top: percent(y),
          width: percent(width),
          height: percent(height),
          transform: `translate(-50%, -50%) rotate(${angle}deg)`,
        }}
        onKeyDown={(event) => {
          if (event.key === "Enter") desk.place();
          else if (event.key === "Escape") desk.dropPlacing();
          else {
            const place = placeAfterKey(placing.place, event);
            if (!place) return;
            desk.movePlacing(place);
          }
          event.preventDefault();
          event.stopPropagation();
        }}
      >
        {"url" in placing && placing.url && (
          <img src={placing.url} alt="" draggable={false} className="pointer-events-none size-full" />
        )}
        {(["nw", "ne", "sw", "se"] as const).map((corner) => (
          <span key={corner} className="placement-corner" data-corner={corner} title={words.corner} />
        ))}
      </div>
    </>
  );
}

function ShapePreview({ desk, placing }: { desk: Desk; placing: Placing & { kind: "shape" } }) {
  const tools = useStore(desk.tools);
  const sized = sizedTool(tools);
  const line = shapeLine(placing.shape, placing.place);
  return (
    <svg
      viewBox={`0 0 ${PAGE_SIDE} ${PAGE_SIDE}`}
      className="pointer-events-none absolute inset-0 z-5 size-full"
      aria-hidden="true"
    >
      <polyline
        points={line.map(({ x, y }) => `${x},${y}`).join(" ")}
        fill="none"
        stroke={tools.colour}
        strokeWidth={tools.sizes[sized === "eraser" ? "brush" : sized]}
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}

/** The same by buttons, and said aloud. */
export function PlacementBar({ desk, placing }: { desk: Desk; placing: Placing }) {
  const change = (place: Placing["place"]): void => desk.movePlacing(place);
  return (
    <div className="placement-bar" role="toolbar" aria-label={nameOf(placing)}>
      <Announcer placing={placing} />
      <ActionButton
        label={words.smaller}
        icon={Minus}
        press={() => change(scaled(placing.place, 1 / BIGGER))}
      />
      <ActionButton label={words.bigger} icon={Plus} press={() => change(scaled(placing.place, BIGGER))} />
      <ActionButton
        label={words.turn}
        icon={RotateCw}
        press={() => change(turned(placing.place, TURN_DEGREES))}
      />
      <button type="button" className={BUTTON.plain} onClick={() => desk.dropPlacing()}>
        {words.cancel}
      </button>
      <button type="button" data-testid="place" className={BUTTON.primary} onClick={() => desk.place()}>
        {words.place}
      </button>
    </div>
  );
}

/** A held key says only where it came to. */
const SAY_AFTER_MS = 250;

function Announcer({ placing }: { placing: Placing }) {
  const [text, setText] = useState("");
  const { x, y, width, height, angle } = rounded(placing.place);
  const now = words.placed(nameOf(placing), x, y, width, height, Math.round(angle));
  useEffect(() => {
    const timer = setTimeout(() => setText(now), SAY_AFTER_MS);
    return () => clearTimeout(timer);
  }, [now]);
  return (
    <span className="sr-only" role="status">
      {text}
    </span>
  );
}
