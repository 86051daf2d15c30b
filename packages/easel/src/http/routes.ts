import type { IncomingMessage } from "node:http";
import type { Engine } from "../engine/engine.ts";
import { faultsRoute } from "./fault-routes.ts";
import { frameRoute } from "./frame-routes.ts";
import { frontEndFile } from "./front-end.ts";
import { experiment, internal, models, objectInfo, systemStats, viewMetadata } from "./information.ts";
import { jobsRoute } from "./jobs-routes.ts";
import {
  changeHistory,
  changeQueue,
  free,
  interrupt,
  listHistory,
  promptStatus,
  showHistory,
  showQueue,
  submitPrompt,
} from "./prompt-routes.ts";
import { pauseRoute } from "./pause-routes.ts";
import { empty, json } from "./reply.ts";
import type { Reply } from "./reply.ts";
import { uploadImage, uploadMask } from "./upload.ts";
import { browseUserData, listUserData, settings, userFile, users } from "./user-routes.ts";
import { viewFile } from "./view.ts";

/** Answers one request. Every route is also served under `/api`. */
export async function route(request: IncomingMessage, engine: Engine): Promise<Reply> {
  const target = request.url ?? "/";
  const mark = target.indexOf("?");
  const path = mark < 0 ? target : target.slice(0, mark);
  const query = new URLSearchParams(mark < 0 ? "" : target.slice(mark + 1));
  if (path === "/easel/faults") return faultsRoute(request, query, engine.faults);
  // This route has its prefix in its name, and the alias of it another.
  const jobs = engine.traits.jobsApi ? /^(?:\/api)?\/api\/jobs(?:\/(.*))?$/.exec(path) : null;
  if (jobs) {
    const rest = jobs[1] === undefined ? [] : jobs[1].split("/").map(decode);
    return (await jobsRoute(request, rest, query, engine)) ?? empty(404);
  }
  const [head = "", ...rest] = path
    .replace(/^\/api(?=\/)/, "")
    .split("/")
    .slice(1);
  const tail = rest.length === 0 ? null : decode(rest.join("/"));
  const method = request.method === "HEAD" ? "GET" : request.method;
  const key = `${method} /${head}${tail === null ? "" : "/*"}`;
  switch (key) {
    case "GET /prompt":
      return promptStatus(engine);
    case "POST /prompt":
      return submitPrompt(request, engine);
    case "GET /queue":
      return showQueue(engine);
    case "POST /queue":
      return changeQueue(request, engine);
    case "POST /interrupt":
      return interrupt(request, engine);
    case "POST /free":
      return free(request, engine);
    case "GET /history":
      return listHistory(query, engine);
    case "POST /history":
      return changeHistory(request, engine);
    case "GET /history/*":
      return showHistory(tail ?? "", engine);
    case "GET /view":
      return viewFile(query, engine.files);
    case "POST /upload/*":
      if (tail === "image") return uploadImage(request, engine);
      return tail === "mask" ? uploadMask(request, engine) : empty(404);
    case "GET /system_stats":
      return systemStats(engine);
    case "GET /features":
      return json(engine.traits.features);
    case "GET /object_info":
    case "GET /object_info/*":
      return objectInfo(tail, engine);
    case "GET /models":
    case "GET /models/*":
      return models(tail, engine);
    case "GET /experiment/*":
      return experiment(tail ?? "", engine);
    case "GET /view_metadata/*":
      return viewMetadata(tail ?? "", query, engine);
    case "GET /embeddings":
    case "GET /extensions":
      return json([]);
    case "GET /users":
      return users();
    case "GET /userdata":
      return listUserData(query, engine.user);
    case "GET /userdata/*":
    case "POST /userdata/*":
    case "DELETE /userdata/*":
      return userFile(request, method, rest.map(decode), query, engine.user);
    case "GET /v2/*":
      return tail === "userdata" ? browseUserData(query, engine.user) : empty(404);
    case "GET /settings":
    case "GET /settings/*":
    case "POST /settings":
    case "POST /settings/*":
      return settings(request, method, tail, engine.user);
    // Of custom nodes, which there are none of.
    case "GET /i18n":
    case "GET /workflow_templates":
    case "GET /global_subgraphs":
      return json({});
    case "GET /global_subgraphs/*":
      return json(null);
    case "GET /node_replacements":
      return engine.traits.features["node_replacements"] ? json({}) : empty(404);
    case "GET /internal/*":
      return internal(tail ?? "", engine.files);
    case "GET /llamasketch/*":
    case "PUT /llamasketch/*":
    case "DELETE /llamasketch/*":
      return packRoute(request, method, tail ?? "", engine);
    case "PATCH /internal/*":
      return tail === "logs/subscribe" ? empty(200) : empty(404);
    default:
      // Under `/api` there is no page.
      return engine.frontEndRoot !== null && method === "GET" && !path.startsWith("/api/")
        ? frontEndFile(engine.frontEndRoot, decode(path))
        : empty(404);
  }
}

/** Routes of the project's node pack. */
async function packRoute(
  request: IncomingMessage,
  method: string | undefined,
  path: string,
  { files, pauses }: Engine,
): Promise<Reply> {
  if (path.startsWith("pause/")) return pauseRoute(request, path.slice("pause/".length), pauses);
  if (!path.startsWith("frame/") || method === "GET") return empty(404);
  return frameRoute(request, path.slice("frame/".length), files);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
