import { putCover } from "../api/sketches.ts";
import { Store } from "../page/store.ts";
import { CoverKeeper } from "./cover-keeper.ts";
import { CoverMaker } from "./cover-maker.ts";

interface Parts {
  sketchId(): string | null;
  drawing(): Promise<ImageBitmap | null>;
}

/** How many covers this tab has sent: a list that is shown meanwhile is out of date. */
export const coversSent = new Store({ count: 0 });

/** The cover of the sketch in this tab, kept until `signal` ends it. */
export function sketchCover(parts: Parts, signal: AbortSignal): CoverKeeper {
  const maker = new CoverMaker();
  const keeper = new CoverKeeper({
    ...parts,
    make: (source) => maker.make(source),
    put: async (sketchId, cover, isLast) => {
      await putCover(sketchId, cover, isLast);
      coversSent.set({ count: coversSent.get().count + 1 });
    },
    nowMs: () => performance.now(),
    later(delayMs, run) {
      const timer = setTimeout(run, delayMs);
      return () => clearTimeout(timer);
    },
  });
  document.addEventListener("visibilitychange", () => document.hidden && void keeper.flush(), { signal });
  signal.addEventListener("abort", () => void keeper.stop().finally(() => maker.stop()));
  return keeper;
}
