import { Link } from "@tanstack/react-router";
import { BUTTON } from "../../../ui/button-styles.ts";
import { RequestId } from "../../../ui/request-id.tsx";
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
          <RequestId id={requestId} />
        </p>
      )}
    </div>
  );
}
