import { Worker } from "node:worker_threads";
import type { PaintRequest } from "./paint.ts";

/** What the thread answers. */
export interface PaintAnswer {
  readonly id: number;
  readonly pixels: Uint8Array<ArrayBuffer> | null;
  readonly complaint: string | null;
}

/** The painter on a thread of its own. */
export interface PainterThread {
  /** Resolves with RGB bytes; one painting after another. */
  paint(request: PaintRequest): Promise<Uint8Array>;
  close(): Promise<void>;
}

interface Waiting {
  resolve(pixels: Uint8Array): void;
  reject(error: Error): void;
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
    const started = new Worker(new URL("./painter-worker.ts", import.meta.url));
    started.on("message", (answer: PaintAnswer) => {
      const caller = waiting.get(answer.id);
      waiting.delete(answer.id);
      hasPainted ||= answer.pixels !== null;
      if (answer.pixels) caller?.resolve(answer.pixels);
      else caller?.reject(new Error(answer.complaint ?? "the painter failed"));
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

  const thread: PainterThread = {
    paint: (request) =>
      new Promise((resolve, reject) => {
        if (isGone) return reject(new Error("the painter stopped"));
        const id = nextId++;
        waiting.set(id, { resolve, reject });
        worker.postMessage({ id, request });
      }),
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
