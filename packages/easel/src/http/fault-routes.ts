import type { IncomingMessage } from "node:http";
import type { FaultBoard } from "../faults/fault-board.ts";
import { faultHelp, faultNames, isFaultName } from "../faults/fault.ts";
import { empty, json } from "./reply.ts";
import type { Reply } from "./reply.ts";
import { asObject, isFromHere, parseJson, readBody } from "./request.ts";

/**
 * `/easel/faults`, for callers on this machine only: `GET` what is on and what there is, `POST {name, arg?,
 * times?}` to switch one on, `DELETE [?name=]` to switch one or all off.
 */
export async function faultsRoute(
  request: IncomingMessage,
  query: URLSearchParams,
  faults: FaultBoard,
): Promise<Reply> {
  if (!isFromHere(request)) return empty(403);
  const show = (): Reply =>
    json({ active: faults.list(), known: faultNames.map((name) => ({ name, does: faultHelp[name] })) });
  switch (request.method) {
    case "GET":
      return show();
    case "POST": {
      const body = asObject(parseJson(await readBody(request)));
      const { name, arg, times } = body ?? {};
      if (!isFaultName(name)) return json({ error: `name must be one of ${faultNames.join(", ")}` }, 400);
      if (times !== undefined && !(typeof times === "number" && Number.isInteger(times) && times > 0))
        return json({ error: "times must be a whole number from 1" }, 400);
      faults.set(name, arg === undefined || arg === null ? null : String(arg), times ?? null);
      return show();
    }
    case "DELETE": {
      const name = query.get("name");
      if (name === null) faults.clearAll();
      else if (isFaultName(name)) faults.clear(name);
      else return json({ error: `name must be one of ${faultNames.join(", ")}` }, 400);
      return show();
    }
    default:
      return empty(405);
  }
}
