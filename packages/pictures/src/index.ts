export {
  REFUSED,
  barePicture,
  megapixels,
  whatElse,
  type BareOptions,
  type BarePicture,
} from "./bare-picture.ts";
export { JPEG, jpegParts, type JpegPart } from "./jpeg-parts.ts";
export { SCANS_MAX, scansOf } from "./whole-jpeg.ts";
export { wholePicture } from "./whole-picture.ts";
