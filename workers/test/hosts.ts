/** GPU hosts that may dial in, and what the dispatcher knows of them. */
import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import type { HostView } from "@llamasketch/contract";
import { noteSaid } from "./logs.ts";
import { call, expectJson, operator, type Owned } from "./people.ts";

export interface NewHost extends HostView {
  credential: string;
}

/** Let in by the operator's door. */
export async function newHost(name = "a host"): Promise<NewHost> {
  const made = await expectJson<NewHost>(
    call("POST", "/api/operator/hosts", { json: { name }, headers: operator }),
    201,
  );
  noteSaid(made.credential);
  return made;
}

export const revokeHost = (id: string): Promise<HostView> =>
  expectJson(call("POST", `/api/operator/hosts/${id}/revoke`, { headers: operator }));

const dispatcher = () => env.DISPATCHERS.getByName("local");

/** As if sessions and jobs had timed it long ago: with what it says of itself it is given work at once. */
export const makeKnown = (id: string, frameMs = 100): Promise<unknown> =>
  runInDurableObject(dispatcher(), (_, { storage }) =>
    storage.sql.exec("INSERT OR REPLACE INTO host_standings VALUES (?, ?, 64, 64, 0, 0, 0, 0)", id, frameMs),
  );

interface Standing {
  frame_ms: number | null;
  carried: number;
  jobs_carried: number;
  misses: number;
  rests_until_ms: number;
}
export const standingOf = (id: string): Promise<Standing | undefined> =>
  runInDurableObject(dispatcher(), (_, { storage }) =>
    storage.sql
      .exec<Standing & Record<string, number>>("SELECT * FROM host_standings WHERE agent_id = ?", id)
      .toArray()
      .at(0),
  );

/** Which host has this sketch, by the dispatcher's own rows; null: none. */
export const hostOf = ({ sketch }: Pick<Owned, "sketch">): Promise<string | null> =>
  runInDurableObject(
    dispatcher(),
    (_, { storage }) =>
      storage.sql
        .exec<{ agent_id: string }>("SELECT agent_id FROM placements WHERE session = ?", `${sketch.id}:1`)
        .toArray()
        .at(0)?.agent_id ?? null,
  );
