import sharp from "sharp";
import { afterAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { createEasel } from "./easel.ts";
import type { Easel } from "./easel.ts";
import { readRecordings } from "./fixtures/recording.ts";
import type { RecordedStep, Recording } from "./fixtures/recording.ts";
import { scrub, shorten } from "./fixtures/shorten.ts";

// Node ids are whole numbers here, and an object lists those first and in order: compare as sets of nodes.
const orderless = (message: unknown): unknown =>
  Array.isArray(message) && message[0] === "progress_state"
    ? [message[0], message[1], String(message[2]).split(" ").toSorted().join(" ")]
    : message;

const isStatus = (message: unknown): boolean => Array.isArray(message) && message[0] === "status";
const isNoStatus = (message: unknown): boolean => !isStatus(message);

class Replay {
  readonly received = new Map<string, unknown[]>();
  readonly #sockets = new Map<string, WebSocket>();
  readonly #easel: Easel;

  constructor(easel: Easel) {
    this.#easel = easel;
  }

  /** Posts prompts that are refused until the next number is the recording's first. */
  async alignNumbers(recording: Recording): Promise<void> {
    const posts = recording.steps.filter(
      (step) => step.burn || (step.method === "POST" && step.path === "/prompt" && step.text === undefined),
    );
    const first = posts.findIndex((step) => step.status === 200);
    const number = (posts[first]?.reply as { number: number } | undefined)?.number ?? 0;
    for (let burnt = first; burnt < number; burnt++) await this.#burn();
  }

  async do(step: RecordedStep): Promise<void> {
    for (const [name, count] of Object.entries(step.seen ?? {})) await this.#await(name, count);
    if (step.burn) await this.#burn();
    if (step.idle) await this.#idle();
    if (step.open) await this.#open(step.open, step.path ?? "/ws");
    if (step.close) await this.#close(step.close);
    if (step.send) this.#sockets.get(step.send)?.send(JSON.stringify(step.json));
    if (step.method && !step.open) await this.#request(step);
  }

  async settle(recording: Recording): Promise<void> {
    for (const [name, messages] of Object.entries(recording.sockets)) {
      if (messages) await this.#await(name, messages.length);
    }
    await new Promise((resolve) => setTimeout(resolve, 30));
    for (const name of this.#sockets.keys()) await this.#close(name);
  }

  async #burn(): Promise<void> {
    await fetch(`${this.#easel.url}/prompt`, { method: "POST", body: "{}" });
  }

  async #idle(): Promise<void> {
    const remaining = async (): Promise<number> => {
      const status = (await (await fetch(`${this.#easel.url}/prompt`)).json()) as {
        exec_info: { queue_remaining: number };
      };
      return status.exec_info.queue_remaining;
    };
    await expect.poll(remaining, { timeout: 60_000, interval: 5 }).toBe(0);
  }

  async #written(path: string): Promise<void> {
    const entry = async (): Promise<string> => (await fetch(this.#easel.url + path)).text();
    await expect.poll(entry, { timeout: 60_000, interval: 5 }).not.toBe("{}");
  }

  async #await(name: string, count: number): Promise<void> {
    const messages = this.received.get(name) ?? [];
    await expect.poll(() => messages.length, { timeout: 60_000, interval: 2 }).toBeGreaterThanOrEqual(count);
  }

  async #open(name: string, path: string): Promise<void> {
    const socket = new WebSocket(this.#easel.url.replace("http", "ws") + path);
    socket.binaryType = "arraybuffer";
    const messages: unknown[] = [];
    this.received.set(name, messages);
    this.#sockets.set(name, socket);
    socket.on("message", (data, isBinary) =>
      messages.push(shorten(isBinary ? (data as ArrayBuffer) : Buffer.from(data as ArrayBuffer).toString())),
    );
    await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
  }

  async #close(name: string): Promise<void> {
    const socket = this.#sockets.get(name);
    this.#sockets.delete(name);
    if (!socket || socket.readyState === WebSocket.CLOSED) return;
    await new Promise((resolve) => {
      socket.once("close", resolve);
      socket.close();
    });
  }

  async #request(step: RecordedStep): Promise<void> {
    const { url } = this.#easel;
    const headers: Record<string, string> = {};
    if (step.origin) headers["origin"] = step.origin.includes("127.0.0.1") ? url : step.origin;
    const body = step.multipart
      ? await formOf(step, url)
      : (step.text ?? (step.json === undefined ? undefined : JSON.stringify(step.json)));
    const path = step.path!.replace("ComfyUI_temp_*", "ComfyUI_temp_easel");
    if (path.startsWith("/history/") && Object.keys(step.reply as object).length > 0)
      await this.#written(path);
    const response = await fetch(url + path, {
      method: step.method!,
      headers,
      ...(body === undefined ? {} : { body }),
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    const label = `${step.method} ${step.path}`;
    expect.soft(response.status, label).toBe(step.status);
    if (step.type) expect.soft(response.headers.get("content-type"), label).toBe(step.type);
    if (step.reply !== undefined) expect.soft(scrub(JSON.parse(bytes.toString())), label).toEqual(step.reply);
    if (step.text_reply !== undefined) expect.soft(bytes.toString(), label).toBe(step.text_reply);
    if (step.image) {
      const { width, height, format } = await sharp(bytes).metadata();
      expect.soft([width, height, format], label).toEqual(step.image);
    }
  }
}

