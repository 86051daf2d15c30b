import { useId } from "react";
import { strengthName } from "./strength-step.ts";
import { words } from "./words.ts";

interface Props {
  value: number;
  disabled: boolean;
  change: (value: number) => void;
}

/** How far the painter may leave the drawing, as a number and as a word. */
export function StrengthSlider({ value, disabled, change }: Props) {
  const id = useId();
  const name = strengthName(value);
  return (
    <div className="flex items-center gap-3 whitespace-nowrap" title={words.strengthEnds}>
      <label htmlFor={id} className="content-center self-stretch text-muted">
        {words.strength}
      </label>
      <input
        id={id}
        type="range"
        className="h-11 w-32 min-w-0 flex-1"
        min={0}
        max={1}
        step={0.05}
        value={value}
        disabled={disabled}
        aria-valuetext={words.strengthSaid(name, Math.round(value * 100))}
        onChange={(event) => change(Number(event.target.value))}
      />
      <output htmlFor={id} className="w-16" data-testid="strength-name">
        {name}
      </output>
    </div>
  );
}
