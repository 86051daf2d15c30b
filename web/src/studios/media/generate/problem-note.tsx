import { Link } from "@tanstack/react-router";
import { BUTTON } from "../../../ui/button-styles.ts";
import { CopyButton } from "../../../ui/copy-button.tsx";
import { words as kitWords } from "../../../ui/words.ts";
import { problemOf } from "./problem.ts";
import { words } from "./words.ts";

/** What went wrong with what was just asked for, and the way on; nothing while nothing did. */
export function ProblemNote({ error }: { error: unknown }) {
  if (!error) return null;
  const { text, next, requestId } = problemOf(error);
  return (
    <div role="alert" className="rounded-lg border border-bad px-4 py-3 select-text" data-testid="problem">
      <p>{text}</p>
      {next && (
        <Link to={next === "credits" ? "/credits" : "/account"} className={BUTTON.link}>
          {next === "credits" ? words.toCredits : words.toAccount}
        </Link>
      )}
      {requestId && !next && (
        <p className="flex flex-wrap items-center text-small text-muted">
          {kitWords.request} <code className="ml-1 font-mono break-all">{requestId}</code>
          <CopyButton label={kitWords.copyRequest} text={() => requestId} isSmall />
        </p>
      )}
    </div>
  );
}
