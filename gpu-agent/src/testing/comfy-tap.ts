/** Stands between an agent and its ComfyUI and writes down what is asked. */
import { createServer, request as ask, type Server } from "node:http";
import { connect, type Socket } from "node:net";

interface Asked {
  method: string;
  path: string;
  body: string;
}

export class ComfyTap {
  readonly asked: Asked[] = [];
  /** Client ids of the event sockets, in order. */
  readonly clientIds: string[] = [];
  /** While true nothing is passed on and nothing is answered. */
  isDeaf = false;
  /** Requests whose path begins so are dropped without an answer. */
  dropped: string | null = null;
  url = "";
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(target: URL) {
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const body = Buffer.concat(chunks);
        const { method = "GET", url: path = "/" } = request;
        this.asked.push({ method, path, body: body.toString("utf8") });
        if (this.isDeaf) return;
        if (this.dropped !== null && path.startsWith(this.dropped)) return void response.destroy();
        const passed = ask(
          { host: target.hostname, port: target.port, method, path, headers: request.headers },
          (answer) => {
            response.writeHead(answer.statusCode ?? 502, answer.headers);
            answer.pipe(response);
          },
        );
        passed.on("error", () => response.destroy());
        passed.end(body);
      });
    });
    this.#server.on("upgrade", (request, socket: Socket, head) => {
      const clientId = new URL(request.url ?? "/", target).searchParams.get("clientId");
      if (clientId !== null) this.clientIds.push(clientId);
      const far = connect(Number(target.port), target.hostname, () => {
        const headers = Object.entries(request.headers).map(([key, value]) => `${key}: ${String(value)}`);
        far.write(`GET ${request.url} HTTP/1.1\r\n${headers.join("\r\n")}\r\n\r\n`);
        if (head.length > 0) far.write(head);
        socket.pipe(far).pipe(socket);
      });
      for (const one of [socket, far]) {
        this.#sockets.add(one);
        one.on("error", () => one.destroy());
      }
      far.on("close", () => socket.destroy());
      socket.on("close", () => far.destroy());
    });
  }

  static async open(targetUrl: string): Promise<ComfyTap> {
    const tap = new ComfyTap(new URL(targetUrl));
    await new Promise<void>((resolve) => tap.#server.listen(0, "127.0.0.1", resolve));
    const address = tap.#server.address();
    tap.url = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
    return tap;
  }

  /** Requests of one kind since the start. */
  count(method: string, path: string): number {
    return this.asked.filter((one) => one.method === method && one.path.startsWith(path)).length;
  }

  prompts(): { promptId: string; clientId: string; graph: Record<string, { class_type: string }> }[] {
    return this.asked
      .filter(({ method, path }) => method === "POST" && path === "/prompt")
      .map(({ body }) => {
        const { prompt_id, client_id, prompt } = JSON.parse(body) as {
          prompt_id: string;
          client_id: string;
          prompt: Record<string, { class_type: string }>;
        };
        return { promptId: prompt_id, clientId: client_id, graph: prompt };
      });
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
