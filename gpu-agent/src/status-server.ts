import { createServer, type Server } from "node:http";
import type { AgentStatus } from "./agent-status.ts";

/** Answers `/health` on the loopback interface, for whatever supervises this process. */
export function serveStatus(port: number, status: () => Partial<AgentStatus>): Server {
  const server = createServer((request, response) => {
    const found = request.url === "/health";
    response.writeHead(found ? 200 : 404, { "content-type": "application/json" });
    response.end(JSON.stringify(found ? status() : { error: "only /health is here" }));
  });
  server.listen(port, "127.0.0.1");
  return server;
}
