/** What hosts store is decoded before it counts: whole containers around pixels that are not there are found out. */
import { env } from "cloudflare:workers";
import { readImageHead, type JobOffer } from "@llamasketch/contract";
import { afterEach, describe, expect, test } from "vitest";
import { clipFrames } from "../../src/media/clip-frames.ts";
import { isDecodable, isDecodableClip } from "../../src/media/decoded.ts";
import { wholePicture } from "@llamasketch/pictures";
import { expectProblem } from "../http/problem.ts";
import { jpeg, riff } from "../images.ts";
import { admit, endAllJobs, INPUTS, JobHost, newPayer } from "../jobs/stage.ts";
import { encoded } from "./encoded.ts";

const SIZE = { widthPx: 96, heightPx: 64 };
const MAX_PIXELS = 2560 * 2560;
const KINDS = ["baseline", "progressive", "lossy", "lossless", "seeThrough"] as const;
afterEach(endAllJobs);

const isGood = async (bytes: Uint8Array<ArrayBuffer>): Promise<boolean> => {
  const head = await wholePicture(bytes, MAX_PIXELS);
  return head !== null && (await isDecodable(bytes, head));
};
/** The same container, whole to its last byte, with less in it. */
function emptier(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  if (readImageHead(bytes)?.format === "jpeg") {
    const lastScan = bytes.findLastIndex((byte, at) => byte === 0xff && bytes[at + 1] === 0xda);
    return Uint8Array.from([
      ...bytes.subarray(0, Math.floor((lastScan + 10 + bytes.length) / 2)),
      0,
      0xff,
      0xd9,
    ]);
  }
  const view = new DataView(bytes.buffer);
  const name = String.fromCharCode(...bytes.subarray(12, 16));
  const length = Math.floor(view.getUint32(16, true) / 4) * 2;
  return riff([name, bytes.subarray(20, 20 + length)]);
}

describe("what is decoded", () => {
  test.each(KINDS)("%s as it should be, many at a time", async (kind) => {
    const all = await Promise.all(Array.from({ length: 5 }, () => isGood(encoded(kind))));
    expect(all).toEqual([true, true, true, true, true]);
  });

  test.each(["baseline", "progressive", "lossy", "lossless"] as const)(
    "%s with pixels missing in a container that is whole is found out, and breaks nothing for the next",
    async (kind) => {
      const bad = emptier(encoded(kind));
      expect(await wholePicture(bad, MAX_PIXELS)).toMatchObject(SIZE);
      expect(await isGood(bad)).toBe(false);
      expect(await isGood(encoded(kind))).toBe(true);
    },
  );

  test("one that is larger than it has pixels for is found out", async () => {
    const bytes = encoded("baseline");
    const frame = bytes.findIndex((byte, at) => byte === 0xff && bytes[at + 1] === 0xc0);
    new DataView(bytes.buffer).setUint16(frame + 5, 128);
    expect(await wholePicture(bytes, MAX_PIXELS)).toMatchObject({ widthPx: 96, heightPx: 128 });
    expect(await isGood(bytes)).toBe(false);
    const lossy = encoded("lossy");
    new DataView(lossy.buffer).setUint16(26, 128, true);
    expect(await isGood(lossy)).toBe(false);
  });

  test("what would be too large, or be gone over too often, is refused before anything is decoded", async () => {
    for (const [widthPx, heightPx] of [
      [65_535, 65_535],
      [65_535, 1000],
      [2561, 2560],
    ] as const) {
      const bytes = jpeg(64, 64);
      const frame = bytes.findIndex((byte, at) => byte === 0xff && bytes[at + 1] === 0xc0);
      const view = new DataView(bytes.buffer);
      view.setUint16(frame + 5, heightPx);
      view.setUint16(frame + 7, widthPx);
      expect(await wholePicture(bytes, MAX_PIXELS)).toBeNull();
    }
    const one = jpeg(64, 64);
    const start = one.findIndex((byte, at) => byte === 0xff && one[at + 1] === 0xda);
    const scan = one.subarray(start, -2);
    const scans = (count: number) =>
      Uint8Array.from([
        ...one.subarray(0, start),
        ...Array.from({ length: count }, () => [...scan]).flat(),
        0xff,
        0xd9,
      ]);
    expect(await wholePicture(scans(65), MAX_PIXELS)).not.toBeNull();
    const began = performance.now();
    expect(await isGood(scans(65))).toBe(false);
    expect(await isGood(scans(5000))).toBe(false);
    expect(performance.now() - began).toBeLessThan(1000);
  });

  test("every picture of a clip is, also those that are see-through", async () => {
    expect(await isDecodableClip(encoded("moving"))).toBe(true);
    expect([...clipFrames(encoded("moving"))].map(({ widthPx, heightPx }) => [widthPx, heightPx])).toEqual([
      [96, 64],
      [96, 64],
      [96, 64],
    ]);
    const still = encoded("seeThrough");
    const size = still.subarray(24, 30);
    const frame = [0, 0, 0, 0, 0, 0, ...size, 100, 0, 0, 0, ...still.subarray(30)];
    expect(
      await isDecodableClip(
        riff(["VP8X", [0x12, 0, 0, 0, ...size]], ["ANIM", [0, 0, 0, 0, 0, 0]], ["ANMF", frame]),
      ),
    ).toBe(true);
    const bad = encoded("moving");
    bad.fill(0xff, bad.length - 24);
    expect(await isDecodableClip(bad)).toBe(false);
  });
});

describe("what a host stores", () => {
  async function offered(): Promise<{ host: JobHost; offer: JobOffer }> {
    const host = await JobHost.start();
    host.ask();
    await admit(await newPayer(10), { inputs: { ...INPUTS, ...SIZE } });
    return { host, offer: await host.offered() };
  }
  const leaveOf = ({ outputs }: JobOffer, which: "result" | "thumbnail") => {
    const leave = outputs[0]?.[which];
    if (!leave) throw new Error("there is no output");
    return leave;
  };

  test("is refused with nothing kept when its pixels are not there, and taken when they are", async () => {
    const { host, offer } = await offered();
    for (const kind of ["baseline", "progressive", "lossy", "lossless"] as const) {
      await expectProblem(host.upload(leaveOf(offer, "result"), emptier(encoded(kind))), "bad_request");
      await expectProblem(host.upload(leaveOf(offer, "thumbnail"), emptier(encoded(kind))), "bad_request");
    }
    expect((await env.MEDIA.list({ prefix: `jobs/${offer.job}/` })).objects).toEqual([]);
    expect((await host.upload(leaveOf(offer, "result"), encoded("progressive"))).status).toBe(200);
    expect((await host.upload(leaveOf(offer, "thumbnail"), encoded("lossy"))).status).toBe(200);
  });

  test("moves only where a clip was asked for; a small picture is small", async () => {
    const { host, offer } = await offered();
    await expectProblem(host.upload(leaveOf(offer, "result"), encoded("moving")), "bad_request");
    await expectProblem(host.upload(leaveOf(offer, "thumbnail"), jpeg(2048, 16)), "bad_request");
    expect((await host.upload(leaveOf(offer, "thumbnail"), jpeg(512, 512))).status).toBe(200);
  });
});
