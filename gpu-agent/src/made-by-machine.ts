import { markMedia } from "@llamasketch/media-mark";

/** Says so of itself, and tells nothing else: what ComfyUI wrote beside its pixels (the workflow, words and all) is gone. */
export const madeByMachine = (picture: Uint8Array): Uint8Array =>
  // What cannot be read is refused where it arrives.
  markMedia(picture, "trainedAlgorithmicMedia") ?? picture;
