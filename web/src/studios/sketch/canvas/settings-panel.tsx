import { preferences as pagePreferences } from "../../../app/preferences.ts";
import { useStore } from "../../../ui/store.ts";
import type { Desk } from "./desk.ts";
import type { Preferences } from "./preferences.ts";
import { words } from "./words.ts";

const FINGERS: readonly Preferences["fingers"][] = ["auto", "always", "never"];

export function SettingsPanel({ desk }: { desk: Desk }) {
  const { hand } = useStore(pagePreferences);
  const { fingers } = useStore(desk.preferences);
  const { isPenSeen } = useStore(desk.state);
  return (
    <div className="grid w-[min(18rem,100vw-56px)] gap-2">
      <label className="flex min-h-11 items-center gap-3">
        <input
          type="checkbox"
          className="size-5 accent-[var(--primary)]"
          checked={hand === "left"}
          onChange={(event) => pagePreferences.set({ hand: event.target.checked ? "left" : "right" })}
        />
        {words.leftHanded}
      </label>
      <fieldset>
        <legend className="text-muted">{words.fingers}</legend>
        {FINGERS.map((mode) => (
          <label key={mode} className="flex min-h-11 items-center gap-3">
            <input
              type="radio"
              name="fingers"
              className="size-5 accent-[var(--primary)]"
              checked={fingers === mode}
              onChange={() => desk.preferences.set({ fingers: mode })}
            />
            {words.fingersMode[mode]}
          </label>
        ))}
      </fieldset>
      {fingers === "auto" && isPenSeen && <p className="text-muted">{words.fingersNow}</p>}
    </div>
  );
}
