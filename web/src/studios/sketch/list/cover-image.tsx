import type { SketchView } from "@llamasketch/contract";
import { PencilLine } from "lucide-react";
import { useMemo, useState } from "react";
import { thumbHashToDataURL } from "thumbhash";
import { apiUrl } from "../../../api/api-url.ts";
import { words } from "./words.ts";

/** What the sketch became: its blur at once, then its cover; without a cover its last picture, or that there is none. */
export function CoverImage({ sketch }: { sketch: SketchView }) {
  const { cover, lastPicture, settings } = sketch;
  const url = cover?.url ?? lastPicture?.url ?? null;
  const blurUrl = useMemo(() => (cover ? blurDataUrl(cover.blur) : null), [cover]);
  const [loadedUrl, setLoadedUrl] = useState<string | null>(null);
  return (
    <span className="relative block aspect-square overflow-hidden bg-raised">
      {blurUrl && <img src={blurUrl} alt="" className="absolute inset-0 size-full object-cover" />}
      {url ? (
        <img
          src={apiUrl(url)}
          alt={settings.prompt}
          loading="lazy"
          decoding="async"
          draggable={false}
          className={`absolute inset-0 size-full object-cover transition-opacity duration-150 ${loadedUrl === url ? "" : "opacity-0"}`}
          onLoad={() => setLoadedUrl(url)}
        />
      ) : (
        <span className="absolute inset-0 grid place-content-center justify-items-center gap-2 p-2 text-center text-small text-muted">
          <PencilLine className="size-6" aria-hidden="true" />
          {words.onlyDrawn}
        </span>
      )}
    </span>
  );
}

function blurDataUrl(blur: string): string | null {
  try {
    return thumbHashToDataURL(Uint8Array.from(atob(blur), (letter) => letter.charCodeAt(0)));
  } catch {
    return null;
  }
}
