import type { Stop } from "@llamasketch/contract";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { listStops, setStop } from "../api/admin.ts";
import { Loaded, Part } from "../app/part.tsx";
import { BUTTON } from "../ui/button-styles.ts";
import { ReasonForm } from "./reason-form.tsx";
import { words } from "./words.ts";

export function StopsPart({ mayStop }: { mayStop: boolean }) {
  const queries = useQueryClient();
  const stops = useQuery({ queryKey: ["stops"], queryFn: listStops });
  const [asked, setAsked] = useState<Stop | null>(null);
  return (
    <Part title={words.stops}>
      <Loaded query={stops}>
        {(list) => (
          <ul className="account-list">
            {list.map(({ name, stoppedAt }) => (
              <li key={name}>
                <span>
                  <span className="block">{words.stopNames[name]}</span>
                  <span className={`block text-small ${stoppedAt ? "text-bad" : "text-good"}`}>
                    {stoppedAt ? words.stoppedSince(stoppedAt) : words.running}
                  </span>
                </span>
                {mayStop && (
                  <button
                    type="button"
                    className={stoppedAt ? BUTTON.plain : BUTTON.danger}
                    aria-expanded={asked === name}
                    onClick={() => setAsked(asked === name ? null : name)}
                  >
                    {stoppedAt ? words.resume : words.stop}
                  </button>
                )}
                {asked === name && (
                  <div className="basis-full pb-2">
                    <ReasonForm
                      action={stoppedAt ? words.resume : words.stop}
                      isDanger={!stoppedAt}
                      act={async (reason) => {
                        await setStop(name, stoppedAt === null, reason);
                        setAsked(null);
                        await queries.invalidateQueries();
                      }}
                    />
                  </div>
                )}
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </Part>
  );
}
