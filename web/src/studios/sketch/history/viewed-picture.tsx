import type { PictureView } from "@llamasketch/contract";
import { useEffect, useRef, useState } from "react";
import { PictureFader } from "../picture/picture-fader.ts";
import { words as pictureWords } from "../picture/words.ts";
import { PictureCache } from "./picture-cache.ts";
import { words } from "./words.ts";

const SIDE_PX = 1024;
const cache = new PictureCache();

/** A picture of the history in the place of the newest, which waits beneath it. */
export function ViewedPicture({ picture }: { picture: PictureView }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const fader = useRef<PictureFader | null>(null);
  const [isShown, setShown] = useState(false);
  const [hasFailed, setFailed] = useState(false);

  useEffect(() => {
    if (!canvas.current) return;
    const made = new PictureFader(canvas.current, {
      firstShown: () => setShown(true),
      painted: () => undefined,
      decoded: () => undefined,
    });
    fader.current = made;
    return () => made.stop();
  }, []);
  useEffect(() => {
    const stop = new AbortController();
    const failed = (): void => {
      if (!stop.signal.aborted) setFailed(true);
    };
    setFailed(false);
    cache
      .read(picture.url, stop.signal)
      .then((blob) => (stop.signal.aborted ? undefined : fader.current?.showChosen(blob)))
      .then(() => {
        if (canvas.current && !stop.signal.aborted) canvas.current.dataset.picture = picture.id;
      })
      .catch(failed);
    return () => stop.abort();
  }, [picture.id, picture.url]);

  const prompt = picture.settings.prompt.trim();
  return (
    <>
      <canvas
        ref={canvas}
        data-testid="viewed-picture"
        width={SIDE_PX}
        height={SIDE_PX}
        role="img"
        aria-label={prompt ? pictureWords.pictureOf(prompt) : pictureWords.picture}
        className={`pointer-events-none absolute inset-0 size-full ${isShown ? "" : "invisible"}`}
      />
      {hasFailed && (
        <p
          role="alert"
          className="absolute inset-x-2 top-2 rounded-lg border border-border bg-surface px-4 py-3 shadow-raised"
        >
          {words.pictureFailed}
        </p>
      )}
    </>
  );
}
