/** A program that uses the media API, as any visitor may. */
import type { GenerationView } from "@llamasketch/contract";

const ASKED = { prompt: "a quiet pond", widthPx: 256, heightPx: 256, model: "painter", seed: 1 };

export class Caller {
  readonly #url: string;
  #cookie = "";
  constructor(url: string) {
    this.#url = url;
  }

  async generate(more: object = {}, headers: Record<string, string> = {}): Promise<GenerationView> {
    const answer = await this.#call("POST", "/api/v1/generations", { ...ASKED, ...more }, headers);
    const given = answer.headers.getSetCookie().find((line) => line.startsWith("ls_user="));
    if (given) this.#cookie = given.split(";")[0] ?? "";
    if (answer.status !== 201) throw new Error(`${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as GenerationView;
  }

  async look(id: string): Promise<GenerationView> {
    const answer = await this.#call("GET", `/api/v1/generations/${id}`);
    if (!answer.ok) throw new Error(`${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as GenerationView;
  }

  async cancel(id: string): Promise<void> {
    const answer = await this.#call("POST", `/api/v1/generations/${id}/cancel`, {});
    await answer.arrayBuffer();
    if (!answer.ok) throw new Error(`cancel: ${answer.status}`);
  }

  /** Resolves when its events say that it is over. */
  async ended(id: string): Promise<void> {
    const answer = await this.#call("GET", `/api/v1/generations/${id}/events`);
    const text = await answer.text();
    if (!text.includes("event: ended")) throw new Error(`the events of ${id} broke off`);
  }

  #call(
    method: string,
    path: string,
    body?: object,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    return fetch(this.#url + path, {
      method,
      headers: {
        ...(this.#cookie && { cookie: this.#cookie }),
        ...(body && { "content-type": "application/json" }),
        ...headers,
      },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(120_000),
    });
  }
}
