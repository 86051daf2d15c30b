/** Pictures that move, through the media API: what is asked, what is stored, what is told of it. */
import { VIDEO, type QuoteView } from "@llamasketch/contract";
import { BufferSource, EncodedPacketSink, Input, WEBM } from "mediabunny";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { clipFrames } from "../../src/media/clip-frames.ts";
import { wholeClip } from "../../src/media/whole-clip.ts";
import { expectProblem } from "../http/problem.ts";
import { clip, png, riff, vp8lData } from "../images.ts";
import { CLIP_MS, endAllJobs } from "../jobs/stage.ts";
import { balanceOf } from "../ledger/books.ts";
import { call, expectJson } from "../people.ts";
import { wideClip } from "./encoded.ts";
import { Asker, PainterHost, pathOf } from "./stage.ts";

let asker: Asker;
beforeAll(async () => {
  asker = await Asker.start();
});
afterEach(endAllJobs);

describe("a video", () => {
  test("of a picture: its price, an animated WebP with its length and a still of it", async () => {
    const host = await PainterHost.start();
    const generation = await asker.picture(host, { widthPx: 256, heightPx: 400 });
    const before = await balanceOf(asker.holderId);
    const work = { kind: "video", image: { generation } };
    const quote = await expectJson<QuoteView>(asker.post("/api/v1/quotes", work), 201);
    expect(quote.lines[0]).toEqual({ kind: "work", text: "1 × video of 4 seconds", units: 20 });
    const queued = await asker.ask({ ...work, quote: quote.id });
    expect(queued).toMatchObject({ kind: "video", model: "painter", prompt: "", credits: quote.units });
    const offer = await host.host.offered();
    expect(offer).toMatchObject({ workflow: "painter-image-to-video", inputs: VIDEO.portrait });
    expect(offer.inputs).not.toHaveProperty("clip");
    await host.host.finish(offer);
    host.ask();
    const done = await asker.look(queued.id);
    const [result] = done.results;
    expect(result).toMatchObject({ type: "video", format: "webp", durationMs: 4150, ...VIDEO.portrait });
    const answer = await call("GET", pathOf(result?.url));
    expect(answer.headers.get("content-type")).toBe("image/webp");
    await answer.arrayBuffer();
    expect(await balanceOf(asker.holderId)).toEqual({ posted: before.posted - quote.units, held: 0 });
    const image = await asker.look(generation);
    expect(image.results[0]).toMatchObject({ type: "image", durationMs: null });
    for (const kind of ["video", "upscale", "edit"]) {
      const asked = {
        kind,
        image: { generation: queued.id },
        ...(kind === "edit" && { prompt: "x" }),
        ...(kind === "upscale" && { scale: 2 }),
      };
      const { fields } = await expectProblem(asker.post("/api/v1/generations", asked), "bad_request");
      expect(Object.keys(fields ?? {})).toEqual(["image"]);
    }
  });

  test("is given as a WebM, too: the same pictures, in the same time, marked; asked for or not", async () => {
    const host = await PainterHost.start();
    const generation = await asker.picture(host, VIDEO.landscape);
    const { id } = await asker.ask({ kind: "video", image: { generation } });
    const offer = await host.host.offered();
    const [leaves] = offer.outputs;
    if (!leaves) throw new Error("an offer without outputs");
    const clip = wideClip(CLIP_MS);
    const stored = await expectJson<{ etag: string; bytes: number }>(host.host.upload(leaves.result, clip));
    const still = host.host.upload(leaves.thumbnail, png(16, 16));
    const thumbnail = await expectJson<{ etag: string; bytes: number }>(still);
    const about = { format: "webp" as const, ...VIDEO.landscape, blurHash: "LEHV6nWB2yk8" };
    host.host.sayDone(offer, [{ ...stored, ...about, thumbnail }]);
    await host.host.told("job_settled");
    const [result] = (await asker.look(id)).results;
    expect(result).toMatchObject({ type: "video", format: "webp", webmUrl: `${result?.url}&format=webm` });
    const answer = await call("GET", `${pathOf(result?.webmUrl)}&download=1`);
    expect(answer.headers.get("content-type")).toBe("video/webm");
    expect(answer.headers.get("content-disposition")).toBe(`attachment; filename="${id}-0.webm"`);
    const webm = new Uint8Array(await answer.arrayBuffer());
    expect(answer.headers.get("content-length")).toBe(String(webm.length));
    const input = new Input({ source: new BufferSource(webm), formats: [WEBM] });
    const track = await input.getPrimaryVideoTrack();
    if (!track) throw new Error("no video in it");
    expect([await track.getCodec(), await track.getCodedWidth(), await track.getCodedHeight()]).toEqual([
      "vp8",
      1024,
      576,
    ]);
    expect(await input.getDurationFromMetadata()).toBeCloseTo(4.15, 3);
    const sent = [...clipFrames(clip)].map(({ bytes }) => bytes.subarray(20, -1));
    const packets = new EncodedPacketSink(track).packets();
    let at = 0;
    for await (const { data, type, timestamp } of packets) {
      expect([type, Math.round(timestamp * 1000)]).toEqual(["key", 166 * at]);
      expect(data.subarray(0, sent[at]?.length)).toEqual(sent[at]);
      at += 1;
    }
    expect(at).toBe(25);
    const { raw } = await input.getMetadataTags();
    expect(raw?.DIGITAL_SOURCE_TYPE).toBe(
      "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia",
    );
    const again = await call("GET", pathOf(result?.webmUrl), {
      headers: { "if-none-match": answer.headers.get("etag") ?? "" },
    });
    expect(again.status).toBe(304);
    await expectProblem(call("GET", `${pathOf(result?.url)}&format=mp4`), "bad_request");
    await expectProblem(call("GET", `${pathOf(result?.thumbnailUrl)}&format=webm`), "conflict");
  });

  test("of pictures that only WebP has is given as it is, and says so when a WebM is asked for", async () => {
    const host = await PainterHost.start();
    const generation = await asker.picture(host);
    const { id } = await asker.ask({ kind: "video", image: { generation } });
    await host.make();
    const [result] = (await asker.look(id)).results;
    const { hint } = await expectProblem(call("GET", pathOf(result?.webmUrl)), "conflict");
    expect(hint).toContain("Take it as it is");
    expect((await (await call("GET", pathOf(result?.url))).arrayBuffer()).byteLength).toBe(result?.bytes);
  });

  test.each([
    [{ widthPx: 1024, heightPx: 1024 }, "widthPx"],
    [{ prompt: "it flies" }, "prompt"],
    [{ scale: 2 }, "scale"],
    [{ model: "standard" }, "model"],
  ])("%o of it is refused", async (more, field) => {
    const host = await PainterHost.start();
    const generation = await asker.picture(host);
    const asked = { kind: "video", image: { generation }, ...more };
    const { fields } = await expectProblem(asker.post("/api/v1/generations", asked), "bad_request");
    expect(Object.keys(fields ?? {})).toEqual([field]);
  });

  test("a host may store nothing else for it: no picture, no other length, nothing behind it; nor a clip for a picture", async () => {
    const host = await PainterHost.start();
    const generation = await asker.picture(host);
    await asker.ask({ kind: "video", image: { generation } });
    const offer = await host.host.offered();
    const { result, thumbnail } = offer.outputs[0] ?? { result: null, thumbnail: null };
    if (!result || !thumbnail) throw new Error("an offer without outputs");
    const { widthPx, heightPx } = VIDEO.landscape;
    const whole = clip(widthPx, heightPx, CLIP_MS);
    const wrong = [
      png(widthPx, heightPx),
      clip(widthPx, heightPx, CLIP_MS.slice(1)),
      clip(widthPx, heightPx, [4150]),
      clip(widthPx, heightPx, [...CLIP_MS, ...CLIP_MS]),
      clip(heightPx, widthPx, CLIP_MS),
      Uint8Array.from([...whole, 0, 0]),
    ];
    for (const bytes of wrong) await expectProblem(host.host.upload(result, bytes), "bad_request");
    await expectProblem(host.host.upload(thumbnail, clip(64, 64, CLIP_MS)), "bad_request");
    await host.host.finish(offer);
    host.ask();
    await asker.ask({ prompt: "x", ...VIDEO.landscape });
    const picture = await host.host.offered();
    const place = picture.outputs[0]?.result ?? result;
    await expectProblem(host.host.upload(place, whole), "bad_request");
  });
});

