import { BUTTON } from "../page/button-styles.ts";
import { Popover } from "../page/popover.tsx";
import { PALETTE } from "./tools.ts";

const swatch = "size-11 rounded-lg border-2 border-edge";

export function ColourPicker({ colour, pick }: { colour: string; pick: (colour: string) => void }) {
  return (
    <Popover
      label="Colour"
      triggerClass={BUTTON.icon}
      panelClass="tool-popover"
      trigger={<span className="size-6 rounded-full border-2 border-edge" style={{ background: colour }} />}
    >
      <div className="grid w-max grid-cols-6 gap-2 max-lg:portrait:mx-auto">
        {PALETTE.map((entry) => (
          <button
            key={entry.colour}
            type="button"
            className={`${swatch} ${entry.colour === colour ? "outline-2 outline-offset-2 outline-primary" : ""}`}
            style={{ background: entry.colour }}
            aria-label={entry.name}
            title={entry.name}
            aria-pressed={entry.colour === colour}
            onClick={() => pick(entry.colour)}
          />
        ))}
        <label className="col-span-6 mt-1 flex items-center gap-3">
          <input
            type="color"
            className="h-11 w-16 cursor-pointer rounded-lg border-2 border-edge bg-transparent p-1"
            value={colour}
            onChange={(event) => pick(event.target.value)}
          />
          Any colour
        </label>
      </div>
    </Popover>
  );
}
