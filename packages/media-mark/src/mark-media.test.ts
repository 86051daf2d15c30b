/** A8.3: what a machine made says so, in every kind of file that leaves; read here by programs that are not ours. */
import {
  ALL_FORMATS,
  BufferSource,
  BufferTarget,
  EncodedPacket,
  EncodedVideoPacketSource,
  Input,
  Mp4OutputFormat,
  Output,
  WebMOutputFormat,
} from "mediabunny";
import { createFile, MP4BoxBuffer } from "mp4box";
import sharp, { type Sharp } from "sharp";
import { describe, expect, test } from "vitest";
import { DIGITAL_SOURCES, type DigitalSource, markMedia, plainMedia, readMark, webmTags } from "./index.ts";

const TRAINED = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia";
const PROMPT = "a secret garden";

const noise = (channels: 3 | 4 = 3) =>
  sharp({
    create: {
      width: 65,
      height: 33,
      channels,
      background: { r: 9, g: 99, b: 199, alpha: 0.4 },
      noise: { type: "gaussian", mean: 120, sigma: 40 },
    },
  });
/** As a host may have left it: the words in every place that a picture has for them. */
const telling = (image: Sharp): Sharp =>
  image
    .withExif({ IFD0: { ImageDescription: PROMPT, Software: "ComfyUI" } })
    .withXmp(`<x:xmpmeta xmlns:x="adobe:ns:meta/"><a>${PROMPT}</a></x:xmpmeta>`);

async function moving(): Promise<Uint8Array> {
  const pages = await Promise.all([1, 2, 3].map(() => noise().png().toBuffer()));
  return sharp(pages, { join: { animated: true } })
    .webp({ delay: [50, 60, 70], loop: 2 })
    .toBuffer();
}
const PICTURES: Record<string, () => Promise<Uint8Array>> = {
  "a JPEG": () => noise().jpeg().toBuffer(),
  "a progressive JPEG with a profile": () =>
    noise().jpeg({ progressive: true }).withIccProfile("p3").toBuffer(),
  "a JPEG that tells": () => telling(noise()).jpeg().toBuffer(),
  "a grey JPEG": () => noise().greyscale().jpeg().toBuffer(),
  "a PNG": () => noise().png().toBuffer(),
  "a PNG that tells": () => telling(noise(4)).png().toBuffer(),
  "a PNG of few colours": () => noise().png({ palette: true, colours: 8 }).toBuffer(),
  "a PNG with a profile": () => noise().png().withIccProfile("p3").toBuffer(),
  "a WebP": () => noise().webp().toBuffer(),
  "a WebP that tells": () => telling(noise()).webp().toBuffer(),
  "a WebP that is see-through": () => noise(4).webp().toBuffer(),
  "a lossless WebP": () => noise().webp({ lossless: true }).toBuffer(),
  "a lossless WebP that is see-through": () => noise(4).webp({ lossless: true }).toBuffer(),
  "a WebP with a profile": () => noise().webp().withIccProfile("p3").toBuffer(),
  "a WebP that moves": moving,
};

const marked = (file: Uint8Array, source: DigitalSource = "trainedAlgorithmicMedia"): Uint8Array => {
  const bytes = markMedia(file, source);
  if (!bytes) throw new Error("not marked");
  return bytes;
};
const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("latin1");
/** What is seen, and in which colours. */
async function seen(file: Uint8Array) {
  const image = sharp(file, { animated: true, failOn: "warning" });
  const { format, width, height, space, hasAlpha, hasProfile, pages, delay, loop } = await image.metadata();
  const pixels = (await image.raw().toBuffer()).toString("base64");
  return { format, width, height, space, hasAlpha, hasProfile, pages, delay, loop, pixels };
}

describe.each(Object.entries(PICTURES))("[A8.3] %s", (_name, make) => {
  test("says that a machine made it, and looks as it did", async () => {
    const file = await make();
    for (const source of DIGITAL_SOURCES) {
      const copy = marked(file, source);
      const { xmp, exif } = await sharp(copy).metadata();
      expect(xmp?.toString()).toContain(
        `<Iptc4xmpExt:DigitalSourceType>http://cv.iptc.org/newscodes/digitalsourcetype/${source}<`,
      );
      expect(exif).toBeUndefined();
      expect(latin1(copy)).not.toContain(PROMPT);
      expect(readMark(copy)).toBe(source);
      expect(await seen(copy)).toEqual(await seen(file));
    }
  });

  test("is marked once: what it says stays, byte for byte", async () => {
    const file = await make();
    expect(readMark(file)).toBeNull();
    for (const source of DIGITAL_SOURCES) {
      const copy = marked(file, source);
      for (const again of DIGITAL_SOURCES) expect(marked(copy, again)).toEqual(copy);
      expect(latin1(copy).split("digitalsourcetype")).toHaveLength(2);
    }
  });

  test("without a mark says nothing", async () => {
    const file = await make();
    const plain = plainMedia(marked(file)) ?? new Uint8Array();
    expect(readMark(plain)).toBeNull();
    const { xmp, exif } = await sharp(plain).metadata();
    expect([xmp, exif]).toEqual([undefined, undefined]);
    expect(await seen(plain)).toEqual(await seen(file));
    expect(plainMedia(plain)).toEqual(plain);
  });

  test("cut short anywhere is no failure of ours", async () => {
    const copy = marked(await make());
    for (let end = 0; end < copy.length; end += 7) {
      const file = copy.subarray(0, end);
      readMark(file);
      markMedia(file, "trainedAlgorithmicMedia");
    }
  });
});

