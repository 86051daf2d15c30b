/** The media API from TypeScript: for browsers, Node and Workers. */
import {
  errorBody,
  type ErrorBody,
  type GenerationCreate,
  type GenerationFilter,
  type GenerationView,
  type MediaQuoteView,
  type UploadView,
} from "@llamasketch/contract";
import { MediaError } from "./error.ts";
import { readEvents, type GenerationEvent } from "./events.ts";

/** What has a value when it is not said need not be said. */
type Asked = Partial<GenerationCreate>;

interface Page {
  cursor?: string | null | undefined;
  limit?: number | undefined;
}

export interface MediaClientOptions {
  /** Like `https://llamasketch.example`. */
  baseUrl: string;
  /** An API key; without one the browser's own cookie says who asks. */
  apiKey?: string;
  fetch?: (url: string, init: RequestInit) => Promise<Response>;
}

/** Tries of a call that may be repeated without harm. */
const TRIES = 3;
const FIRST_WAIT_MS = 300;

export class MediaClient {
  readonly #options: MediaClientOptions;
  constructor(options: MediaClientOptions) {
    this.#options = options;
  }

  /** Queues one. Under the same `idempotencyKey` it is queued once, however often this is called; one is made when none is given. */
  generate(asked: Asked, idempotencyKey: string = crypto.randomUUID()): Promise<GenerationView> {
    return this.#json("POST", "/generations", asked, { "idempotency-key": idempotencyKey });
  }

  /** Sends a picture of one's own, whole, for `image: { upload: id }`; it is kept for a week. */
  upload(picture: Blob): Promise<UploadView> {
    return this.#json("POST", "/uploads", picture);
  }

  /** All that are kept, the newest first. */
  async uploads(): Promise<UploadView[]> {
    return (await this.#json<{ uploads: UploadView[] }>("GET", "/uploads")).uploads;
  }

  /** What still waits for it fails and costs nothing. */
  async removeUpload(id: string): Promise<void> {
    await this.#send("DELETE", `/uploads/${id}`);
  }

  get(id: string): Promise<GenerationView> {
    return this.#json("GET", `/generations/${id}`);
  }

  /** The newest first; `filter` says which, and all of it must be so. */
  list({ cursor, limit, ...filter }: Page & GenerationFilter = {}): Promise<{
    generations: GenerationView[];
    nextCursor: string | null;
  }> {
    const said = Object.entries({ ...filter, cursor: cursor ?? undefined, limit });
    const query = said.flatMap(([name, value]): [string, string][] =>
      value === undefined ? [] : [[name, String(value)]],
    );
    return this.#json("GET", `/generations?${new URLSearchParams(query)}`);
  }

  /** One that has ended: its pictures and words are gone for good. */
  async remove(id: string): Promise<void> {
    await this.#send("DELETE", `/generations/${id}`);
  }

  /** A ZIP of their results, as it comes: at most 100 generations. */
  async archive(ids: readonly string[]): Promise<ReadableStream<Uint8Array>> {
    const { body } = await this.#send("POST", "/generations/archive", { ids });
    if (!body) throw new Error("an archive came without a body");
    return body;
  }

  cancel(id: string): Promise<GenerationView> {
    return this.#json("POST", `/generations/${id}/cancel`, {});
  }

  /** A price, promised; give its id as `quote`. */
  quote(asked: Asked): Promise<MediaQuoteView> {
    return this.#json("POST", "/quotes", asked);
  }

  /** What becomes of it, until it has ended or the connection breaks. */
  async *events(id: string): AsyncGenerator<GenerationEvent> {
    const answer = await this.#send("GET", `/generations/${id}/events`);
    if (answer.body) yield* readEvents(answer.body);
  }

  /** As it is when it has ended, whatever its end. Broken connections are opened again. */
  async ended(id: string): Promise<GenerationView> {
    for (;;) {
      for await (const event of this.events(id)) if (event.type === "ended") return this.get(id);
      const now = await this.get(id);
      if (now.state !== "queued" && now.state !== "running") return now;
    }
  }

  async #json<T>(method: string, path: string, body?: object, headers?: Record<string, string>): Promise<T> {
    return (await (await this.#send(method, path, body, headers)).json()) as T;
  }

  async #send(
    method: string,
    path: string,
    body?: object,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    const { baseUrl, apiKey, fetch: send = (url, init) => fetch(url, init) } = this.#options;
    const init: RequestInit = {
      method,
      headers: {
        ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }),
        ...(body ? { "content-type": body instanceof Blob ? body.type : "application/json" } : {}),
        ...headers,
      },
      ...(body ? { body: body instanceof Blob ? body : JSON.stringify(body) } : {}),
    };
    for (let tries = 1; ; tries++) {
      const answer = await send(`${baseUrl.replace(/\/+$/, "")}/api/v1${path}`, init).catch(
        (error: unknown) => {
          if (tries === TRIES) throw error;
          return null;
        },
      );
      if (answer?.ok) return answer;
      // Every call of this client may be repeated: those that cost something carry a key.
      const isPassing = !answer || answer.status >= 500 || answer.status === 429;
      if (answer && (!isPassing || tries === TRIES))
        throw new MediaError(answer.status, await bodyOf(answer));
      await new Promise((resolve) => setTimeout(resolve, FIRST_WAIT_MS * 2 ** tries * (0.5 + Math.random())));
    }
  }
}

/** Null where it is not the API that answered, but something in front of it. */
async function bodyOf(answer: Response): Promise<ErrorBody | null> {
  const read: unknown = await answer.json().catch(() => null);
  return errorBody.safeParse(read).data ?? null;
}
