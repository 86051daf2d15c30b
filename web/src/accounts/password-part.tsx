import { PASSWORD_MIN_CHARS } from "@llamasketch/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { changePassword } from "../api/accounts.ts";
import { BUTTON } from "../ui/button-styles.ts";
import { FailureNote } from "../app/failure-note.tsx";
import { PasswordField } from "../ui/field.tsx";
import { toast } from "../ui/toasts.ts";
import { RevokeKeys } from "./revoke-keys.tsx";
import { words } from "./words.ts";

interface Props {
  email: string;
  hasPassword: boolean;
  hasGoogle: boolean;
}

export function PasswordPart({ email, hasPassword, hasGoogle }: Props) {
  const queries = useQueryClient();
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const [revokesKeys, setRevokesKeys] = useState(true);
  const [isChecked, setChecked] = useState(false);
  const change = useMutation({
    mutationFn: () => changePassword(next, revokesKeys, hasPassword ? current : undefined),
    onSuccess: () => {
      setCurrent("");
      setNext("");
      setChecked(false);
      setRevokesKeys(true);
      toast({ text: revokesKeys ? words.passwordAndKeysChanged : words.passwordChanged });
      return queries.invalidateQueries();
    },
  });
  const hint = words.passwordHint(PASSWORD_MIN_CHARS);
  const isShort = next.length < PASSWORD_MIN_CHARS;
  const shared = { show: words.showPassword, hide: words.hidePassword };
  return (
    <>
      {hasGoogle && <p className="text-muted">{words.google}</p>}
      {!hasPassword && <p className="text-muted">{words.passwordNone}</p>}
      <form
        className="grid gap-3"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setChecked(true);
          if (!isShort && !change.isPending) change.mutate();
        }}
      >
        <input type="hidden" name="email" autoComplete="username" value={email} readOnly />
        {hasPassword && (
          <PasswordField
            {...shared}
            label={words.currentPassword}
            name="current-password"
            autoComplete="current-password"
            value={current}
            change={setCurrent}
          />
        )}
        <PasswordField
          {...shared}
          label={words.newPassword}
          name="new-password"
          autoComplete="new-password"
          value={next}
          change={setNext}
          hint={hint}
          problem={isChecked && isShort ? hint : undefined}
        />
        <RevokeKeys isChosen={revokesKeys} choose={setRevokesKeys} />
        <FailureNote error={change.error} />
        <button type="submit" className={BUTTON.plain} disabled={change.isPending}>
          {words.setPassword}
        </button>
      </form>
    </>
  );
}
