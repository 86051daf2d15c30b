import { PASSWORD_MIN_CHARS } from "@llamasketch/contract";
import { useState, type ReactNode } from "react";
import { Field, PasswordField } from "../ui/field.tsx";
import { addressProblem } from "./address-problem.ts";
import { words } from "./words.ts";

interface FormProps {
  /** What is filled in may be sent. */
  isReady: boolean;
  isPending: boolean;
  send: () => void;
  /** Told whether it was tried to send it: only then are fields called wrong. */
  children: (isChecked: boolean) => ReactNode;
}

export function CheckedForm({ isReady, isPending, send, children }: FormProps) {
  const [isChecked, setChecked] = useState(false);
  return (
    <form
      className="account-part"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setChecked(true);
        if (isReady && !isPending) send();
      }}
    >
      {children(isChecked)}
    </form>
  );
}

interface FieldProps {
  value: string;
  change: (value: string) => void;
  isChecked: boolean;
}

export function EmailField({ value, change, isChecked }: FieldProps) {
  return (
    <Field
      label={words.email}
      type="email"
      name="email"
      autoComplete="username"
      inputMode="email"
      enterKeyHint="go"
      value={value}
      change={change}
      problem={isChecked ? addressProblem(value) : undefined}
    />
  );
}

export const isShortPassword = (password: string): boolean => password.length < PASSWORD_MIN_CHARS;

/** One that is chosen now. */
export function NewPasswordField({ label, value, change, isChecked }: FieldProps & { label: string }) {
  const hint = words.passwordHint(PASSWORD_MIN_CHARS);
  return (
    <PasswordField
      label={label}
      show={words.showPassword}
      hide={words.hidePassword}
      name="password"
      autoComplete="new-password"
      value={value}
      change={change}
      hint={hint}
      problem={isChecked && isShortPassword(value) ? hint : undefined}
    />
  );
}

/** The one that opens the account. */
export function OwnPasswordField({ value, change }: Omit<FieldProps, "isChecked">) {
  return (
    <PasswordField
      label={words.password}
      show={words.showPassword}
      hide={words.hidePassword}
      name="password"
      autoComplete="current-password"
      required
      value={value}
      change={change}
    />
  );
}
