/** Bytes of jobs by HTTP, with tickets; what may pass is tried again. */
import { setTimeout as wait } from "node:timers/promises";
import type { JobFormat } from "@llamasketch/contract";
import { z } from "zod";
import { JobFailed, type JobRoad } from "./job-work.ts";

const TRIES = 4;
const FIRST_WAIT_MS = 200;
const WITHIN_MS = 60_000;
const READ_MAX_BYTES = 32 * 1024 * 1024;
/** Whatever an offer names, nothing else of the platform is asked for. */
const PATHS = "/api/agents/jobs/";

const answer = z.object({ etag: z.string(), bytes: z.int() });

export function httpRoad(platformUrl: string): JobRoad {
  const ask = async (method: "GET" | "PUT", leave: { path: string; ticket: string }, init: RequestInit) => {
    const url = new URL(leave.path, platformUrl);
    if (url.origin !== new URL(platformUrl).origin || !url.pathname.startsWith(PATHS))
      throw new JobFailed("refused", "an offer names an address that is not a job's");
    for (let tries = 1; ; tries++) {
      const response = await fetch(url, {
        method,
        ...init,
        headers: { ...init.headers, authorization: `Bearer ${leave.ticket}` },
        signal: AbortSignal.timeout(WITHIN_MS),
        redirect: "error",
      }).catch(() => null);
      if (response?.ok) return response;
      await response?.body?.cancel();
      const isPassing = !response || response.status >= 500 || response.status === 429;
      if (!isPassing || tries === TRIES)
        throw new JobFailed(
          response?.status === 400 ? "damaged" : "upload",
          `${method} was answered ${response?.status ?? "with nothing"}`,
        );
      await wait(FIRST_WAIT_MS * 2 ** tries * (0.5 + Math.random()));
    }
  };
  return {
    async read(leave) {
      const response = await ask("GET", leave, {});
      const bytes = await response.arrayBuffer().catch(() => null);
      if (!bytes || bytes.byteLength > READ_MAX_BYTES)
        throw new JobFailed("lost", "its picture did not arrive whole");
      return new Uint8Array(bytes);
    },
    async put(leave, bytes, format: JobFormat) {
      const init = { body: new Uint8Array(bytes), headers: { "content-type": `image/${format}` } };
      const response = await ask("PUT", leave, init);
      const said = answer.safeParse(await response.json().catch(() => null));
      if (!said.success) throw new JobFailed("upload", "the store's answer cannot be read");
      return said.data;
    },
  };
}
