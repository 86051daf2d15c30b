/** What the server refused, in words for whoever looks at a page: what is wrong, and what to do next. */
import type { ErrorBody } from "@llamasketch/contract";
import { isOnline } from "../ui/browser-gifts.ts";
import type { FailureDetail } from "./api-failure.ts";
import { words } from "./words.ts";

type Problem = ErrorBody["error"];

/** What is said to programs: calls, headers, types. */
const FOR_PROGRAMS = /\b(GET|POST|PUT|PATCH|DELETE) [/`]|content-type|idempotency key|application\/|`/;

/** The wait of an answer, in seconds; null when it names none. Ours are numbers; a date is another machine's in between. */
function waitOf({ headers }: Pick<Response, "headers">): number | null {
  const seconds = Number(headers.get("retry-after") ?? "none");
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : null;
}

export function sayProblem(answer: Pick<Response, "status" | "headers">, problem: Problem): FailureDetail {
  const { code, message, hint } = problem;
  const waitS = waitOf(answer);
  const own = hint !== undefined && FOR_PROGRAMS.test(hint) ? undefined : hint;
  const next =
    waitS !== null && (code === "too_many_requests" || code === "unavailable")
      ? words.againIn(waitS)
      : (own ?? words.hints[code] ?? (hint === undefined ? undefined : words.tryOther));
  const isTooLarge = code === "payload_too_large";
  return {
    status: answer.status,
    code,
    message: isTooLarge ? words.tooLarge : message,
    hint: isTooLarge ? words.sendLess : next,
    requestId: problem.requestId,
    fields: problem.fields,
    retryAfterS: waitS ?? undefined,
  };
}

/** Something between here and the server answered, or the server fell over. */
export function sayStatus(answer: Pick<Response, "status" | "headers">): FailureDetail {
  const { status } = answer;
  const waitS = waitOf(answer);
  if (status === 413) return { status, code: "unknown", message: words.tooLarge, hint: words.sendLess };
  const hint = waitS === null ? words.tryLater : words.againIn(waitS);
  const isTheirs = status >= 500 || status === 429;
  return {
    status,
    code: "unknown",
    message: isTheirs ? words.overloaded(status) : words.badStatus(status),
    hint: isTheirs ? hint : words.reloadOld,
    retryAfterS: waitS ?? undefined,
  };
}

export const unreachable = (): FailureDetail =>
  isOnline()
    ? { status: 0, code: "unreachable", message: words.unreachable, hint: words.checkConnection }
    : { status: 0, code: "unreachable", message: words.offline, hint: words.whenBack };

/** A page that is older than the server, or a network that answers in its place. */
export const unreadable = (status: number): FailureDetail => ({
  status,
  code: "unreadable",
  message: words.unreadable,
  hint: words.reloadOld,
});
