import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { useGridShape } from "./use-grid-shape.ts";

const SKELETON_ROWS = 3;

/** Cards to come, of their real shape. */
export function SkeletonGrid({ rows = SKELETON_ROWS }: { rows?: number }) {
  const [grid, shape] = useGridShape();
  return (
    <ul ref={grid} aria-hidden="true" className="flex flex-wrap" style={{ gap: shape?.gapPx }}>
      {shape &&
        Array.from({ length: rows * shape.columns }, (_, at) => (
          <li
            key={at}
            className="overflow-hidden rounded-lg border border-border bg-surface"
            style={{ width: shape.cardWidthPx, height: shape.rowHeightPx - shape.gapPx }}
          >
            <div className="chip-waits aspect-square bg-raised" />
            <div className="mx-3 mt-3 h-3 w-2/3 rounded bg-raised" />
            <div className="mx-3 mt-2 h-2.5 w-1/3 rounded bg-raised" />
          </li>
        ))}
    </ul>
  );
}

interface MessageProps {
  icon: LucideIcon;
  title: string;
  text: string;
  children?: ReactNode;
}

/** What stands where the list would. */
export function StateMessage({ icon: Icon, title, text, children }: MessageProps) {
  return (
    <div className="grid min-h-[60dvh] place-content-center justify-items-center gap-3 text-center">
      <Icon className="size-10 text-muted" aria-hidden="true" />
      <h2 className="text-title font-semibold break-words">{title}</h2>
      <p className="max-w-[44ch] text-field break-words text-muted">{text}</p>
      <div className="mt-2 flex flex-wrap justify-center gap-3">{children}</div>
    </div>
  );
}
