/** One call as it goes over the wire: with the length of its body told, or in chunks without any. */
import { Agent, request } from "node:http";

export interface Call {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: Uint8Array | null;
  /** Whether its length is told. */
  hasLength: boolean;
}
export interface Answer {
  /** 0: the connection broke without one. */
  status: number;
  text: string;
}

const WITHIN_MS = 60_000;
const CHUNK_BYTES = 1024;

export class Knocker {
  readonly #url: URL;
  readonly url: string;
  readonly #agent: Agent;
  calls = 0;
  constructor(url: string, atOnce: number) {
    this.url = url.replace("localhost", "127.0.0.1");
    this.#url = new URL(url);
    this.#agent = new Agent({ keepAlive: true, maxSockets: atOnce });
  }

  knock({ method, path, headers, body, hasLength }: Call): Promise<Answer> {
    this.calls += 1;
    return new Promise((resolve) => {
      const length: Record<string, string> = hasLength
        ? { "content-length": String(body?.length ?? 0) }
        : { "transfer-encoding": "chunked" };
      const asked = request(
        {
          agent: this.#agent,
          host: "127.0.0.1",
          port: this.#url.port,
          method,
          path,
          headers: { host: this.#url.host, ...headers, ...length },
          timeout: WITHIN_MS,
        },
        (answer) => {
          const parts: Buffer[] = [];
          answer.on("data", (part: Buffer) => parts.push(part));
          answer.on("end", () =>
            resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(parts).toString() }),
          );
          answer.on("error", () => resolve({ status: 0, text: "broken off" }));
        },
      );
      asked.on("timeout", () => asked.destroy());
      asked.on("error", (error) => resolve({ status: 0, text: error.message }));
      const bytes = body ?? new Uint8Array();
      if (hasLength) asked.end(bytes);
      else {
        for (let at = 0; at < bytes.length; at += CHUNK_BYTES)
          asked.write(bytes.subarray(at, at + CHUNK_BYTES));
        asked.end();
      }
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}
