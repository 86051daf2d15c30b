import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Engine } from "../engine/engine.ts";
import { promptTuple } from "../engine/prompt-queue.ts";
import type { Problem } from "../engine/validate-input.ts";
import { validatePrompt } from "../engine/validate-prompt.ts";
import type { Validation } from "../engine/validate-prompt.ts";
import { isJobId } from "./jobs-routes.ts";
import { empty, json } from "./reply.ts";
import type { Reply } from "./reply.ts";
import { HttpProblem, asObject, parseJson, readBody, readJsonObject, serverTrouble } from "./request.ts";

/** `POST /prompt`: checks the whole graph, then queues it. */
export async function submitPrompt(request: IncomingMessage, engine: Engine): Promise<Reply> {
  const value = parseJson(await readBody(request));
  // A list or a text is no prompt; a number, or no JSON at all, is a failure of its own in ComfyUI.
  const isListOrText = Array.isArray(value) || typeof value === "string";
  const body = isListOrText ? {} : asObject(value);
  if (!body) throw new HttpProblem(500, serverTrouble);
  const number = promptNumber(body, engine);
  if (!("prompt" in body)) {
    const message = "No prompt provided";
    return refusal({ type: "no_prompt", message, details: message, extra_info: {} });
  }
  const promptId = wantedId(body["prompt_id"], engine.traits.uuidPromptIds);
  if (promptId === null) {
    return refusal({
      type: "invalid_prompt_id",
      message: "prompt_id must be a valid UUID",
      details:
        "prompt_id must be a UUID string in canonical lowercase hyphenated form; omit it to let the server generate one",
      extra_info: {},
    });
  }
  const { prompt } = body;
  if (typeof prompt !== "object" || prompt === null) throw new HttpProblem(500, serverTrouble);
  if (Object.values(prompt).some((node) => typeof node !== "object" || node === null))
    throw new HttpProblem(500, serverTrouble);
  const wanted = body["partial_execution_targets"];
  const targets = Array.isArray(wanted) ? wanted.map(String) : null;
  const checked = validatePrompt(prompt, targets, engine);
  const validation = engine.faults.take("node-errors-200") ? leaveOneOut(checked) : checked;
  if (!validation.ok) return json({ error: validation.error, node_errors: validation.nodeErrors }, 400);
  const extra =
    typeof body["extra_data"] === "object" && body["extra_data"] !== null ? body["extra_data"] : {};
  const owner = typeof body["client_id"] === "string" ? { client_id: body["client_id"] } : {};
  const created = engine.traits.jobsApi ? { create_time: engine.now() } : {};
  engine.submit({
    number,
    promptId,
    graph: validation.graph,
    extraData: { ...extra, ...owner, ...created },
    outputs: validation.outputs,
  });
  return json({ prompt_id: promptId, number, node_errors: validation.nodeErrors });
}

function refusal(error: Problem): Reply {
  return json({ error, node_errors: {} }, 400);
}

/** The id to use: the client's, or a new one; null when the newer generation refuses it. */
function wantedId(given: unknown, uuidOnly: boolean): string | null {
  if (given === undefined || (uuidOnly && given === null)) return randomUUID();
  if (!uuidOnly) return String(given);
  return isJobId(given) ? given : null;
}

/** What the fault does: the last output is named as wrong and left out, with 200 all the same. */
function leaveOneOut(validation: Validation): Validation {
  const left = validation.ok ? validation.outputs.at(-1) : undefined;
  if (!validation.ok || left === undefined) return validation;
  const problem: Problem = {
    type: "exception_during_validation",
    message: "Exception when validating node",
    details: "easel: the fault node-errors-200 is on",
    extra_info: { exception_type: "RuntimeError", traceback: [] },
  };
  const classType = validation.graph[left].class_type;
  const report = { errors: [problem], dependent_outputs: [left], class_type: classType };
  return {
    ...validation,
    outputs: validation.outputs.slice(0, -1),
    nodeErrors: { ...validation.nodeErrors, [left]: report },
  };
}

function promptNumber(body: Record<string, unknown>, engine: Engine): number {
  if ("number" in body) {
    const given = Number(body["number"]);
    if (!Number.isFinite(given)) throw new HttpProblem(500, serverTrouble);
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
  const promptId = asObject(parseJson(await readBody(request)))?.["prompt_id"];
  engine.interrupt(promptId ? String(promptId) : null);
  return empty();
}

/** `POST /free`: only `free_memory` drops cached results. */
export async function free(request: IncomingMessage, engine: Engine): Promise<Reply> {
  const body = await readJsonObject(request);
  if (body["free_memory"]) engine.free();
  else if (body["unload_models"] && engine.faults.peek("oom")?.arg !== "always") engine.faults.clear("oom");
  return empty();
}

/** `GET /history`. */
export function listHistory(query: URLSearchParams, engine: Engine): Reply {
  const maxItems = wholeOrNull(query.get("max_items"));
  const offset = wholeOrNull(query.get("offset"));
  return json(engine.history.list(maxItems, offset !== null && offset < 0 ? null : offset));
}

/** `GET /history/{id}`: empty when unknown, queued or running. */
export function showHistory(promptId: string, engine: Engine): Reply {
  const entry = engine.history.get(promptId);
  return json(entry ? { [promptId]: entry } : {});
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
  if (text === null) return null;
  if (!/^\s*[+-]?\d{1,9}\s*$/.test(text)) throw new HttpProblem(500, serverTrouble);
  return Number(text);
}
