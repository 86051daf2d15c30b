import { WebSocket } from "ws";

const PING_EVERY_MS = 2000;

/** ComfyUI sends nothing while idle; protocol pings, which its server answers by itself, tell a quiet socket from a dead one. */
export class WatchedSocket extends WebSocket {
  constructor(url: string) {
    super(url, { perMessageDeflate: false, handshakeTimeout: 5000 });
    let answered = true;
    const beat = setInterval(() => {
      if (this.readyState !== WebSocket.OPEN) return;
      if (!answered) return this.terminate();
      answered = false;
      this.ping();
    }, PING_EVERY_MS);
    this.on("pong", () => (answered = true));
    this.on("message", () => (answered = true));
    this.on("close", () => clearInterval(beat));
  }
}
