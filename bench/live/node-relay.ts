/** The bare relay of the comparison: one Node process that passes messages between two sockets. */
import { WebSocketServer, type WebSocket } from "ws";

const server = new WebSocketServer({ port: 0, host: "127.0.0.1", perMessageDeflate: false });
const ends: Record<string, WebSocket> = {};
server.on("connection", (socket, request) => {
  const mine = request.url === "/agent" ? "agent" : "client";
  ends[mine] = socket;
  socket.on("message", (data: Buffer, isBinary) =>
    ends[mine === "agent" ? "client" : "agent"]?.send(data, { binary: isBinary }),
  );
});
server.on("listening", () => {
  const address = server.address();
  if (typeof address === "object" && address) console.log(address.port);
});
