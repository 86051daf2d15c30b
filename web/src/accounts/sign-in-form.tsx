import { useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { readWays, sendLink, signIn, startGoogle } from "../api/accounts.ts";
import { BUTTON } from "../ui/button-styles.ts";
import { FailureNote } from "../app/failure-note.tsx";
import { addressProblem } from "./address-problem.ts";
import { arrive } from "./arrive.ts";
import { CheckedForm, EmailField, OwnPasswordField } from "./checked-form.tsx";
import { SentNote } from "./sent-note.tsx";
import { words } from "./words.ts";

/** A mailed link first; Google and a password for who likes them better. */
export function SignInForm() {
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState<string | null>(null);
  const ways = useQuery({ queryKey: ["ways"], queryFn: readWays });
  const ask = useMutation({
    mutationFn: async () => {
      if (password === null) return sendLink(email);
      await signIn(email, password);
      arrive();
    },
  });
  const google = useMutation({ mutationFn: async () => location.assign(await startGoogle()) });

  if (ask.isSuccess && password === null)
    return <SentNote text={words.sent(email.trim())} again={() => ask.reset()} />;
  return (
    <CheckedForm isReady={!addressProblem(email)} isPending={ask.isPending} send={() => ask.mutate()}>
      {(isChecked) => (
        <>
          <EmailField value={email} change={setEmail} isChecked={isChecked} />
          {password !== null && <OwnPasswordField value={password} change={setPassword} />}
          <FailureNote error={ask.error ?? google.error} />
          <button type="submit" className={BUTTON.primary} disabled={ask.isPending}>
            {password === null ? words.mailLink : words.signIn}
          </button>
          {ways.data?.google && (
            <button
              type="button"
              className={BUTTON.plain}
              disabled={google.isPending}
              onClick={() => google.mutate()}
            >
              {words.withGoogle}
            </button>
          )}
          <div className="flex flex-wrap justify-between gap-x-4">
            <button
              type="button"
              className={BUTTON.link}
              onClick={() => {
                ask.reset();
                setPassword(password === null ? "" : null);
              }}
            >
              {password === null ? words.withPassword : words.withLink}
            </button>
            {password !== null && (
              <>
                <Link to="/sign-in/forgot" className={BUTTON.link}>
                  {words.forgot}
                </Link>
                <Link to="/sign-in/new" className={BUTTON.link}>
                  {words.newHere}
                </Link>
              </>
            )}
          </div>
        </>
      )}
    </CheckedForm>
  );
}
