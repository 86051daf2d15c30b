/** Pictures that an encoder made, with losses and in the sizes of phones' sensors; what is seen in them is known all the same. */
import { SCENE, SQUARE_PX, photoJpeg, photoWebp, type Photo } from "@llamasketch/testing/photos";
import sharp from "sharp";

const QUALITY = 92;

const named = (photo: Photo, name: string, type: string, bytes: Uint8Array): Photo => ({
  ...photo,
  name,
  type,
  bytes: Uint8Array.from(bytes),
});

/** By libwebp and mozjpeg, from pictures that were checked. */
export async function lossyPhotos(): Promise<Photo[]> {
  const [clear, plain] = [photoWebp("alpha", { hasAlpha: true }), photoJpeg("plain")];
  const open = (photo: Photo) => sharp(photo.bytes);
  return [
    named(plain, "webp with losses", "image/webp", await open(plain).webp({ quality: QUALITY }).toBuffer()),
    named(
      clear,
      "webp with losses, alpha",
      "image/webp",
      await open(clear).webp({ quality: QUALITY }).toBuffer(),
    ),
    named(
      plain,
      "webp with losses, P3",
      "image/webp",
      await open(plain).withIccProfile("p3").webp({ quality: QUALITY }).toBuffer(),
    ),
    named(
      plain,
      "jpeg of half the colours, P3, turned 6",
      "image/jpeg",
      await open(plain)
        .rotate(-90)
        .withIccProfile("p3")
        .withMetadata({ orientation: 6, icc: "p3" })
        .jpeg({ quality: QUALITY, chromaSubsampling: "4:2:0" })
        .toBuffer(),
    ),
  ];
}

/** As a phone writes it: on its side, in Display P3. */
export async function sensorPhoto(megapixels: number): Promise<Photo> {
  const plain = photoJpeg("plain");
  const squarePx = Math.ceil(Math.sqrt((megapixels * 1e6) / (SCENE.widthPx * SCENE.heightPx))) * SQUARE_PX;
  const times = squarePx / SQUARE_PX;
  const size = { width: SCENE.heightPx * times, height: SCENE.widthPx * times };
  const bytes = await sharp(await sharp(plain.bytes).rotate(-90).png().toBuffer())
    .resize({ ...size, fit: "fill", kernel: "nearest" })
    .withMetadata({ orientation: 6, icc: "p3" })
    .jpeg({ quality: QUALITY })
    .toBuffer();
  return named(plain, `jpeg of ${megapixels} megapixels`, "image/jpeg", bytes);
}
