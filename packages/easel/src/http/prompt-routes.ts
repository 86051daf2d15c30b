import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Engine } from "../engine/engine.ts";
import { promptTuple } from "../engine/prompt-queue.ts";
import { validatePrompt } from "../engine/validate-prompt.ts";
import { empty, json } from "./reply.ts";
import type { Reply } from "./reply.ts";
import { HttpProblem, parseObject, readBody, readJsonObject } from "./request.ts";

/** `POST /prompt`: checks the whole graph, then queues it. */
export async function submitPrompt(request: IncomingMessage, engine: Engine): Promise<Reply> {
  const body = await readJsonObject(request);
  const number = promptNumber(body, engine);
  if (!("prompt" in body)) {
    const message = "No prompt provided";
    return json(
      { error: { type: "no_prompt", message, details: message, extra_info: {} }, node_errors: {} },
      400,
    );
  }
  const wanted = body["partial_execution_targets"];
  const targets = Array.isArray(wanted) ? wanted.map(String) : null;
  const validation = validatePrompt(body["prompt"], targets, engine.files);
  if (!validation.ok) return json({ error: validation.error, node_errors: validation.nodeErrors }, 400);
  const extra =
    typeof body["extra_data"] === "object" && body["extra_data"] !== null ? body["extra_data"] : {};
  const owner = typeof body["client_id"] === "string" ? { client_id: body["client_id"] } : {};
  const promptId = body["prompt_id"] === undefined ? randomUUID() : String(body["prompt_id"]);
  engine.submit({
    number,
    promptId,
    graph: validation.graph,
    extraData: { ...extra, ...owner },
    outputs: validation.outputs,
  });
  return json({ prompt_id: promptId, number, node_errors: validation.nodeErrors });
}

function promptNumber(body: Record<string, unknown>, engine: Engine): number {
  if ("number" in body) {
    const given = Number(body["number"]);
    if (!Number.isFinite(given)) throw new HttpProblem(500, "number is not a number");
    return given;
  }
  const next = engine.queue.takeNumber();
  return body["front"] ? -next : next;
}

/** `GET /prompt`. */
export function promptStatus(engine: Engine): Reply {
  return json({ exec_info: { queue_remaining: engine.queue.remaining } });
}

/** `GET /queue`. */
export function showQueue(engine: Engine): Reply {
  const { running, pending } = engine.queue;
  return json({
    queue_running: running ? [promptTuple(running)] : [],
    queue_pending: pending.map(promptTuple),
  });
}

/** `POST /queue`: `clear` or `delete`, of pending prompts only. */
export async function changeQueue(request: IncomingMessage, engine: Engine): Promise<Reply> {
  const body = await readJsonObject(request);
  if (body["clear"]) engine.queue.clear();
  for (const promptId of idList(body["delete"])) engine.queue.delete(promptId);
  return empty();
}

/** `POST /interrupt`: a body that cannot be read stops whatever runs. */
export async function interrupt(request: IncomingMessage, engine: Engine): Promise<Reply> {
  const promptId = parseObject(await readBody(request))?.["prompt_id"];
  engine.interrupt(promptId ? String(promptId) : null);
  return empty();
}

/** `POST /free`: only `free_memory` drops cached results. */
export async function free(request: IncomingMessage, engine: Engine): Promise<Reply> {
  const body = await readJsonObject(request);
  if (body["free_memory"]) engine.free();
  return empty();
}

/** `GET /history`. */
export function listHistory(query: URLSearchParams, engine: Engine): Reply {
  const maxItems = wholeOrNull(query.get("max_items"));
  const offset = wholeOrNull(query.get("offset"));
  return json(engine.history.list(maxItems, offset !== null && offset < 0 ? null : offset));
}

/** `POST /history`: `clear` or `delete`. */
export async function changeHistory(request: IncomingMessage, engine: Engine): Promise<Reply> {
  const body = await readJsonObject(request);
  if (body["clear"]) engine.history.clear();
  for (const promptId of idList(body["delete"])) engine.history.delete(promptId);
  return empty();
}

function idList(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function wholeOrNull(text: string | null): number | null {
  return text !== null && /^-?\d{1,9}$/.test(text) ? Number(text) : null;
}
