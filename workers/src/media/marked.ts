import { markMedia } from "@llamasketch/media-mark";

/**
 * What a model made, as it is kept and given away: it says so, and tells nothing else beside its pixels (A8.3). Hosts mark what they make;
 * it is looked at here because they are strangers. What is marked comes back byte for byte.
 */
export const marked = (picture: Uint8Array): Uint8Array<ArrayBuffer> =>
  markMedia(picture, "trainedAlgorithmicMedia") ?? new Uint8Array(picture);
