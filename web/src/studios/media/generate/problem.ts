import { describeFailure } from "../../../api/api-failure.ts";
import { words } from "./words.ts";
import { isOnline } from "../../../ui/browser-gifts.ts";

export interface Problem {
  text: string;
  /** Where to go on. */
  next: "credits" | "account" | null;
  requestId: string | undefined;
}

/** Fields that people see, by the names that calls have for them. */
const FIELDS = Object.keys(words.fieldProblems) as (keyof typeof words.fieldProblems)[];

/** What went wrong and what to do about it. Words of a schema are for programs: a field is told in ours, what has none is told by `otherwise`. */
export function problemOf(error: unknown, otherwise = words.notPossible): Problem {
  const { code, message, hint, fields = {}, requestId } = describeFailure(error);
  const say = (text: string, next: Problem["next"] = null): Problem => ({ text, next, requestId });
  const named = FIELDS.filter((name) => Object.keys(fields).some((field) => field.split(".")[0] === name));
  if (code === "unreachable") return say(isOnline() ? words.unreachable : words.offline);
  switch (code) {
    case "insufficient_credits":
      return say(words.noCredits, "credits");
    case "verification_required":
      return say(words.notVerified, "credits");
    case "too_many_requests":
      return say([words.tooOften, hint].filter(Boolean).join(" "));
    case "conflict":
      return say(words.priceGone);
    case "not_found":
      return say(words.sourceGone);
    case "payload_too_large":
    case "unsupported_media_type":
      return say(otherwise);
    case "bad_request": {
      const [first] = named;
      if (first === "mail") return say(words.fieldProblems.mail, "account");
      // Refused by a rule with words of its own, like the size of a plan.
      if (named.length > 0)
        return say([...new Set(named.map((name) => words.fieldProblems[name]))].join(" "));
      return say(otherwise);
    }
    default:
      return say([message, hint].filter(Boolean).join(" "));
  }
}