async function savedFile(url: string, path: string): Promise<Buffer> {
  const slash = path.lastIndexOf("/");
  const query = `filename=${path.slice(slash + 1)}&subfolder=${path.slice(0, Math.max(slash, 0))}&type=output`;
  return Buffer.from(await (await fetch(`${url}/view?${query}`)).arrayBuffer());
}

function photo(side: number, shade: number): Promise<Buffer> {
  const background = { r: 40 * shade, g: 90, b: 120 };
  return sharp({ create: { width: side, height: side, channels: 3, background } })
    .jpeg()
    .toBuffer();
}

async function formOf(step: RecordedStep, url: string): Promise<FormData> {
  const form = new FormData();
  for (const part of step.multipart ?? []) {
    if (part.bytes === undefined) {
      form.append(part.name, part.value ?? "");
      continue;
    }
    const existing = part.file && (await savedFile(url, part.file));
    const jpeg = part.jpeg && (await photo(part.jpeg, part.bytes));
    if (existing || jpeg) {
      form.append(part.name, new Blob([new Uint8Array((existing || jpeg) as Buffer)]), part.filename);
      continue;
    }
    // Noise, so that a cut after 200 bytes falls into the pixels.
    const noise = Buffer.from(
      Array.from({ length: 64 * 64 * 3 }, (_, i) => (i * i * part.bytes! * 31 + i) & 255),
    );
    const png = await sharp(noise, { raw: { width: 64, height: 64, channels: 3 } })
      .png()
      .toBuffer();
    const bytes = part.plain ? Buffer.from("this is not an image") : part.cut ? png.subarray(0, 200) : png;
    form.append(part.name, new Blob([new Uint8Array(bytes)], { type: "image/png" }), part.filename);
  }
  return form;
}

describe("as recorded from ComfyUI 0.3.64", () => {
  const easels: Easel[] = [];
  afterAll(async () => void (await Promise.all(easels.map((easel) => easel.close()))));

  it.each(readRecordings().map((recording) => [recording.title, recording] as const))(
    "%s",
    async (_title, recording) => {
      const easel = await createEasel({ port: 0 });
      easels.push(easel);
      const replay = new Replay(easel);
      await replay.alignNumbers(recording);
      for (const step of recording.steps) await replay.do(step);
      await replay.settle(recording);
      for (const [name, messages] of Object.entries(recording.sockets)) {
        if (messages === null) continue;
        const received = replay.received.get(name) ?? [];
        for (const part of recording.statusApart ? [isStatus, isNoStatus] : [() => true]) {
          const [is, should] = [received.filter(part), messages.filter(part)];
          expect(is.map(orderless), name).toEqual(should.map(orderless));
        }
      }
    },
    60_000,
  );
});
