interface Props {
  label: string;
  done: number;
  total: number;
}

export function ProgressBar({ label, done, total }: Props) {
  return (
    <progress
      className="h-2 w-full appearance-none overflow-hidden rounded-full bg-raised [&::-moz-progress-bar]:bg-primary [&::-webkit-progress-bar]:bg-raised [&::-webkit-progress-value]:bg-primary"
      aria-label={label}
      value={done}
      max={Math.max(1, total)}
    />
  );
}
