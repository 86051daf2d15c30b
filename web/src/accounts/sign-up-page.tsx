import { PASSWORD_MIN_CHARS } from "@llamasketch/contract";
import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { signUp } from "../api/accounts.ts";
import { BUTTON } from "../page/button-styles.ts";
import { FailureNote } from "../page/failure-note.tsx";
import { Field, PasswordField } from "../page/field.tsx";
import { addressProblem } from "./address-problem.ts";
import { Frame } from "./frame.tsx";
import { SentNote } from "./sent-note.tsx";
import { words } from "./words.ts";

export function SignUpPage() {
  return (
    <Frame title={words.signUpTitle} isForm>
      <p className="text-muted">{words.signInWhy}</p>
      <SignUpForm />
    </Frame>
  );
}

function SignUpForm() {
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [isChecked, setChecked] = useState(false);
  const ask = useMutation({ mutationFn: () => signUp(email, password) });
  const problem = addressProblem(email);
  const hint = words.passwordHint(PASSWORD_MIN_CHARS);
  const isShort = password.length < PASSWORD_MIN_CHARS;

  if (ask.isSuccess) return <SentNote text={words.sentConfirm(email.trim())} again={() => ask.reset()} />;
  return (
    <form
      className="account-part"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setChecked(true);
        if (!problem && !isShort && !ask.isPending) ask.mutate();
      }}
    >
      <Field
        label={words.email}
        type="email"
        name="email"
        autoComplete="username"
        inputMode="email"
        value={email}
        change={setEmail}
        problem={isChecked ? problem : undefined}
      />
      <PasswordField
        label={words.password}
        show={words.showPassword}
        hide={words.hidePassword}
        name="password"
        autoComplete="new-password"
        value={password}
        change={setPassword}
        hint={hint}
        problem={isChecked && isShort ? hint : undefined}
      />
      <FailureNote error={ask.error} />
      <button type="submit" className={BUTTON.primary} disabled={ask.isPending}>
        {words.signUp}
      </button>
      <Link to="/sign-in" className={BUTTON.plain}>
        {words.haveOne}
      </Link>
    </form>
  );
}
