import type { Plan } from "@llamasketch/contract";
import { useQuery } from "@tanstack/react-query";
import { Loaded, Part } from "../app/part.tsx";
import { readPlans } from "../api/credits.ts";
import { words } from "./words.ts";

/** The price list's plans of this product, as the ledger's side has them. */
export function PlansPart() {
  const plans = useQuery({ queryKey: ["plans"], queryFn: readPlans });
  return (
    <Part title={words.plansTitle} isWide>
      <Loaded query={plans}>
        {({ products }) => (
          <ul className="credit-plans">
            {products
              .find(({ product }) => product === "llamasketch")
              ?.plans.map((plan) => (
                <PlanCard key={plan.id} plan={plan} />
              ))}
          </ul>
        )}
      </Loaded>
    </Part>
  );
}

function PlanCard({ plan }: { plan: Plan }) {
  const { name, centsPerMonth, allowance, givenTo, limits } = plan;
  return (
    <li className="grid content-start gap-1 rounded-lg border border-border p-4">
      <h3 className="font-semibold">{name}</h3>
      <p>{centsPerMonth === null ? words.onRequest : words.perMonth(centsPerMonth)}</p>
      <p className="text-muted">
        {allowance ? words.allowance(allowance.units, allowance.every) : words.agreed}
      </p>
      <p className="text-muted">{words.stores(limits.storedBytes)}</p>
      {givenTo === "address" ? (
        <p className="text-small text-muted">{words.noAccount}</p>
      ) : (
        <p className="text-small text-muted">{words.notSoldYet}</p>
      )}
    </li>
  );
}
