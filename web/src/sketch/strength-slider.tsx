interface Props {
  value: number;
  disabled: boolean;
  change: (value: number) => void;
}

/** How far the painter may leave the drawing. */
export function StrengthSlider({ value, disabled, change }: Props) {
  return (
    <label className="flex items-center gap-3 whitespace-nowrap">
      <span className="text-muted">Strength</span>
      <input
        type="range"
        className="h-11 w-32"
        min={0}
        max={1}
        step={0.05}
        value={value}
        disabled={disabled}
        onChange={(event) => change(Number(event.target.value))}
      />
      <output className="w-9 text-right tabular-nums">{Math.round(value * 100)}%</output>
    </label>
  );
}
