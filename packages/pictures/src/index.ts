export {
  REFUSED,
  barePicture,
  formatOf,
  megapixels,
  whatElse,
  type BareOptions,
  type BarePicture,
} from "./bare-picture.ts";
export { isWholeCoded } from "./coded-jpeg.ts";
export { SCANS_MAX, scansOf } from "./whole-jpeg.ts";
export { wholePicture } from "./whole-picture.ts";
