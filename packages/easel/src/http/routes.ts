import type { IncomingMessage } from "node:http";
import type { Engine } from "../engine/engine.ts";
import { serverFeatures } from "../engine/socket-hub.ts";
import { fileNames, models, objectInfo, systemStats } from "./information.ts";
import {
  changeHistory,
  changeQueue,
  free,
  interrupt,
  listHistory,
  promptStatus,
  showQueue,
  submitPrompt,
} from "./prompt-routes.ts";
import { empty, json } from "./reply.ts";
import type { Reply } from "./reply.ts";
import { uploadImage } from "./upload.ts";
import { viewFile } from "./view.ts";

/** Answers one request. Every route is also served under `/api`. */
export async function route(request: IncomingMessage, engine: Engine): Promise<Reply> {
  const target = request.url ?? "/";
  const mark = target.indexOf("?");
  const path = mark < 0 ? target : target.slice(0, mark);
  const query = new URLSearchParams(mark < 0 ? "" : target.slice(mark + 1));
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
      return json(engine.history.get(tail ?? ""));
    case "GET /view":
      return viewFile(query, engine.files);
    case "POST /upload/*":
      return tail === "image" ? uploadImage(request, engine.files) : empty(404);
    case "GET /system_stats":
      return systemStats();
    case "GET /features":
      return json(serverFeatures);
    case "GET /object_info":
    case "GET /object_info/*":
      return objectInfo(tail, engine.files);
    case "GET /models":
    case "GET /models/*":
      return models(tail);
    case "GET /embeddings":
    case "GET /extensions":
      return json([]);
    case "GET /internal/*":
      return tail?.startsWith("files/") ? fileNames(tail.slice(6), engine.files) : empty(404);
    default:
      return empty(404);
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
