import type { PictureHeader, Quality } from "@llamasketch/contract";
import { hashBytes } from "../../../drawing/hash-bytes.ts";

/** Tells when a newer canvas gave the same picture again, byte for byte. */
export class SamePicture {
  readonly #last = new Map<Quality, { epoch: number; version: number; hash: number }>();

  came({ quality, epoch, version }: PictureHeader, image: Uint8Array): boolean {
    const last = this.#last.get(quality);
    const hash = hashBytes(image);
    this.#last.set(quality, { epoch, version, hash });
    return last?.epoch === epoch && last.version < version && last.hash === hash;
  }
}
