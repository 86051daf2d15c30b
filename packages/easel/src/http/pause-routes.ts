import type { IncomingMessage } from "node:http";
import type { PauseBoard } from "../engine/pause-board.ts";
import { isFrameId } from "../nodes/live-frames.ts";
import { empty, json, text } from "./reply.ts";
import type { Reply } from "./reply.ts";
import { isFromHere } from "./request.ts";

/** `PUT`, `GET` and `DELETE /llamasketch/pause/{key}`, as the project's node pack answers them. */
export function pauseRoute(request: IncomingMessage, key: string, pauses: PauseBoard<unknown>): Reply {
  if (!isFromHere(request)) return text("only from this machine", 403);
  if (!isFrameId(key)) return text("not a key", 400);
  if (request.method === "DELETE") return empty(pauses.forget(key) ? 204 : 404);
  if (request.method === "PUT") pauses.ask(key);
  return json(pauses.state(key), request.method === "PUT" ? 202 : 200);
}
