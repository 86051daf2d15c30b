import { useQuery } from "@tanstack/react-query";
import { Balance } from "../accounts/credits-part.tsx";
import { Frame } from "../accounts/frame.tsx";
import { Loaded, Part } from "../accounts/part.tsx";
import { readCredits } from "../api/credits.ts";
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

function Yours() {
  const credits = useQuery({ queryKey: ["credits"], queryFn: readCredits });
  return (
    <Part title={words.yours} isWide>
      <Loaded query={credits}>
        {(view) => (
          <>
            <Balance view={view} freeToday={view.free.available} />
            {view.free.perDay > 0 && (
              <p className="text-muted" data-testid="free-today" data-left={view.free.available}>
                {words.freeToday(view.free.available, view.free.perDay)}.{" "}
                {words.freeUntil(view.free.resetsAt)}
              </p>
            )}
          </>
        )}
      </Loaded>
    </Part>
  );
}
