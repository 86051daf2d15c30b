import type { z } from "zod";
import { ComfyError, ComfyHttpError, ComfyUnreachable, ComfyValidationError } from "./errors.ts";
import type { ComfyGraph } from "./graph.ts";
import {
  historyReply,
  objectInfoReply,
  objectReply,
  queueReply,
  refusalReply,
  submitReply,
  systemStatsReply,
  uploadReply,
  cancelReply,
  jobListReply,
  jobReply,
} from "./replies.ts";
import type {
  ComfyFile,
  ComfyHistoryEntry,
  ComfyJob,
  ComfyObjectInfo,
  ComfyQueue,
  ComfySubmitted,
  ComfySystemStats,
  ComfyUpload,
} from "./replies.ts";

/** The part of `fetch` this package uses. */
export type ComfyFetch = (url: string, init?: RequestInit) => Promise<Response>;

/**
 * HTTP side of one ComfyUI server. Every method rejects with `ComfyUnreachable` when no usable answer
 * came within `timeoutMs`, and with `ComfyHttpError` on an unexpected status.
 */
export class ComfyClient {
  readonly baseUrl: string;
  readonly #fetch: ComfyFetch;
  readonly #timeoutMs: number;

  /** `baseUrl` like `http://127.0.0.1:8188`; use an address, not `localhost`. */
  constructor(options: { baseUrl: string; fetch: ComfyFetch; timeoutMs?: number }) {
    this.baseUrl = options.baseUrl.replace(/\/+$/, "");
    this.#fetch = options.fetch;
    this.#timeoutMs = options.timeoutMs ?? 15_000;
  }

  /**
   * Queues a graph. The server does not refuse an id it has seen: give each prompt a fresh lower-case
   * UUID. Rejects with `ComfyValidationError` when the graph was refused; a filled `nodeErrors` on
   * success means that some outputs were silently left out. `front`: before everything that waits.
   */
  async submit(
    graph: ComfyGraph,
    ids: { promptId: string; clientId: string; front?: boolean },
  ): Promise<ComfySubmitted> {
    const { promptId, clientId, front } = ids;
    const body = JSON.stringify({
      prompt: graph,
      prompt_id: promptId,
      client_id: clientId,
      ...(front && { front }),
    });
    const path = "/prompt";
    const response = await this.#send(path, { method: "POST", body, headers: jsonHeaders });
    if (response.status === 400) {
      const text = await this.#text(path, response);
      const refusal = refusalReply.safeParse(parseJson(text));
      if (!refusal.success) throw new ComfyHttpError(400, path, text);
      const { error, node_errors } = refusal.data;
      throw new ComfyValidationError(
        error.type,
        [error.message, error.details].filter(Boolean).join(": "),
        node_errors,
      );
    }
    return this.#read(path, response, submitReply);
  }

  /** Uploads into `input/`. Read the name back: another file of that name makes the server rename yours. */
  async uploadImage(
    bytes: Uint8Array<ArrayBuffer>,
    target: { name: string; subfolder?: string; overwrite?: boolean; mime?: string },
  ): Promise<ComfyUpload> {
    const form = new FormData();
    form.set("image", new Blob([bytes], { type: target.mime ?? "application/octet-stream" }), target.name);
    form.set("type", "input");
    if (target.subfolder) form.set("subfolder", target.subfolder);
    if (target.overwrite) form.set("overwrite", "true");
    const path = "/upload/image";
    return this.#read(path, await this.#send(path, { method: "POST", body: form }), uploadReply);
  }

  /**
   * Keeps a frame in the server's memory for `LlamaSketchLoadFrame`, in place of what was under that id. Only
   * where the node pack is installed; `ComfyHttpError` elsewhere.
   */
  async putFrame(id: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    const path = `/llamasketch/frame/${encodeURIComponent(id)}`;
    const response = await this.#send(path, { method: "PUT", body: bytes });
    const text = await this.#text(path, response);
    if (!response.ok) throw new ComfyHttpError(response.status, "/llamasketch/frame", text);
  }

  /**
   * Asks a pausing sampler of the node pack to rest at its next step, or not to begin: its prompt ends as interrupted,
   * and sent again it goes on. Good for one rest; too late it does nothing.
   */
  async askPause(key: string): Promise<void> {
    await this.#pause("PUT", key);
  }

  /** Takes that back, and lets go what rests under the key. */
  async forgetPause(key: string): Promise<void> {
    await this.#pause("DELETE", key);
  }

  /**
   * Stops the prompt if it is the one running; a queued one is not touched (use `dequeue`). The answer
   * does not say whether it hit, and a cancel between dequeue and start is lost: look again and repeat.
   */
  async interrupt(promptId: string): Promise<void> {
    if (!promptId) throw new ComfyError("An interrupt without an id would stop whatever runs");
    await this.#post("/interrupt", { prompt_id: promptId });
  }

  /** Removes pending prompts; unknown and running ones are ignored. */
  async dequeue(promptIds: readonly string[]): Promise<void> {
    if (promptIds.length > 0) await this.#post("/queue", { delete: promptIds });
  }

