import type { IncomingMessage } from "node:http";
import type { Engine } from "../engine/engine.ts";
import { describeEntry, describeQueued, jobStatuses } from "../engine/job.ts";
import type { Job, JobStatus } from "../engine/job.ts";
import { json } from "./reply.ts";
import type { Reply } from "./reply.ts";
import { asObject, parseJson, readBody } from "./request.ts";

/** True for a canonical lower-case UUID. */
export function isJobId(value: unknown): value is string {
  return typeof value === "string" && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value);
}

/** `/api/jobs…` of the newer generation; null when it is none of these. `rest` follows `/api/jobs`. */
export async function jobsRoute(
  request: IncomingMessage,
  rest: readonly string[],
  query: URLSearchParams,
  engine: Engine,
): Promise<Reply | null> {
  const [first, second] = rest;
  if (request.method === "GET" && first === undefined) return listJobs(query, engine);
  if (request.method === "GET" && second === undefined) return showJob(first, engine);
  if (request.method === "POST" && first === "cancel" && second === undefined)
    return cancelMany(request, engine);
  if (request.method === "POST" && second === "cancel" && rest.length === 2)
    return json({ cancelled: cancelJob(first, engine) });
  return null;
}

const refuse = (error: string, more: object = {}): Reply => json({ error, ...more }, 400);

function listJobs(query: URLSearchParams, engine: Engine): Reply {
  const wanted = (query.get("status") ?? "")
    .split(",")
    .map((status) => status.trim().toLowerCase())
    .filter((status) => status !== "");
  const unknown = wanted.filter((status) => !jobStatuses.some((known) => known === status));
  if (unknown.length > 0)
    return refuse(`Invalid status value(s): ${unknown.join(", ")}. Valid values: ${jobStatuses.join(", ")}`);
  const sortBy = (query.get("sort_by") ?? "created_at").toLowerCase();
  if (sortBy !== "created_at" && sortBy !== "execution_duration")
    return refuse("sort_by must be 'created_at' or 'execution_duration'");
  const order = (query.get("sort_order") ?? "desc").toLowerCase();
  if (order !== "asc" && order !== "desc") return refuse("sort_order must be 'asc' or 'desc'");
  const limit = wholeOf(query.get("limit"));
  if (limit === undefined) return refuse("limit must be an integer");
  if (limit !== null && limit <= 0) return refuse("limit must be a positive integer");
  const from = wholeOf(query.get("offset"));
  if (from === undefined) return refuse("offset must be an integer");
  const offset = Math.max(0, from ?? 0);
  const statuses: readonly string[] = wanted.length > 0 ? wanted : jobStatuses;
  const workflowId = query.get("workflow_id");
  const jobs = allJobs(engine).filter(
    (job) => statuses.includes(job.status) && (!workflowId || job.workflow_id === workflowId),
  );
  const keyOf = (job: Job): number =>
    sortBy === "created_at"
      ? (job.create_time ?? 0)
      : job.execution_start_time !== undefined && job.execution_end_time !== undefined
        ? job.execution_end_time - job.execution_start_time
        : 0;
  jobs.sort((a, b) => (order === "asc" ? keyOf(a) - keyOf(b) : keyOf(b) - keyOf(a)));
  const page = jobs.slice(offset, limit === null ? undefined : offset + limit);
  return json({
    jobs: page,
    pagination: { offset, limit, total: jobs.length, has_more: offset + page.length < jobs.length },
  });
}

function allJobs({ queue, history }: Engine): Job[] {
  const queued = (item: Parameters<typeof describeQueued>[0], status: JobStatus): Job =>
    describeQueued(item, status, false);
  return [
    ...(queue.running ? [queued(queue.running, "in_progress")] : []),
    ...queue.pending.map((item) => queued(item, "pending")),
    ...[...history.entries].map(([promptId, entry]) => describeEntry(promptId, entry, false)),
  ];
}

function showJob(promptId: string, { queue, history }: Engine): Reply {
  const entry = history.get(promptId);
  if (entry) return json(describeEntry(promptId, entry, true));
  if (queue.running?.promptId === promptId) return json(describeQueued(queue.running, "in_progress", true));
  const pending = queue.pending.find((item) => item.promptId === promptId);
  if (pending) return json(describeQueued(pending, "pending", true));
  return json({ error: "Job not found" }, 404);
}

/** Stops or dequeues that job, whichever it is; tells whether there was anything to do. */
function cancelJob(promptId: string, engine: Engine): boolean {
  if (engine.queue.running?.promptId === promptId) return engine.interrupt(promptId);
  return engine.queue.delete(promptId);
}

async function cancelMany(request: IncomingMessage, engine: Engine): Promise<Reply> {
  const value = parseJson(await readBody(request));
  if (value === undefined) return refuse("Request body must be valid JSON");
  const ids = asObject(value)?.["job_ids"];
  if (!Array.isArray(ids)) return refuse("job_ids must be a list");
  const invalid = ids.filter((id) => !isJobId(id));
  if (invalid.length > 0) {
    const shown = invalid.map((id) => (typeof id === "string" ? id : JSON.stringify(id)));
    return refuse("job_ids contains invalid id(s)", { invalid_ids: shown });
  }
  const cancelled = ids.map((id) => cancelJob(String(id), engine));
  return json({ cancelled: cancelled.includes(true) });
}

/** A whole number, null when not given, undefined when it is none. */
function wholeOf(text: string | null): number | null | undefined {
  if (text === null) return null;
  return /^\s*[+-]?\d{1,15}\s*$/.test(text) ? Number(text) : undefined;
}
