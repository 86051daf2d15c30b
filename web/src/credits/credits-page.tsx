import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Balance } from "../accounts/credits-part.tsx";
import { Frame } from "../app/frame.tsx";
import { Loaded, Part } from "../app/part.tsx";
import { readMe } from "../api/accounts.ts";
import { readCredits } from "../api/credits.ts";
import { BUTTON } from "../ui/button-styles.ts";
import { PlansPart } from "./plans-part.tsx";
import { StatementTable } from "./statement-table.tsx";
import { words } from "./words.ts";

/** What there is, what it went into, and how to have more. */
export function CreditsPage() {
  return (
    <Frame title={words.statementTitle}>
      <div className="account-parts">
        <Yours />
        <Part title={words.linesTitle} isWide>
          <StatementTable />
        </Part>
        <PlansPart />
      </div>
    </Frame>
  );
}

/** Whose the free ones are, and what an account changes. */
function FreeWhose() {
  const me = useQuery({ queryKey: ["me"], queryFn: readMe });
  if (me.data === undefined) return <p className="text-muted">{words.freeWhose}</p>;
  const hasAccount = me.data?.email != null;
  return (
    <>
      <p className="text-muted" data-testid="free-whose">
        {words.freeWhose} {hasAccount ? words.freeSignedIn : words.freeVisitor}
      </p>
      {!hasAccount && (
        <Link to="/sign-in" className={BUTTON.link}>
          {words.signIn}
        </Link>
      )}
    </>
  );
}

function Yours() {
  const credits = useQuery({ queryKey: ["credits"], queryFn: readCredits });
  return (
    <Part title={words.yours} isWide>
      <Loaded query={credits}>
        {(view) => (
          <>
            <Balance view={view} freeToday={view.free.available} />
            {view.free.perDay > 0 && (
              <>
                <p className="text-muted" data-testid="free-today" data-left={view.free.available}>
                  {words.freeToday(view.free.available, view.free.perDay)}.{" "}
                  {words.freeUntil(view.free.resetsAt)}
                </p>
                <FreeWhose />
              </>
            )}
          </>
        )}
      </Loaded>
    </Part>
  );
}