describe("a clip is walked frame by frame", () => {
  const asked = { frames: VIDEO.frames, durationMs: VIDEO.durationMs };
  const le24 = (value: number): number[] => [value & 255, (value >> 8) & 255, value >> 16];
  const canvas = (side: number): [string, number[]] => [
    "VP8X",
    [2, 0, 0, 0, ...le24(side - 1), ...le24(side - 1)],
  ];
  const anim: [string, number[]] = ["ANIM", [0, 0, 0, 0, 0, 0]];
  const frame = (side: number, x: number, ms: number, data: ArrayLike<number>): [string, number[]] => [
    "ANMF",
    [...le24(x / 2), ...le24(0), ...le24(side - 1), ...le24(side - 1), ...le24(ms), 0, ...Array.from(data)],
  ];
  const inside = (side: number): Uint8Array => riff(["VP8L", vp8lData(side, side)]).subarray(12);
  const two = (...frames: [string, number[]][]) => riff(canvas(64), anim, ...frames);
  const half = 2083;

  test("sound ones are told", () => {
    const bytes = two(frame(64, 0, half, inside(64)), frame(32, 32, half, inside(32)));
    expect(wholeClip(bytes, asked)).toEqual({
      format: "webp",
      widthPx: 64,
      heightPx: 64,
      frames: 2,
      durationMs: 2 * half,
    });
  });
  test.each([
    ["a frame beyond the canvas", two(frame(64, 0, half, inside(64)), frame(64, 2, half, inside(64)))],
    [
      "a picture larger than its frame",
      two(frame(64, 0, half, inside(64)), frame(64, 0, half, inside(9000))),
    ],
    ["a frame without a picture", two(frame(64, 0, half, inside(64)), frame(64, 0, half, []))],
    [
      "two pictures in one",
      two(frame(64, 0, half, inside(64)), frame(64, 0, half, [...inside(64), ...inside(64)])),
    ],
    ["frames before the animation", riff(canvas(64), frame(64, 0, half, inside(64)), anim)],
    ["no canvas", riff(anim, frame(64, 0, half, inside(64)), frame(64, 0, half, inside(64)))],
    ["an unknown part", riff(canvas(64), anim, frame(64, 0, half, inside(64)), ["JUNK", [1]])],
    ["a chunk cut short", two(frame(64, 0, half, inside(64)), frame(64, 0, half, inside(64))).slice(0, -4)],
    ["a picture that does not move", riff(["VP8L", vp8lData(64, 64)])],
    ["nothing", new Uint8Array()],
    ["noise", Uint8Array.from({ length: 500 }, (_, at) => (at * 7919) & 255)],
  ])("%s is none", (_name, bytes) => {
    expect(wholeClip(bytes, asked)).toBeNull();
  });
});
