import { useSearch } from "@tanstack/react-router";
import { Frame } from "../app/frame.tsx";
import { SignInForm } from "./sign-in-form.tsx";
import { words } from "./words.ts";

export function SignInPage() {
  const { problem } = useSearch({ from: "/sign-in" });
  return (
    <Frame title={words.signInTitle} isForm>
      {problem && (
        <p role="alert" className="rounded-lg border border-bad px-4 py-3">
          {words.problems[problem]}
        </p>
      )}
      <p className="text-muted">{words.signInWhy}</p>
      <SignInForm />
    </Frame>
  );
}
