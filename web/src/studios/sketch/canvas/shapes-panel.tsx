import { Circle, Minus, Square, Star, Triangle, type LucideIcon } from "lucide-react";
import { SHAPES, type Shape } from "../../../drawing/shapes.ts";
import { BUTTON } from "../../../ui/button-styles.ts";
import type { Desk } from "./desk.ts";
import { words } from "./words.ts";

const ICONS: Record<Shape, LucideIcon> = {
  line: Minus,
  rectangle: Square,
  ellipse: Circle,
  triangle: Triangle,
  star: Star,
};

/** Drawing without a pointer: a shape to begin with. */
export function ShapesPanel({ desk, close }: { desk: Desk; close: () => void }) {
  return (
    <div className="grid w-[min(18rem,100vw-56px)] gap-2">
      <p className="text-muted">{words.shapesHint}</p>
      <div className="grid grid-cols-2 gap-2">
        {SHAPES.map((shape) => {
          const Icon = ICONS[shape];
          return (
            <button
              key={shape}
              type="button"
              className={BUTTON.plain}
              onClick={() => {
                desk.placeShape(shape);
                close();
              }}
            >
              <Icon className="size-5" aria-hidden="true" />
              {words.shape[shape]}
            </button>
          );
        })}
      </div>
    </div>
  );
}
