import { characterOf } from "../../../ui/key-press.ts";
import { useShortcuts } from "../../../app/use-shortcuts.ts";
import type { SketchSession } from "../session/sketch-session.ts";
import { STYLES, toggleStyle } from "../../../prompt/styles.ts";

/** `/` goes to the prompt, 1 to 6 press a style. */
export function usePromptKeys(session: SketchSession, isDisabled: boolean, open: () => void): void {
  useShortcuts({
    prompt: () => {
      if (isDisabled) return false;
      open();
    },
    style: (_event, press) => {
      const style = STYLES[Number(characterOf(press)) - 1];
      if (isDisabled || !style) return false;
      const { settings } = session.getSnapshot();
      session.setSettings({ ...settings, prompt: toggleStyle(settings.prompt, style) });
    },
  });
}
