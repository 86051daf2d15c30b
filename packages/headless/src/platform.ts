import type { Platform, SocketLike } from "@llamasketch/live-client";
import { WebSocket } from "ws";
import type { SketchApi } from "./api.ts";

/** Node as the live client's platform. */
export const nodePlatform = (api: SketchApi, sketchId: string): Platform => ({
  nowMs: () => performance.now(),
  random: Math.random,
  timer: (delayMs, fire) => {
    const handle = setTimeout(fire, delayMs);
    return () => clearTimeout(handle);
  },
  dial: async () =>
    new WebSocket(await api.socketUrl(sketchId), {
      perMessageDeflate: false,
      handshakeTimeout: 8000,
    }) as unknown as SocketLike,
});