  /** Running and pending prompts. The server sends every graph with it: do not poll. */
  async queue(): Promise<ComfyQueue> {
    return this.#get("/queue", queueReply);
  }

  /** One finished prompt; null when unknown, queued or running. */
  async history(promptId: string): Promise<ComfyHistoryEntry | null> {
    const all = await this.#get(`/history/${encodeURIComponent(promptId)}`, historyReply);
    return Object.hasOwn(all, promptId) ? (all[promptId] ?? null) : null;
  }

  /** One job of the jobs API; null when it is unknown. Rejects with `ComfyHttpError` 404 on an older server too. */
  async job(promptId: string): Promise<ComfyJob | null> {
    const path = `/api/jobs/${encodeURIComponent(promptId)}`;
    const response = await this.#send(path, { method: "GET" });
    if (response.status !== 404) return this.#read(path, response, jobReply);
    const text = await this.#text(path, response);
    // An older server has no such route and says nothing.
    if (!text.includes("Job not found")) throw new ComfyHttpError(404, path, text);
    return null;
  }

  /** True when the server has the jobs API, which cancels by id without a race. */
  async hasJobs(): Promise<boolean> {
    const path = "/api/jobs?limit=1";
    const response = await this.#send(path, { method: "GET" });
    const text = await this.#text(path, response);
    if (response.status === 404) return false;
    if (!response.ok) throw new ComfyHttpError(response.status, path, text);
    // A server in between may answer everything with a page.
    return jobListReply.safeParse(parseJson(text)).success;
  }

  /** Cancels one job whether it waits or runs; false when there was nothing to cancel. Jobs API only. */
  async cancelJob(promptId: string): Promise<boolean> {
    const path = `/api/jobs/${encodeURIComponent(promptId)}/cancel`;
    return (await this.#read(path, await this.#send(path, { method: "POST" }), cancelReply)).cancelled;
  }

  /** Bytes of a file that a prompt wrote. */
  async view(file: ComfyFile): Promise<Uint8Array<ArrayBuffer>> {
    const path = `/view?${new URLSearchParams({ filename: file.filename, subfolder: file.subfolder, type: file.type })}`;
    const response = await this.#send(path, { method: "GET" });
    if (!response.ok) throw new ComfyHttpError(response.status, "/view", await this.#text("/view", response));
    try {
      return new Uint8Array(await response.arrayBuffer());
    } catch (cause) {
      throw new ComfyUnreachable("The answer on /view was cut short", { cause });
    }
  }

  async systemStats(): Promise<ComfySystemStats> {
    return this.#get("/system_stats", systemStatsReply);
  }

  async features(): Promise<Record<string, unknown>> {
    return this.#get("/features", objectReply);
  }

  /** Signatures of all nodes, or of one class; an empty object when the class is unknown. */
  async objectInfo(classType?: string): Promise<ComfyObjectInfo> {
    const path = classType === undefined ? "/object_info" : `/object_info/${encodeURIComponent(classType)}`;
    return this.#get(path, objectInfoReply);
  }

  /** Unloads models and drops cached results. */
  async free(): Promise<void> {
    await this.#post("/free", { unload_models: true, free_memory: true });
  }

  async #get<Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.output<Schema>> {
    return this.#read(path, await this.#send(path, { method: "GET" }), schema);
  }

  async #post(path: string, body: unknown): Promise<void> {
    const response = await this.#send(path, {
      method: "POST",
      body: JSON.stringify(body),
      headers: jsonHeaders,
    });
    const text = await this.#text(path, response);
    if (!response.ok) throw new ComfyHttpError(response.status, path, text);
  }

  async #pause(method: "PUT" | "DELETE", key: string): Promise<void> {
    const response = await this.#send(`/llamasketch/pause/${encodeURIComponent(key)}`, { method });
    const text = await this.#text("/llamasketch/pause", response);
    const isNothing = method === "DELETE" && response.status === 404;
    if (!response.ok && !isNothing) throw new ComfyHttpError(response.status, "/llamasketch/pause", text);
  }

  async #read<Schema extends z.ZodType>(
    path: string,
    response: Response,
    schema: Schema,
  ): Promise<z.output<Schema>> {
    const text = await this.#text(path, response);
    if (!response.ok) throw new ComfyHttpError(response.status, path, text);
    const parsed = schema.safeParse(parseJson(text));
    if (!parsed.success) throw new ComfyUnreachable(`${path} answered something this client cannot read`);
    return parsed.data;
  }

  async #send(path: string, init: RequestInit): Promise<Response> {
    try {
      return await this.#fetch(this.baseUrl + path, {
        ...init,
        signal: AbortSignal.timeout(this.#timeoutMs),
      });
    } catch (cause) {
      throw new ComfyUnreachable(`No answer on ${path}`, { cause });
    }
  }

  async #text(path: string, response: Response): Promise<string> {
    try {
      return await response.text();
    } catch (cause) {
      throw new ComfyUnreachable(`The answer on ${path} was cut short`, { cause });
    }
  }
}

const jsonHeaders = { "content-type": "application/json" };

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
