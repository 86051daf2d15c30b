import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import { WebSocketServer } from "ws";
import type { DeviceOptions } from "./device.ts";
import { Engine } from "./engine/engine.ts";
import { FaultBoard } from "./faults/fault-board.ts";
import type { FaultName } from "./faults/fault.ts";
import type { Generation } from "./generation.ts";
import { empty, text } from "./http/reply.ts";
import type { Reply } from "./http/reply.ts";
import { HttpProblem, originAllowed } from "./http/request.ts";
import { route } from "./http/routes.ts";
import type { ModelFile } from "./model-shelf.ts";
import { painterFiles } from "./nodes/loaders.ts";
import { startPainter } from "./painter/painter-thread.ts";
import { sleepingPainter } from "./painter/sleeping-painter.ts";

/** How to start an easel. */
export interface EaselOptions {
  /** 0 takes a free one. */
  readonly port: number;
  /** Default 127.0.0.1: there is no authentication. */
  readonly host?: string;
  /** Added to every painting, to stand for a slower device. Default 0. */
  readonly paintDelayMs?: number;
  /** Takes this long for every painting and hands back one made before, so that only the road to it is measured. */
  readonly sleepMs?: number;
  /** What models cost on the device it stands for. Default: nothing. */
  readonly device?: DeviceOptions;
  /** Uploads and results kept in memory, oldest use dropped first. Default 256 MB. */
  readonly filesCapBytes?: number;
  /** Which ComfyUI it stands for. Default 0.3.64. */
  readonly generation?: Generation;
  /** Model files that the loaders offer; all of them are the built-in painter. Default `painterFiles`. */
  readonly models?: readonly ModelFile[];
  /** Offers the nodes of llamasketch_frames too. Default true. */
  readonly nodePack?: boolean;
  /** Faults switched on from the start. */
  readonly faults?: readonly { readonly name: FaultName; readonly arg?: string; readonly times?: number }[];
  /** Sends sampler previews, as `--preview-method auto` does. Default false. */
  readonly previews?: boolean;
  /** Writes `prompt` and `workflow` into saved files; false is `--disable-metadata`. Default true. */
  readonly metadata?: boolean;
  /** A folder with ComfyUI's page, to be shown at `/`. Default: none. */
  readonly frontEndRoot?: string;
  /** What the fault `crash` does. Default: drops every connection and stops listening. */
  readonly crash?: () => void;
  /** One line a prompt; never words or pictures. */
  readonly log?: (line: string) => void;
}

/** A running easel. */
export interface Easel {
  /** Base URL, like `http://127.0.0.1:8188`. */
  readonly url: string;
  readonly port: number;
  /** What goes wrong; also at `/easel/faults`. */
  readonly faults: FaultBoard;
  close(): Promise<void>;
}

/** Starts the server and its painter thread; resolves when both are ready. Rejects when the port is taken. */
export async function createEasel(options: EaselOptions): Promise<Easel> {
  const host = options.host ?? "127.0.0.1";
  const log = options.log ?? (() => undefined);
  const thread = await startPainter();
  const painter = options.sleepMs === undefined ? thread : sleepingPainter(thread, options.sleepMs);
  const faults = new FaultBoard(
    (options.faults ?? []).map(({ name, arg, times }) => ({
      name,
      arg: arg ?? null,
      timesLeft: times ?? null,
    })),
  );
  const engine = new Engine({
    generation: options.generation ?? "0.3.64",
    models: options.models ?? painterFiles,
    nodePack: options.nodePack ?? true,
    faults,
    previews: options.previews ?? false,
    metadata: options.metadata ?? true,
    frontEndRoot: options.frontEndRoot ?? null,
    crash: options.crash ?? (() => stopAbruptly()),
    paint: painter.paint,
    animate: painter.animate,
    paintDelayMs: options.paintDelayMs ?? 0,
    device: options.device ?? {},
    filesCapBytes: options.filesCapBytes ?? 256 * 1024 * 1024,
    log,
    now: () => Date.now(),
  });
  const server = createServer((request, response) => {
    void answer(request, engine, log).then((reply) => write(request, response, reply));
  });
  const allowed = ({ headers }: IncomingMessage): boolean =>
    originAllowed(headers, engine.traits.refusesCrossSite);
  const stopAbruptly = (): void => {
    engine.close();
    server.closeAllConnections();
    server.close();
  };
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 1024 * 1024 });
  server.on("upgrade", (request, socket, head) => {
    const url = new URL(request.url ?? "/", "http://easel");
    socket.on("error", () => socket.destroy());
    if (!/^(\/api)?\/ws$/.test(url.pathname) || !allowed(request)) {
      socket.end(`HTTP/1.1 ${allowed(request) ? "404 Not Found" : "403 Forbidden"}\r\n\r\n`);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (opened) => {
      engine.hub.add(opened, url.searchParams.get("clientId"), engine.queue.remaining);
    });
  });
  try {
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(options.port, host, resolve);
    });
  } catch (error) {
    await painter.close();
    throw error;
  }
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : options.port;
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${port}`,
    port,
    faults,
    close: async () => {
      engine.close();
      server.closeAllConnections();
      if (server.listening) await new Promise((resolve) => server.close(resolve));
      await painter.close();
    },
  };
}

async function answer(request: IncomingMessage, engine: Engine, log: (line: string) => void): Promise<Reply> {
  if (!originAllowed(request.headers, engine.traits.refusesCrossSite)) return empty(403);
  try {
    return await route(request, engine);
  } catch (error) {
    if (error instanceof HttpProblem) return text(error.message, error.status);
    log(`request failed: ${error instanceof Error ? error.message : "unknown"}`);
    return text("500 Internal Server Error", 500);
  }
}

function write(request: IncomingMessage, response: ServerResponse, reply: Reply): void {
  if (response.destroyed) return;
  // An unread body would be taken for the next request of a kept connection.
  const unread = request.complete ? {} : { connection: "close" };
  response.writeHead(reply.status, { ...reply.headers, ...unread, "content-length": reply.body.length });
  response.end(request.method === "HEAD" ? undefined : reply.body);
}