/** Three key frames of VP8, as every WebP holds one. */
async function film(container: "mp4" | "webm", raw: Record<string, string> = {}): Promise<Uint8Array> {
  const target = new BufferTarget();
  const format =
    container === "webm" ? new WebMOutputFormat() : new Mp4OutputFormat({ fastStart: "in-memory" });
  const output = new Output({ format, target });
  const track = new EncodedVideoPacketSource("vp8");
  output.addVideoTrack(track);
  output.setMetadataTags({ raw });
  await output.start();
  for (let frame = 0; frame < 3; frame++) {
    const webp = await noise().webp().toBuffer();
    const data = webp.subarray(20, 20 + webp.readUInt32LE(16));
    await track.add(new EncodedPacket(data, "key", frame / 10, 0.1), {
      decoderConfig: { codec: "vp8", codedWidth: 65, codedHeight: 33 },
    });
  }
  await output.finalize();
  return new Uint8Array(target.buffer ?? new ArrayBuffer());
}
async function packetsOf(file: Uint8Array) {
  const input = new Input({ source: new BufferSource(file), formats: ALL_FORMATS });
  const track = await input.getPrimaryVideoTrack();
  const stats = await track?.computePacketStats();
  return {
    seconds: await input.computeDuration(),
    packets: stats?.packetCount,
    tags: await input.getMetadataTags(),
  };
}

describe("[A8.3] a film", () => {
  test("as MP4 has the packet in the box that is XMP's, and its pictures where they were", async () => {
    const file = await film("mp4");
    const copy = marked(file, "compositeWithTrainedAlgorithmicMedia");
    const boxes = createFile(true);
    boxes.appendBuffer(MP4BoxBuffer.fromArrayBuffer(copy.slice().buffer as ArrayBuffer, 0));
    boxes.flush();
    const uuids = boxes.boxes.filter(({ type }) => type === "uuid");
    expect(uuids).toHaveLength(1);
    expect(uuids[0]?.uuid).toBe("be7acfcb97a942e89c71999491e3afac");
    expect(Buffer.from(uuids[0]?.data ?? []).toString()).toContain("compositeWithTrainedAlgorithmicMedia<");
    expect(copy.subarray(0, file.length)).toEqual(file);
    expect(await packetsOf(copy)).toMatchObject({ packets: 3, seconds: expect.closeTo(0.3, 2) });
    expect(marked(copy)).toEqual(copy);
    expect(plainMedia(copy)).toEqual(file);
  });

  test("as WebM says it among its tags", async () => {
    const { tags, packets } = await packetsOf(await film("webm", webmTags("trainedAlgorithmicMedia")));
    expect(tags.raw?.DIGITAL_SOURCE_TYPE).toBe(TRAINED);
    expect(packets).toBe(3);
  });

  test("cut short anywhere is no failure of ours", async () => {
    const copy = marked(await film("mp4"));
    for (let end = 0; end < copy.length; end += 3) {
      readMark(copy.subarray(0, end));
      markMedia(copy.subarray(0, end), "trainedAlgorithmicMedia");
    }
  });
});

test("what is no picture and no film is left alone", () => {
  for (const text of [
    "",
    "GIF89a and more of it",
    "<svg xmlns='http://www.w3.org/2000/svg'/>",
    "RIFF....WAVEfmt ",
  ])
    expect(markMedia(Buffer.from(text), "trainedAlgorithmicMedia")).toBeNull();
});

test("a live picture is marked in the time of a copy", async () => {
  const file = await noise().resize(768, 768).jpeg({ quality: 85 }).toBuffer();
  marked(file);
  const startedMs = performance.now();
  for (let time = 0; time < 200; time++) marked(file);
  expect((performance.now() - startedMs) / 200).toBeLessThan(2);
});
