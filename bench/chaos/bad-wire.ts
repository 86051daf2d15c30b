/** Between agents and the Worker: passes HTTP on, and of the messages of queued work drops some and says some twice. */
import { createServer, request as ask, type IncomingMessage, type ServerResponse } from "node:http";
import { WebSocket, WebSocketServer } from "ws";

const DROPPED = 0.02;
const DOUBLED = 0.05;

export interface BadWire {
  url: string;
  dropped: number;
  doubled: number;
  close(): void;
}

export async function openBadWire(target: string, random: () => number): Promise<BadWire> {
  const { hostname, port } = new URL(target);
  const server = createServer((incoming, outgoing) => passOn(incoming, outgoing));
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  const wire: BadWire = { url: "", dropped: 0, doubled: 0, close: () => server.close() };

  function passOn(incoming: IncomingMessage, outgoing: ServerResponse): void {
    const { method, url, headers } = incoming;
    const onward = ask({
      hostname,
      port,
      method,
      path: url,
      headers: { ...headers, host: `${hostname}:${port}` },
    });
    onward.on("response", (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on("error", () => outgoing.destroy());
    incoming.pipe(onward);
  }

  /** Jobs' messages alone: the live protocol has its own bench of faults. */
  function carry(text: string, to: WebSocket): void {
    if (to.readyState !== WebSocket.OPEN) return;
    const isJobs = text.includes('"type":"job_');
    const chance = isJobs ? random() : 1;
    if (chance < DROPPED) {
      wire.dropped += 1;
      return;
    }
    to.send(text);
    if (chance > 1 - DOUBLED && isJobs) {
      wire.doubled += 1;
      to.send(text);
    }
  }

  server.on("upgrade", (incoming, socket, head) => {
    sockets.handleUpgrade(incoming, socket, head, (near) => {
      const { authorization } = incoming.headers;
      const far = new WebSocket(`ws://${hostname}:${port}${incoming.url}`, {
        headers: authorization === undefined ? {} : { authorization },
        perMessageDeflate: false,
      });
      const early: string[] = [];
      near.on("message", (data: Buffer) => {
        if (far.readyState === WebSocket.CONNECTING) early.push(data.toString());
        else carry(data.toString(), far);
      });
      far.on("open", () => early.forEach((text) => far.send(text)));
      far.on("message", (data: Buffer) => carry(data.toString(), near));
      const end = (): void => {
        near.terminate();
        far.terminate();
      };
      for (const side of [near, far]) side.on("close", end).on("error", end);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  wire.url = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
  return wire;
}
