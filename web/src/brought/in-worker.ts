/** Work that would keep the page's own thread, done beside it once. */

/** A photo of a hundred megapixels takes a few seconds. */
const WITHIN_MS = 60_000;

/** `null` where it takes too long, or the worker cannot be had. */
export function inWorker<Answer>(worker: Worker, work: unknown): Promise<Answer | null> {
  return new Promise<Answer | null>((resolve) => {
    const timer = setTimeout(() => resolve(null), WITHIN_MS);
    worker.onmessage = (event: MessageEvent<Answer>) => {
      clearTimeout(timer);
      resolve(event.data);
    };
    worker.onerror = () => resolve(null);
    worker.postMessage(work);
  }).finally(() => worker.terminate());
}
