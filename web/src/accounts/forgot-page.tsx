import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { sendReset } from "../api/accounts.ts";
import { BUTTON } from "../ui/button-styles.ts";
import { FailureNote } from "../app/failure-note.tsx";
import { addressProblem } from "./address-problem.ts";
import { CheckedForm, EmailField } from "./checked-form.tsx";
import { Frame } from "../app/frame.tsx";
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
  const ask = useMutation({ mutationFn: () => sendReset(email) });
  if (ask.isSuccess) return <SentNote text={words.sentReset(email.trim())} again={() => ask.reset()} />;
  return (
    <CheckedForm isReady={!addressProblem(email)} isPending={ask.isPending} send={() => ask.mutate()}>
      {(isChecked) => (
        <>
          <EmailField value={email} change={setEmail} isChecked={isChecked} />
          <FailureNote error={ask.error} />
          <button type="submit" className={BUTTON.primary} disabled={ask.isPending}>
            {words.mailReset}
          </button>
        </>
      )}
    </CheckedForm>
  );
}
