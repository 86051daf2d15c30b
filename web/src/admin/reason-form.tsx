import { useMutation } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { BUTTON } from "../ui/button-styles.ts";
import { FailureNote } from "../app/failure-note.tsx";
import { Field } from "../ui/field.tsx";
import { words } from "./words.ts";

const REASON_MIN_CHARS = 3;
const REASON_MAX_CHARS = 500;

interface Props {
  action: string;
  isDanger?: boolean;
  /** What is wrong with the fields beside the reason; null when nothing is. */
  problem?: boolean;
  act: (reason: string) => Promise<unknown>;
  children?: ReactNode | ((isChecked: boolean) => ReactNode);
}

/** Nothing is done to anybody without saying why. */
export function ReasonForm({ action, isDanger = false, problem = false, act, children }: Props) {
  const [reason, setReason] = useState("");
  const [isChecked, setChecked] = useState(false);
  const go = useMutation({
    mutationFn: () => act(reason.trim()),
    onSuccess: () => {
      setReason("");
      setChecked(false);
    },
  });
  const isShort = reason.trim().length < REASON_MIN_CHARS;
  return (
    <form
      className="grid gap-3"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setChecked(true);
        if (!isShort && !problem && !go.isPending) go.mutate();
      }}
    >
      {typeof children === "function" ? children(isChecked) : children}
      <Field
        label={words.reason}
        name="reason"
        autoComplete="off"
        maxLength={REASON_MAX_CHARS}
        value={reason}
        change={setReason}
        problem={isChecked && isShort ? words.reasonBad : undefined}
      />
      <FailureNote error={go.error} />
      <button type="submit" className={isDanger ? BUTTON.danger : BUTTON.plain} disabled={go.isPending}>
        {action}
      </button>
    </form>
  );
}
