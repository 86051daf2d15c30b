import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { sendReset } from "../api/accounts.ts";
import { BUTTON } from "../page/button-styles.ts";
import { FailureNote } from "../page/failure-note.tsx";
import { Field } from "../page/field.tsx";
import { addressProblem } from "./address-problem.ts";
import { Frame } from "./frame.tsx";
import { SentNote } from "./sent-note.tsx";
import { words } from "./words.ts";

export function ForgotPage() {
  return (
    <Frame title={words.forgotTitle} isForm>
      <p className="text-muted">{words.forgotText}</p>
      <ForgotForm />
    </Frame>
  );
}

function ForgotForm() {
  const [email, setEmail] = useState("");
  const [isChecked, setChecked] = useState(false);
  const ask = useMutation({ mutationFn: () => sendReset(email) });
  const problem = addressProblem(email);
  if (ask.isSuccess) return <SentNote text={words.sentReset(email.trim())} again={() => ask.reset()} />;
  return (
    <form
      className="account-part"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setChecked(true);
        if (!problem && !ask.isPending) ask.mutate();
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
      <FailureNote error={ask.error} />
      <button type="submit" className={BUTTON.primary} disabled={ask.isPending}>
        {words.mailReset}
      </button>
    </form>
  );
}
