import { ApiFailure } from "./api-failure.ts";

const LONGEST_WAIT_S = 300;
const WAIT_S = 10;

/** Does `work` again as often as the server says that it is too often, each time after as long as it says. Rejects with all else. */
export async function whenWelcome<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (;;) {
    signal.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof ApiFailure) || error.detail.status !== 429) throw error;
      const { retryAfterS = WAIT_S } = error.detail;
      if (retryAfterS > LONGEST_WAIT_S) throw error;
      await pause(retryAfterS * 1000, signal);
    }
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  const stop = (): void => {
    clearTimeout(timer);
    reject(signal.reason);
  };
  signal.addEventListener("abort", stop, { once: true });
  return promise.finally(() => signal.removeEventListener("abort", stop));
}
