import type { Place } from "../../../drawing/operation.ts";
import { scaled, shifted, stretched, turned } from "../../../drawing/placement.ts";
import { characterOf, type KeyPress } from "../../../ui/key-press.ts";

type Key = Omit<KeyPress, "isThirdLevel">;

/** Page units, and with Shift. */
const STEP = 4;
const BIG_STEP = 32;
const FACTOR = 1.05;
const BIG_FACTOR = 1.25;
const TURN_DEGREES = 5;
const BIG_TURN_DEGREES = 45;

const ARROWS: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** What a key makes of where something lies; null when it means nothing here. */
export function placeAfterKey(place: Place, press: Key): Place | null {
  const { shiftKey, altKey, ctrlKey, metaKey } = press;
  const character = characterOf(press);
  if (ctrlKey || metaKey) return null;
  const arrow = ARROWS[character];
  const step = shiftKey ? BIG_STEP : STEP;
  // Down is shorter when the upper edge is let go: up makes it taller, as a finger would pull it.
  if (arrow && altKey) return stretched(place, arrow[0] * step, -arrow[1] * step);
  if (arrow) return shifted(place, arrow[0] * step, arrow[1] * step);
  switch (character) {
    // On many keyboards plus is Shift and another key, so Shift says nothing about it: Page Up and Down do.
    case "+":
    case "=":
      return scaled(place, FACTOR);
    case "-":
    case "_":
      return scaled(place, 1 / FACTOR);
    case "PageUp":
      return scaled(place, BIG_FACTOR);
    case "PageDown":
      return scaled(place, 1 / BIG_FACTOR);
    case "r":
      return turned(place, TURN_DEGREES);
    case "R":
      return turned(place, BIG_TURN_DEGREES);
    default:
      return null;
  }
}
