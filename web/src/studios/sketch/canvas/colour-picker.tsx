import { useEffect, useRef } from "react";
import { BUTTON } from "../../../ui/button-styles.ts";
import { Popover } from "../../../ui/popover.tsx";
import { useStore } from "../../../ui/store.ts";
import type { Desk } from "./desk.ts";
import { PALETTE } from "./palette.ts";
import { isColour } from "./preferences.ts";
import { words } from "./words.ts";

export function ColourPicker({ desk }: { desk: Desk }) {
  const { colour } = useStore(desk.tools);
  const { recentColours } = useStore(desk.preferences);
  return (
    <Popover
      label={words.colour}
      triggerClass={BUTTON.icon}
      panelClass="tool-popover"
      trigger={<span className="size-6 rounded-full border-2 border-edge" style={{ background: colour }} />}
    >
      <div className="grid w-max grid-cols-7 gap-1.5 max-[385px]:grid-cols-6">
        {PALETTE.map((entry) => (
          <Swatch key={entry.colour} colour={entry.colour} name={entry.name} desk={desk} chosen={colour} />
        ))}
      </div>
      {recentColours.length > 0 && (
        <div className="mt-3">
          <p className="mb-1 text-muted">{words.recentColours}</p>
          <div className="flex gap-2">
            {recentColours.map((each) => (
              <Swatch key={each} colour={each} name={words.recentColour(each)} desk={desk} chosen={colour} />
            ))}
          </div>
        </div>
      )}
      <AnyColour colour={colour} choose={(next) => desk.chooseColour(next)} />
    </Popover>
  );
}

function Swatch(props: { colour: string; name: string; chosen: string; desk: Desk }) {
  const { colour, name, chosen, desk } = props;
  return (
    <button
      type="button"
      className={`size-11 rounded-lg border-2 border-edge ${colour === chosen ? "outline-2 outline-offset-2 outline-primary" : ""}`}
      style={{ background: colour }}
      aria-label={name}
      title={name}
      aria-pressed={colour === chosen}
      onClick={() => desk.chooseColour(colour)}
    />
  );
}

function AnyColour({ colour, choose }: { colour: string; choose: (colour: string) => void }) {
  const well = useRef<HTMLInputElement>(null);
  const latest = useRef(choose);
  latest.current = choose;
  // The browser's own `change` comes once, when the choice is made; React's comes for every step of a drag.
  useEffect(() => {
    const element = well.current;
    if (!element) return;
    const chosen = (): void => latest.current(element.value);
    element.addEventListener("change", chosen);
    return () => element.removeEventListener("change", chosen);
  }, []);
  return (
    <div className="mt-3 flex items-center gap-3">
      <label className="flex items-center gap-3">
        <input
          key={colour}
          ref={well}
          type="color"
          className="h-11 w-14 cursor-pointer rounded-lg border-2 border-edge bg-transparent p-1"
          defaultValue={colour}
        />
        {words.anyColour}
      </label>
      <input
        key={`code ${colour}`}
        aria-label={words.colourCode}
        className="h-11 w-[9ch] rounded-lg border border-edge bg-surface px-2 text-field tabular-nums select-text lg:text-body"
        defaultValue={colour}
        maxLength={7}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => {
          const code = event.target.value.toLowerCase();
          if (isColour(code)) choose(code);
        }}
      />
    </div>
  );
}
