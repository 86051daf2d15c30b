/** The media API, and what is behind it: what the host's ComfyUI was given, and what came of it. */
import { Buffer } from "node:buffer";
import type { GenerationView, UploadView } from "@llamasketch/contract";
import { barePicture } from "@llamasketch/pictures";
import type { Photo } from "@llamasketch/testing/photos";

const UPLOAD_MAX_PIXELS = 25_000_000;
const TIMES = 4;
/** What only a program understands that manages colours. */
const SAID = /iCCP|eXIf|tRNS|gAMA|cICP|ICC_PROFILE|Exif/;

export interface Way {
  /** What is stored. */
  stored: Uint8Array;
  /** What ComfyUI was given. */
  given: Uint8Array;
  result: Uint8Array;
}

export class Uploads {
  readonly #url: string;
  readonly #easelUrl: string;
  #cookie = "";
  constructor(url: string, easelUrl: string) {
    this.#url = url;
    this.#easelUrl = easelUrl;
  }

  /** Rejects where it is not taken, or no picture came of it. */
  async through(photo: Photo): Promise<Way> {
    const sent = await this.send(photo.bytes, photo.type);
    if (sent.status !== 201) throw new Error(`${sent.status} ${await sent.text()}`);
    const upload = (await sent.json()) as UploadView;
    const bare = await barePicture(photo.bytes, { maxPixels: UPLOAD_MAX_PIXELS });
    if ("why" in bare || bare.bytes.length !== upload.bytes) throw new Error("other bytes were stored");
    const asked = { kind: "upscale", image: { upload: upload.id }, scale: TIMES };
    const view = await this.#json<GenerationView>("POST", "/api/v1/generations", asked);
    const events = await this.#call("GET", `/api/v1/generations/${view.id}/events`);
    await events.text();
    const ended = await this.#json<GenerationView>("GET", `/api/v1/generations/${view.id}`);
    const [result] = ended.results;
    if (!result) throw new Error(`it ended as ${ended.state}, ${ended.reason}`);
    const given = await this.#given();
    if (SAID.test(Buffer.from(given.subarray(0, 2048)).toString("latin1")))
      throw new Error("ComfyUI was given what it does not understand");
    const made = await fetch(result.url);
    await this.#call("DELETE", `/api/v1/uploads/${upload.id}`);
    return { stored: bare.bytes, given, result: new Uint8Array(await made.arrayBuffer()) };
  }

  send(body: Uint8Array<ArrayBuffer>, type: string): Promise<Response> {
    return this.#call("POST", "/api/v1/uploads", { "content-type": type }, body);
  }

  /** The picture of the last prompt. */
  async #given(): Promise<Uint8Array> {
    const history = (await (await fetch(`${this.#easelUrl}/history`)).json()) as Record<
      string,
      { prompt: [number, string, Record<string, { class_type: string; inputs: { image?: string } }>] }
    >;
    const nodes = Object.values(history).at(-1)?.prompt[2] ?? {};
    const image = Object.values(nodes).find((node) => node.class_type === "LoadImage")?.inputs.image ?? "";
    const [subfolder = "", filename = ""] = image.split("/");
    const query = new URLSearchParams({ filename, subfolder, type: "input" });
    const answer = await fetch(`${this.#easelUrl}/view?${query}`);
    if (!answer.ok) throw new Error(`ComfyUI has no ${image}`);
    return new Uint8Array(await answer.arrayBuffer());
  }

  async #json<T>(method: string, path: string, json?: object): Promise<T> {
    const headers = json && { "content-type": "application/json" };
    const answer = await this.#call(method, path, headers, json && JSON.stringify(json));
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  }

  async #call(
    method: string,
    path: string,
    headers: Record<string, string> = {},
    body?: BodyInit,
  ): Promise<Response> {
    const answer = await fetch(this.#url + path, {
      method,
      headers: { ...(this.#cookie && { cookie: this.#cookie }), ...headers },
      ...(body !== undefined && { body }),
      signal: AbortSignal.timeout(60_000),
    });
    const given = answer.headers.getSetCookie().find((line) => line.startsWith("ls_user="));
    if (given) this.#cookie = given.split(";")[0] ?? "";
    return answer;
  }
}
