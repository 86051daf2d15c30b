import { Store } from "../../../ui/store.ts";
import { CoverKeeper } from "./cover-keeper.ts";
import { CoverMaker } from "./cover-maker.ts";

interface Parts {
  sketchId(): string | null;
  drawing(): Promise<ImageBitmap | null>;
}

/** How many covers this tab has sent: a list that is shown meanwhile is out of date. */
export const coversSent = new Store({ count: 0 });

export interface SketchCover {
  keeper: CoverKeeper;
  /** Sends what is not sent yet, and ends. */
  stop(): Promise<void>;
}

/** The cover of the sketch in this tab. */
export function sketchCover(parts: Parts): SketchCover {
  const maker = new CoverMaker();
  let api: typeof import("../../../api/sketches.ts") | null = null;
  // Whoever has drawn has it already: the sketch was made with it.
  const load = async () => (api ??= await import("../../../api/sketches.ts"));
  const keeper = new CoverKeeper({
    ...parts,
    make: async (source) => {
      const [cover] = await Promise.all([maker.make(source), load()]);
      return cover;
    },
    put: async (sketchId, cover, isLast) => {
      // A page that is going waits for no import.
      await (api ?? (await load())).putCover(sketchId, cover, isLast);
      coversSent.set({ count: coversSent.get().count + 1 });
    },
    nowMs: () => performance.now(),
    later(delayMs, run) {
      const timer = setTimeout(run, delayMs);
      return () => clearTimeout(timer);
    },
  });
  const stop = new AbortController();
  const hidden = (): void => void (document.hidden && keeper.flush());
  document.addEventListener("visibilitychange", hidden, { signal: stop.signal });
  return {
    keeper,
    async stop() {
      stop.abort();
      await keeper.flush();
      maker.stop();
    },
  };
}
