import { useEffect, useEffectEvent } from "react";
import { isTyping } from "../page/is-typing.ts";
import type { SketchSession } from "../sketch/sketch-session.ts";
import { STYLES, toggleStyle } from "./styles.ts";

/** `/` goes to the prompt, 1 to 6 press a style. */
export function usePromptKeys(session: SketchSession, isDisabled: boolean, open: () => void): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (isDisabled || event.altKey || event.ctrlKey || event.metaKey || isTyping(event.target)) return;
    // A panel in front has the keys to itself.
    if (document.querySelector("dialog[open]")) return;
    if (event.key === "/") {
      open();
    } else {
      const style = /^[1-6]$/.test(event.key) ? STYLES[Number(event.key) - 1] : undefined;
      if (!style) return;
      const { settings } = session.getSnapshot();
      session.setSettings({ ...settings, prompt: toggleStyle(settings.prompt, style) });
    }
    event.preventDefault();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => onKey(event);
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);
}
