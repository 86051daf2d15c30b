/** How large what comes out will be: by what was asked, and by the picture that goes in. Pure. */
import {
  MEDIA_SIDE_MAX_PX,
  MEDIA_SIDE_MIN_PX,
  MEDIA_SIDE_PX,
  MEDIA_SIDE_STEP_PX,
  UPSCALE_TIMES,
  VIDEO,
  type GenerationCreate,
  type GenerationKind,
} from "@llamasketch/contract";
import { ApiError } from "../../http/errors.ts";

export interface Size {
  widthPx: number;
  heightPx: number;
}
type Asked = Partial<Pick<GenerationCreate, "widthPx" | "heightPx" | "scale">>;

/** `source`: the picture that goes in, null where there is none, or none was said for a quote. Throws `ApiError`. */
export function sizeFor(kind: GenerationKind, asked: Asked, source: Size | null): Size {
  switch (kind) {
    case "image":
      return { widthPx: asked.widthPx ?? MEDIA_SIDE_PX, heightPx: asked.heightPx ?? MEDIA_SIDE_PX };
    case "edit":
      return editSize(asked, source);
    case "upscale":
      return upscaleSize(asked, source);
    case "video":
      return videoSize(asked, source);
  }
}

function editSize(asked: Asked, source: Size | null): Size {
  if (!source) return sizeFor("image", asked, null);
  const { widthPx, heightPx } = source;
  const times = asked.widthPx
    ? asked.widthPx / widthPx
    : asked.heightPx
      ? asked.heightPx / heightPx
      : Math.min(1, MEDIA_SIDE_PX / Math.max(widthPx, heightPx));
  return {
    widthPx: asked.widthPx ?? inBlocks(widthPx * times),
    heightPx: asked.heightPx ?? inBlocks(heightPx * times),
  };
}

const inBlocks = (px: number): number => {
  const near = Math.round(px / MEDIA_SIDE_STEP_PX) * MEDIA_SIDE_STEP_PX;
  return Math.min(MEDIA_SIDE_MAX_PX, Math.max(MEDIA_SIDE_MIN_PX, near));
};

function upscaleSize({ scale, widthPx, heightPx }: Asked, source: Size | null): Size {
  if (scale !== undefined && (widthPx !== undefined || heightPx !== undefined))
    throw wrong({ scale: "Say either how many times as large, or a size." });
  if (!source) {
    if (widthPx !== undefined && heightPx !== undefined) return { widthPx, heightPx };
    throw wrong({ image: "Say which picture, or both sides of the result." });
  }
  if (scale === undefined && widthPx === undefined && heightPx === undefined)
    throw wrong({ scale: "Say 2 or 4, or a size in pixels." });
  const times = scale ?? (widthPx ? widthPx / source.widthPx : heightPx ? heightPx / source.heightPx : NaN);
  const size = {
    widthPx: widthPx ?? Math.round(source.widthPx * times),
    heightPx: heightPx ?? Math.round(source.heightPx * times),
  };
  const field = scale === undefined ? (widthPx === undefined ? "heightPx" : "widthPx") : "scale";
  const is = `This picture is ${source.widthPx} × ${source.heightPx}; the result would be ${size.widthPx} × ${size.heightPx}.`;
  if (Math.min(size.widthPx, size.heightPx) < MEDIA_SIDE_MIN_PX)
    throw wrong({ [field]: `${is} A side has at least ${MEDIA_SIDE_MIN_PX} pixels.` });
  if (Math.max(size.widthPx, size.heightPx) > MEDIA_SIDE_MAX_PX)
    throw wrong({ [field]: `${is} A side has at most ${MEDIA_SIDE_MAX_PX} pixels.` });
  // Of another shape it is cropped in the middle: the larger of the two is how much it is enlarged.
  const larger = Math.max(size.widthPx / source.widthPx, size.heightPx / source.heightPx);
  const { min, max } = UPSCALE_TIMES;
  if (larger < min || larger > max)
    throw wrong({ [field]: `${is} It can be ${min} to ${max} times as large.` });
  return size;
}

/** One of two, as the picture lies; of another shape it is cropped in the middle. */
function videoSize({ widthPx, heightPx }: Asked, source: Size | null): Size {
  const { landscape, portrait } = VIDEO;
  const isUpright = source !== null && source.heightPx > source.widthPx;
  if (widthPx === undefined && heightPx === undefined) return isUpright ? portrait : landscape;
  const found = [landscape, portrait].find(
    (size) => (widthPx ?? size.widthPx) === size.widthPx && (heightPx ?? size.heightPx) === size.heightPx,
  );
  if (found) return found;
  throw wrong({
    [widthPx === undefined ? "heightPx" : "widthPx"]:
      `Videos are ${landscape.widthPx} × ${landscape.heightPx} or ${portrait.widthPx} × ${portrait.heightPx}.`,
  });
}

const wrong = (fields: Record<string, string>): ApiError =>
  new ApiError("bad_request", "This size is not supported.", { fields });
