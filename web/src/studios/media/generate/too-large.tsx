import { Link } from "@tanstack/react-router";
import { BUTTON } from "../../../ui/button-styles.ts";
import { words } from "./words.ts";

/** What is beyond the plan is said before it is asked for. `mostPx`: null until it is known. */
export function TooLarge({ longPx, mostPx }: { longPx: number; mostPx: number | null }) {
  if (mostPx === null || longPx <= mostPx) return null;
  return (
    <div role="alert" className="flex flex-wrap items-center gap-x-3 text-small text-warn">
      {words.sizeTooLarge(mostPx)}
      <Link to="/credits" className={BUTTON.link}>
        {words.plans}
      </Link>
    </div>
  );
}
