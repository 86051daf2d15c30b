import { Worker } from "node:worker_threads";
import type { ClipRequest } from "./clip.ts";
import type { PaintRequest } from "./paint-request.ts";

/** What the thread is asked. */
export interface PainterQuestion {
  readonly id: number;
  readonly task:
    | { readonly kind: "paint"; readonly request: PaintRequest }
    | { readonly kind: "clip"; readonly request: ClipRequest };
}

/** What the thread answers. */
export type PainterAnswer =
  | { readonly id: number; readonly kind: "share"; readonly share: number }
  | { readonly id: number; readonly kind: "done"; readonly frames: readonly Uint8Array<ArrayBuffer>[] }
  | { readonly id: number; readonly kind: "failed"; readonly complaint: string };

/** The painter on a thread of its own. */
export interface PainterThread {
  /** Resolves with RGB bytes; one painting after another. `onShare` hears how much is done, 0 to 1. */
  paint(request: PaintRequest, onShare?: (share: number) => void): Promise<Uint8Array>;
  /** Resolves with the frames of a clip. */
  animate(request: ClipRequest): Promise<Uint8Array[]>;
  close(): Promise<void>;
}

interface Waiting {
  resolve(frames: readonly Uint8Array[]): void;
  reject(error: Error): void;
  onShare?: ((share: number) => void) | undefined;
}

/** Starts the thread and paints once, so that the first real painting finds compiled code. */
export async function startPainter(): Promise<PainterThread> {
  const waiting = new Map<number, Waiting>();
  let closing = false;
  let hasPainted = false;
  let isGone = false;
  let nextId = 0;
  let worker = start();

  function start(): Worker {
    // As it lies in the repository, or as it is published.
    const file = import.meta.url.endsWith(".ts") ? "./painter-worker.ts" : "./painter-worker.js";
    const started = new Worker(new URL(file, import.meta.url));
    started.on("message", (answer: PainterAnswer) => {
      const caller = waiting.get(answer.id);
      if (answer.kind === "share") return caller?.onShare?.(answer.share);
      waiting.delete(answer.id);
      if (answer.kind === "failed")
        return caller?.reject(new Error(answer.complaint || "the painter failed"));
      hasPainted = true;
      caller?.resolve(answer.frames);
    });
    started.on("error", (error) => fail(error instanceof Error ? error : new Error("the painter failed")));
    started.on("exit", () => {
      fail(new Error("the painter stopped"));
      // One that never painted would only fail again.
      if (!closing && hasPainted) worker = start();
      else isGone = true;
      hasPainted = false;
    });
    return started;
  }

  function fail(error: Error): void {
    for (const caller of waiting.values()) caller.reject(error);
    waiting.clear();
  }

  function ask(
    task: PainterQuestion["task"],
    onShare?: (share: number) => void,
  ): Promise<readonly Uint8Array[]> {
    return new Promise((resolve, reject) => {
      if (isGone) return reject(new Error("the painter stopped"));
      const id = nextId++;
      waiting.set(id, { resolve, reject, onShare });
      const question: PainterQuestion = { id, task };
      worker.postMessage(question);
    });
  }

  const thread: PainterThread = {
    paint: async (request, onShare) => (await ask({ kind: "paint", request }, onShare))[0],
    animate: async (request) => [...(await ask({ kind: "clip", request }))],
    close: async () => {
      closing = true;
      await worker.terminate();
    },
  };
  const size = 64;
  const pixels = new Uint8Array(size * size * 3).fill(255).fill(0, size * 60, size * 63);
  await thread.paint({ pixels, width: size, height: size, prompt: "", strength: 0.6, seed: 1 });
  return thread;
}
