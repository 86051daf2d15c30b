import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { signUp } from "../api/accounts.ts";
import { BUTTON } from "../ui/button-styles.ts";
import { FailureNote } from "../app/failure-note.tsx";
import { addressProblem } from "./address-problem.ts";
import { CheckedForm, EmailField, NewPasswordField, isShortPassword } from "./checked-form.tsx";
import { Frame } from "../app/frame.tsx";
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
  const ask = useMutation({ mutationFn: () => signUp(email, password) });
  const isReady = !addressProblem(email) && !isShortPassword(password);

  if (ask.isSuccess) return <SentNote text={words.sentConfirm(email.trim())} again={() => ask.reset()} />;
  return (
    <CheckedForm isReady={isReady} isPending={ask.isPending} send={() => ask.mutate()}>
      {(isChecked) => (
        <>
          <EmailField value={email} change={setEmail} isChecked={isChecked} />
          <NewPasswordField
            label={words.password}
            value={password}
            change={setPassword}
            isChecked={isChecked}
          />
          <FailureNote error={ask.error} />
          <button type="submit" className={BUTTON.primary} disabled={ask.isPending}>
            {words.signUp}
          </button>
          <Link to="/sign-in" className={BUTTON.plain}>
            {words.haveOne}
          </Link>
        </>
      )}
    </CheckedForm>
  );
}
