/** Somebody at a browser, with the same things of their own on either stack. */
import sharp from "sharp";
import { ADMIN } from "./stage.ts";

export interface Asked {
  method: string;
  path: string;
  json?: unknown;
  body?: { bytes: Uint8Array; type: string };
  form?: FormData;
  headers?: Record<string, string>;
  /** As one who was never here. */
  bare?: boolean;
}

export class Person {
  readonly url: string;
  readonly operatorToken: string;
  readonly #cookies = new Map<string, string>();
  sketchId = "";
  pictureId = "";
  jobId = "";
  uploadId = "";

  constructor(url: string, operatorToken: string) {
    this.url = url.replace("localhost", "127.0.0.1");
    this.operatorToken = operatorToken;
  }

  async ask({ method, path, json, body, form, headers = {}, bare = false }: Asked): Promise<Response> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const answer = await fetch(this.url + path, {
      method,
      redirect: "manual",
      headers: {
        ...(cookie && !bare ? { cookie } : {}),
        ...(json === undefined ? {} : { "content-type": "application/json" }),
        ...(body ? { "content-type": body.type } : {}),
        ...headers,
      },
      body: form ?? (body ? new Uint8Array(body.bytes) : json === undefined ? null : JSON.stringify(json)),
    });
    if (!bare) {
      for (const line of answer.headers.getSetCookie()) {
        const [pair = ""] = line.split(";");
        const at = pair.indexOf("=");
        if (/max-age=0/i.test(line)) this.#cookies.delete(pair.slice(0, at));
        else this.#cookies.set(pair.slice(0, at), pair.slice(at + 1));
      }
    }
    return answer;
  }

  async read<T>(asked: Asked): Promise<T> {
    const answer = await this.ask(asked);
    if (!answer.ok) throw new Error(`${asked.method} ${asked.path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  }

  /** Signs in, draws, asks for a picture that waits, sends one. */
  async settle(): Promise<void> {
    await this.ask({ method: "POST", path: "/api/account/links", json: { email: ADMIN } });
    const { letters } = await this.read<{ letters: { text: string }[] }>({
      method: "GET",
      path: `/dev/mail?to=${encodeURIComponent(ADMIN)}`,
      headers: { accept: "application/json" },
    });
    const proof = letters[0]?.text.match(/#(\S+)/)?.[1];
    await this.ask({ method: "POST", path: "/api/account/links/open", json: { proof } });
    this.sketchId = (
      await this.read<{ id: string }>({ method: "POST", path: "/api/sketches", json: { title: "Mine" } })
    ).id;
    this.pictureId = (await this.read<{ id: string }>(await importOf(this.sketchId, 1))).id;
    this.uploadId = (await this.read<{ id: string }>(await uploadOf())).id;
    this.jobId = (await this.read<{ id: string }>(GENERATION)).id;
  }
}

export const GENERATION: Asked = {
  method: "POST",
  path: "/api/v1/generations",
  json: { prompt: "a quiet pond", widthPx: 256, heightPx: 256, model: "painter", seed: 1 },
};

const picture = sharp({ create: { width: 64, height: 64, channels: 3, background: "#369" } });

export async function importOf(sketchId: string, version: number): Promise<Asked> {
  const form = new FormData();
  const about = {
    kind: "final",
    variation: null,
    version,
    quality: "final",
    widthPx: 64,
    heightPx: 64,
    format: "jpeg",
    settings: { prompt: "a quiet pond", strength: 0.5, seed: 1 },
    pinned: false,
    createdAt: new Date().toISOString(),
  };
  form.set("about", JSON.stringify(about));
  form.set(
    "image",
    new Blob([new Uint8Array(await picture.clone().jpeg().toBuffer())], { type: "image/jpeg" }),
  );
  return { method: "PUT", path: `/api/sketches/${sketchId}/pictures`, form };
}

export const uploadOf = async (): Promise<Asked> => ({
  method: "POST",
  path: "/api/v1/uploads",
  body: { bytes: new Uint8Array(await picture.clone().png().toBuffer()), type: "image/png" },
});
