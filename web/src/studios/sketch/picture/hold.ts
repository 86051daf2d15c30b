import type { KeyboardEvent, PointerEvent } from "react";

/** Handlers of an element that does something for as long as it is held, by pointer or by key. */
export function holdHandlers(held: (isHeld: boolean) => void) {
  const letGo = (): void => held(false);
  const isHoldKey = (event: KeyboardEvent): boolean => event.key === " " || event.key === "Enter";
  return {
    onPointerDown(event: PointerEvent) {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      held(true);
    },
    onPointerUp: letGo,
    onPointerCancel: letGo,
    onLostPointerCapture: letGo,
    onBlur: letGo,
    // A long press is no menu.
    onContextMenu: (event: { preventDefault(): void }) => event.preventDefault(),
    onKeyDown(event: KeyboardEvent) {
      if (!isHoldKey(event)) return;
      event.preventDefault();
      event.stopPropagation();
      held(true);
    },
    onKeyUp(event: KeyboardEvent) {
      if (isHoldKey(event)) letGo();
    },
  };
}
