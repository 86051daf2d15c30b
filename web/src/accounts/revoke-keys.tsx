import { words } from "./words.ts";

interface Props {
  isChosen: boolean;
  choose: (isChosen: boolean) => void;
}

/** Beside a new password: whoever had the old one may have made keys with it. */
export function RevokeKeys({ isChosen, choose }: Props) {
  return (
    <label className="flex min-h-11 items-start gap-3 py-2">
      <input
        type="checkbox"
        className="mt-0.5 size-5 shrink-0 accent-(--primary)"
        checked={isChosen}
        onChange={(event) => choose(event.target.checked)}
      />
      <span>
        {words.revokeKeys}
        <span className="block text-small text-muted">{words.revokeKeysWhy}</span>
      </span>
    </label>
  );
}
