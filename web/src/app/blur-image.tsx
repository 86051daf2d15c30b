import { decode, isBlurhashValid } from "blurhash";
import { useEffect, useRef, useState } from "react";
import { prefersStill } from "./preferences.ts";

const BLUR_PX = 32;

interface Props {
  url: string;
  /** Of one that moves: shown to whom moving pictures are too much. */
  still?: string | null;
  alt: string;
  blurHash: string | null;
  widthPx: number;
  heightPx: number;
  className?: string;
}

/** A picture in its own shape: its blur at once, then itself. */
export function BlurImage({ url: whole, still, alt, blurHash, widthPx, heightPx, className = "" }: Props) {
  const url = still && prefersStill() ? still : whole;
  const blur = useRef<HTMLCanvasElement>(null);
  // Each look at the job signs its address anew; what is shown stays.
  const path = url.split("?")[0] ?? url;
  const [shown, setShown] = useState<{ path: string; url: string }>({ path, url });
  const [loadedPath, setLoadedPath] = useState<string | null>(null);
  if (shown.path !== path) setShown({ path, url });
  useEffect(() => {
    const context = blur.current?.getContext("2d");
    if (!context || blurHash === null || !isBlurhashValid(blurHash).result) return;
    const pixels = new Uint8ClampedArray(decode(blurHash, BLUR_PX, BLUR_PX));
    context.putImageData(new ImageData(pixels, BLUR_PX, BLUR_PX), 0, 0);
  }, [blurHash]);
  return (
    <span
      className={`relative block overflow-hidden rounded-lg bg-raised ${className}`}
      style={{
        aspectRatio: `${widthPx} / ${heightPx}`,
        // All of it on one screen.
        maxWidth: `calc(85dvh * ${widthPx / heightPx})`,
      }}
    >
      <canvas
        ref={blur}
        width={BLUR_PX}
        height={BLUR_PX}
        className="absolute inset-0 size-full"
        aria-hidden="true"
      />
      <img
        src={shown.url}
        alt={alt}
        loading="lazy"
        decoding="async"
        className={`absolute inset-0 size-full object-cover transition-opacity duration-150 ${loadedPath === path ? "" : "opacity-0"}`}
        onLoad={() => setLoadedPath(path)}
        // An address that has ended: the newest one opens.
        onError={() => setShown({ path, url })}
      />
    </span>
  );
}
