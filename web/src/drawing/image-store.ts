import { fromBase64 } from "./base64.ts";
import type { BytesOperation, Operation } from "./operation.ts";

/** Images are far smaller; what claims more is not decoded. */
const IMAGE_BYTES_MAX = 1024 * 1024;

interface StoredImage {
  parts: (string | undefined)[];
  bitmap: ImageBitmap | null;
  /** Resolves when it is decoded, or will never be; null while parts are missing. */
  decoding: Promise<void> | null;
}

/** The pictures that a log brings, decoded. */
export class ImageStore {
  readonly #images = new Map<string, StoredImage>();
  readonly #onDecoded: () => void;

  constructor(onDecoded: () => void = () => undefined) {
    this.#onDecoded = onDecoded;
  }

  /** Takes what `operation` brings of an image. */
  add(operation: Operation): void {
    if (operation.op === "bytes") this.#addPart(operation);
  }

  /** Null while it is not decoded, and for ever when its bytes are no picture. */
  get(id: string): ImageBitmap | null {
    return this.#images.get(id)?.bitmap ?? null;
  }

  /** Resolves when all that can be decoded is. */
  async settled(): Promise<void> {
    await Promise.all([...this.#images.values()].map((image) => image.decoding));
  }

  #addPart({ of, part, parts, data }: BytesOperation): void {
    const image = this.#images.get(of) ?? {
      parts: Array.from<string | undefined>({ length: parts }),
      bitmap: null,
      decoding: null,
    };
    this.#images.set(of, image);
    if (image.decoding || image.parts.length !== parts) return;
    image.parts[part] = data;
    if (image.parts.every((each) => each !== undefined)) image.decoding = this.#decode(image);
  }

  async #decode(image: StoredImage): Promise<void> {
    const bytes = fromBase64(image.parts);
    image.parts = [];
    if (!bytes || bytes.length > IMAGE_BYTES_MAX) return;
    image.bitmap = await createImageBitmap(new Blob([bytes])).catch(() => null);
    this.#onDecoded();
  }
}

/** The bytes of an image as a log brings them; null when it does not bring them all. */
export function imageBytes(operations: readonly Operation[], id: string): Uint8Array<ArrayBuffer> | null {
  const pieces: string[] = [];
  let parts = Infinity;
  for (const operation of operations) {
    if (operation.op !== "bytes" || operation.of !== id) continue;
    pieces[operation.part] = operation.data;
    parts = operation.parts;
  }
  const isWhole = pieces.length === parts && Array.from(pieces).every((piece) => piece !== undefined);
  return isWhole ? fromBase64(pieces) : null;
}
