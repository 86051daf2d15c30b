import type { CreditsView } from "@llamasketch/contract";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { readCredits } from "../api/credits.ts";
import { BUTTON } from "../ui/button-styles.ts";
import { Loaded, Part } from "../app/part.tsx";
import { words } from "./words.ts";

export function CreditsPart() {
  const credits = useQuery({ queryKey: ["credits"], queryFn: readCredits });
  return (
    <Part title={words.credits}>
      <Loaded query={credits}>
        {(view) => (
          <>
            <Balance view={view} freeToday={view.free.available} />
            {view.free.perDay > 0 && (
              <p className="text-muted">{words.freeToday(view.free.available, view.free.perDay)}</p>
            )}
            <Link to="/credits" className={BUTTON.plain}>
              {words.statement}
            </Link>
          </>
        )}
      </Loaded>
    </Part>
  );
}

/** What can be spent, what is free today with it, and until when which part of one's own. */
export function Balance({ view, freeToday = 0 }: { view: Omit<CreditsView, "free">; freeToday?: number }) {
  const { available, held, owed, buckets } = view;
  return (
    <>
      <p className="text-title font-semibold" data-testid="balance" data-own={available}>
        {words.available(available + freeToday)}
      </p>
      {held > 0 && <p className="text-muted">{words.held(held)}</p>}
      {owed > 0 && <p className="text-bad">{words.owed(owed)}</p>}
      {buckets.length > 0 && (
        <table className="account-table">
          <thead>
            <tr>
              <th scope="col">{words.bucket}</th>
              <th scope="col">{words.units}</th>
              <th scope="col">{words.expires}</th>
            </tr>
          </thead>
          <tbody>
            {buckets.map(({ bucket, available, expiresAt }) => (
              <tr key={`${bucket} ${expiresAt}`}>
                <td>{words.buckets[bucket]}</td>
                <td>{available}</td>
                <td>{expiresAt === null ? words.never : words.on(expiresAt)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}
