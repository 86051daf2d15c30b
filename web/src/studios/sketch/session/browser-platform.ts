import type { Platform, SocketLike } from "@llamasketch/live-client";
import { apiUrl } from "../../../api/api-url.ts";
import { issueTicket } from "../../../api/sketches.ts";

/** The browser as the live client sees it. `refused` hears every ticket that was not given. */
export function browserPlatform(sketchId: string, refused: (error: unknown) => void): Platform {
  return {
    nowMs: () => performance.now(),
    random: () => Math.random(),
    timer(delayMs, fire) {
      const timer = setTimeout(fire, delayMs);
      return () => clearTimeout(timer);
    },
    async dial(): Promise<SocketLike> {
      const { ticket, path } = await issueTicket(sketchId).catch((error: unknown) => {
        refused(error);
        throw error;
      });
      const url = new URL(apiUrl(path), location.href);
      url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
      url.searchParams.set("ticket", ticket);
      // Its handlers are only ever set, to functions that take less than a whole MessageEvent.
      return new WebSocket(url) as SocketLike;
    },
  };
}
