import { CircleX, Ban, Clock } from "lucide-react";
import { useMemo, useState } from "react";
import type { Creation } from "../../../api/creations.ts";
import { blurUrl } from "../../../ui/blur-url.ts";
import { words } from "./words.ts";

const SIGNS = { queued: Clock, running: Clock, succeeded: Ban, failed: CircleX, cancelled: Ban };

/** What came of it: its blur at once, then its first picture; without one what became of it. */
export function CreationImage({ creation }: { creation: Creation }) {
  const [first] = creation.results;
  const signedUrl = first ? (first.thumbnailUrl ?? first.url) : null;
  // Each look at the list may sign the address anew; what is shown stays.
  const path = signedUrl?.split("?")[0] ?? null;
  const [shown, setShown] = useState({ path, url: signedUrl });
  if (shown.path !== path) setShown({ path, url: signedUrl });
  const { url } = shown;
  const blurHash = first?.blurHash ?? null;
  const blur = useMemo(() => blurUrl(blurHash), [blurHash]);
  const [loadedPath, setLoadedPath] = useState<string | null>(null);
  const Sign = SIGNS[creation.state];
  return (
    <span className="relative block aspect-square overflow-hidden bg-raised">
      {blur && <img src={blur} alt="" data-blur className="absolute inset-0 size-full object-cover" />}
      {url ? (
        <img
          src={url}
          alt=""
          loading="lazy"
          decoding="async"
          draggable={false}
          className={`absolute inset-0 size-full object-cover transition-opacity duration-150 ${loadedPath === path ? "" : "opacity-0"}`}
          onLoad={() => setLoadedPath(path)}
          // An address that has ended: the newest one opens.
          onError={() => setShown({ path, url: signedUrl })}
        />
      ) : (
        <span className="absolute inset-0 grid place-content-center justify-items-center gap-2 p-2 text-center text-small text-muted">
          <Sign className="size-6" aria-hidden="true" />
          {words.states[stateWord(creation.state)]}
        </span>
      )}
    </span>
  );
}

const stateWord = (state: Creation["state"]): keyof typeof words.states =>
  state === "queued" || state === "running" ? "open" : state === "succeeded" ? "finished" : state;
