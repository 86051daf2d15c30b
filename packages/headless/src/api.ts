/** The HTTP side of a program that draws: its own anonymous user, its sketches, its tickets. */
import {
  errorBody,
  type ErrorBody,
  finalView,
  openedSketchView,
  sketchView,
  ticketView,
  type Settings,
  type SketchView,
} from "@llamasketch/contract";
import type { z } from "zod";
import type { CanvasBytes } from "./canvas.ts";

/** The server refused, with its own words. */
export class ApiRefused extends Error {
  override name = "ApiRefused";
  readonly code: string;
  readonly status: number;
  readonly requestId: string | null;
  readonly fields: Readonly<Record<string, string>>;
  /** How long to wait, where it says so. */
  readonly waitS: number | null;
  constructor(answer: Response, { code, message, requestId, fields }: ErrorBody["error"]) {
    super(message);
    this.status = answer.status;
    this.code = code;
    this.requestId = requestId;
    this.fields = fields ?? {};
    const seconds = Number(answer.headers.get("retry-after") ?? "none");
    this.waitS = Number.isFinite(seconds) ? seconds : null;
  }
}

/** Nobody answers there. */
export class Unreachable extends Error {
  override name = "Unreachable";
  readonly url: string;
  readonly why: string;
  constructor(url: string, cause: unknown) {
    super(`${url} does not answer. Is it running?`, { cause });
    this.url = url;
    this.why = reasonOf(cause);
  }
}

/** What answers there speaks otherwise. */
export class NoLlamaSketch extends Error {
  override name = "NoLlamaSketch";
  readonly url: string;
  readonly why: string;
  constructor(url: string, why: string) {
    super(`${url} answers, but not as LlamaSketch does (${why}).`);
    this.url = url;
    this.why = why;
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens there",
  ENOTFOUND: "there is no such host",
  EAI_AGAIN: "its name cannot be looked up",
  ECONNRESET: "the connection broke off",
  ETIMEDOUT: "it took too long",
};
function reasonOf(cause: unknown): string {
  if (cause instanceof Error && cause.name === "TimeoutError") return "it took too long";
  const within = cause instanceof Error ? cause.cause : undefined;
  const code = within instanceof Error && "code" in within ? String(within.code) : "";
  if (/CERT|SSL|TLS/.test(code)) return `its certificate is not accepted: ${code}`;
  return REASONS[code] ?? (code || (within instanceof Error ? within.message : "no connection"));
}

export interface FinalWish {
  epoch: number;
  version: number;
  settings: Settings;
  canvas: CanvasBytes;
  withinMs: number;
}

const TIMEOUT_MS = 15_000;
const LOOK_EVERY_MS = 250;

export class SketchApi {
  readonly url: string;
  readonly #cookies = new Map<string, string>();
  readonly #key: string | null;
  /** `key`: an account's; without one it is a visitor of its own. */
  constructor(url: string, cookie: string | null = null, key: string | null = null) {
    this.url = url.replace(/\/+$/, "");
    this.#key = key;
    for (const pair of cookie?.split("; ") ?? []) this.#keep(pair);
  }

  /** As the header has them; null before the first answer that set one. */
  get cookie(): string | null {
    if (this.#cookies.size === 0) return null;
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  }

  createSketch(settings: Partial<Settings>): Promise<SketchView> {
    return this.#json("POST", "/api/sketches", sketchView, { settings });
  }

  sketch(id: string): Promise<z.infer<typeof openedSketchView>> {
    return this.#json("GET", `/api/sketches/${id}`, openedSketchView);
  }

  /** Address of a live socket, its ticket inside; good once, for a minute. */
  async socketUrl(sketchId: string): Promise<string> {
    const { path, ticket } = await this.#json("POST", `/api/sketches/${sketchId}/tickets`, ticketView);
    return `${this.url.replace(/^http/, "ws")}${path}?ticket=${ticket}`;
  }

  /** Has a canvas painted large, and resolves with the picture. */
  async final(sketchId: string, { canvas, withinMs, ...place }: FinalWish): Promise<Uint8Array<ArrayBuffer>> {
    const { bytes, format, widthPx, heightPx } = canvas;
    const form = new FormData();
    form.set("about", JSON.stringify({ ...place, widthPx, heightPx }));
    form.set("image", new Blob([new Uint8Array(bytes)], { type: `image/${format}` }));
    let view = await this.#json("PUT", `/api/sketches/${sketchId}/finals`, finalView, form);
    const untilMs = performance.now() + withinMs;
    while (view.state === "queued" || view.state === "running") {
      if (performance.now() > untilMs) throw new Error(`No final came (${view.state}).`);
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
      view = await this.#json("GET", `/api/finals/${view.id}`, finalView);
    }
    if (view.pictureId === null) throw new Error(`The final was not made (${view.reason ?? view.state}).`);
    const picture = await this.request("GET", `/api/pictures/${view.pictureId}`);
    return new Uint8Array(await picture.arrayBuffer());
  }

  /** Any request with this user's cookie; the caller reads the answer. */
  async request(method: string, path: string, body?: unknown): Promise<Response> {
    const response = await this.#reach(path, {
      method,
      headers: {
        ...(this.#key === null
          ? this.cookie && { cookie: this.cookie }
          : { authorization: `Bearer ${this.#key}` }),
        // A form says its own type.
        ...(body !== undefined && !(body instanceof FormData) && { "content-type": "application/json" }),
      },
      ...(body !== undefined && { body: body instanceof FormData ? body : JSON.stringify(body) }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    for (const line of response.headers.getSetCookie()) this.#keep(line.split(";")[0] ?? "");
    return response;
  }

  #keep(pair: string): void {
    const at = pair.indexOf("=");
    if (at > 0) this.#cookies.set(pair.slice(0, at), pair.slice(at + 1));
  }

  async #reach(path: string, init: RequestInit): Promise<Response> {
    try {
      return await fetch(this.url + path, init);
    } catch (cause) {
      throw new Unreachable(this.url, cause);
    }
  }

  async #json<S extends z.ZodType>(
    method: string,
    path: string,
    schema: S,
    body?: unknown,
  ): Promise<z.infer<S>> {
    const response = await this.request(method, path, body);
    const answer: unknown = await response.json().catch(() => null);
    if (response.ok) {
      const view = schema.safeParse(answer);
      if (view.success) return view.data;
      throw new NoLlamaSketch(this.url, `${path} answered something else`);
    }
    const refusal = errorBody.safeParse(answer);
    if (refusal.success) {
      // Something of ours, but not at this address.
      const { error } = refusal.data;
      const isElsewhere = error.code === "not_found" || error.code === "method_not_allowed";
      if (isElsewhere && method === "POST" && path === "/api/sketches")
        throw new NoLlamaSketch(this.url, `there is no ${path}`);
      throw new ApiRefused(response, error);
    }
    throw new NoLlamaSketch(this.url, `${path} answered with status ${response.status}`);
  }
}
