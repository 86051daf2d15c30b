import { useEffect, useRef, useState } from "react";
import { failureText } from "../../../api/api-failure.ts";
import { listAllPictures } from "../../../api/pictures.ts";
import { BUTTON } from "../../../ui/button-styles.ts";
import { ProgressBar } from "../../../ui/progress-bar.tsx";
import { Sheet } from "../../../ui/sheet.tsx";
import type { SketchSession } from "../session/sketch-session.ts";
import { replay, type ReplayResult } from "./replay.ts";
import { words } from "./words.ts";

interface Props {
  session: SketchSession;
  sketchId: string;
  close: () => void;
}

/** Draws the whole history again and says how much of it came out the same. */
export function ReplayDialog({ session, sketchId, close }: Props) {
  const [result, setResult] = useState<ReplayResult | null>(null);
  const [state, setState] = useState<"idle" | "running" | "done">("idle");
  const [failure, setFailure] = useState<string | null>(null);
  const stop = useRef<AbortController | null>(null);
  useEffect(() => () => stop.current?.abort(), []);

  async function run(): Promise<void> {
    stop.current = new AbortController();
    const { signal } = stop.current;
    setState("running");
    setFailure(null);
    setResult(null);
    try {
      const pictures = await listAllPictures(sketchId, signal);
      const { operations } = session.ink;
      const title = words.replayTitle;
      const last = await replay({ pictures, operations, title, signal, progress: setResult });
      setResult(last);
      setState("done");
    } catch (error) {
      setState("idle");
      if (!signal.aborted) setFailure(failureText(error));
    }
  }

  return (
    <Sheet label={words.replay} at="middle" close={close}>
      <div className="grid gap-4 p-6" data-testid="replay" data-state={state}>
        <h2 className="text-title font-semibold">{words.replay}</h2>
        <p className="text-muted">{words.replayLead}</p>
        {result && (
          <>
            <ProgressBar label={words.replay} done={result.done} total={result.total} />
            <p role="status" data-testid="replay-result" data-same={result.same} data-total={result.total}>
              {words.replayed(result.same, result.different.length, result.unknown.length, result.total)}
            </p>
          </>
        )}
        {state === "done" && result && result.different.length > 0 && (
          <p className="text-muted">{words.replayDiffers}</p>
        )}
        {failure && (
          <p role="alert" className="text-bad">
            {words.replayFailed(failure)}
          </p>
        )}
        <div className="flex flex-wrap justify-end gap-3">
          {state === "running" ? (
            <button type="button" className={BUTTON.plain} onClick={() => stop.current?.abort()}>
              {words.replayStop}
            </button>
          ) : (
            <>
              <button type="button" className={BUTTON.plain} onClick={close}>
                {words.close}
              </button>
              <button type="button" className={BUTTON.primary} onClick={() => void run()}>
                {state === "done" ? words.replayAgain : words.replayStart}
              </button>
            </>
          )}
        </div>
      </div>
    </Sheet>
  );
}
