interface Props {
  value: number;
  disabled: boolean;
  change: (value: number) => void;
}

const SEED_MAX = 0xffff_ffff;

/** The number that chance starts from: the same drawing, words and seed give the same picture. */
export function SeedField({ value, disabled, change }: Props) {
  return (
    <label className="flex items-center gap-3 whitespace-nowrap">
      <span className="text-muted">Seed</span>
      <input
        inputMode="numeric"
        className="h-11 w-[13ch] rounded-lg border border-edge bg-surface px-3 text-[16px] tabular-nums select-text disabled:opacity-60 lg:text-[14px]"
        value={String(value)}
        disabled={disabled}
        onChange={(event) => {
          const digits = event.target.value.replace(/\D/g, "").slice(0, 10);
          change(Math.min(SEED_MAX, Number(digits)));
        }}
      />
    </label>
  );
}
