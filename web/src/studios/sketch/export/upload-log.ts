import type { Settings } from "@llamasketch/contract";
import { openLiveSketch } from "@llamasketch/live-client";
import { ApiFailure } from "../../../api/api-failure.ts";
import type { Operation } from "../../../drawing/operation.ts";
import { PendingOperations } from "../../../drawing/pending.ts";
import { randomId } from "../../../drawing/random-id.ts";
import { browserPlatform } from "../session/browser-platform.ts";
import { randomSeed } from "../../../prompt/random-seed.ts";

interface Upload {
  sketchId: string;
  settings: Settings;
  operations: readonly Operation[];
  signal: AbortSignal;
}

/** Resolves when all of `operations` is in the sketch's log. */
export async function uploadLog({ sketchId, settings, operations, signal }: Upload): Promise<void> {
  if (!operations.length) return;
  const pending = new PendingOperations();
  for (const operation of operations) pending.add(operation);
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const abort = (): void => reject(signal.reason);
  signal.addEventListener("abort", abort);
  const platform = browserPlatform(sketchId, reject);
  const options = { clientId: randomId(16), pen: "free", settings, chunkSeed: randomSeed() } as const;
  const live = openLiveSketch(options, platform, {
    // Nothing is drawn: the page that opens the sketch will.
    encode: async () => null,
    onPicture: () => undefined,
    onChange: ({ holder, nextChunk }) => {
      if (holder !== "you" || !pending.hasWaiting) return;
      let chunkId = nextChunk;
      const chunks: Uint8Array<ArrayBuffer>[] = [];
      pending.handOver((bytes) => {
        chunks.push(bytes);
        return chunkId++;
      });
      // Saving one tells of a change again: by now none of them waits.
      for (const bytes of chunks) live.saveChunk(bytes);
    },
    onRefused: (code, message) => {
      // Sent again it would be refused again.
      if (code === "storage_full") reject(new ApiFailure({ status: 409, code, message }));
    },
    onSaved: (chunkId) => {
      pending.stored(chunkId);
      if (!pending.operations.length) resolve();
    },
  });
  try {
    signal.throwIfAborted();
    await promise;
  } finally {
    signal.removeEventListener("abort", abort);
    live.stop();
  }
}
