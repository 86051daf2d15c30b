/** Pictures of one's own that go into generations: what is taken, what is kept of them, and how they go. */
import { env } from "cloudflare:workers";
import { UPLOADS_MAX, UPLOAD_MS, type UploadView } from "@llamasketch/contract";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { barePicture } from "@llamasketch/pictures";
import { allPhotos, refusedFiles } from "@llamasketch/testing/photos";
import { broughtPicture } from "../../src/media/brought-picture.ts";
import { newId } from "../../src/ids.ts";
import { uploadKey } from "../../src/media/job-keys.ts";
import { purgeUpload } from "../../src/uploads/purge-upload.ts";
import { expectProblem } from "../http/problem.ts";
import { jpeg, png, riff, vp8lData } from "../images.ts";
import { Jar, newEmail } from "../jar.ts";
import { endAllJobs } from "../jobs/stage.ts";
import { known } from "../ledger/books.ts";
import { call, expectJson, give } from "../people.ts";
import { readZip } from "../zip.ts";
import { Asker, PainterHost } from "./stage.ts";

const UNKNOWN = "upl_01ARZ3NDEKTSV4RRFFQ69G5FAV";
const latin = new TextEncoder();

let asker: Asker;
/** Pictures can be sent a few times a minute: for each part somebody else. */
const anew = () =>
  beforeAll(async () => {
    asker = await Asker.start();
  });
afterEach(endAllJobs);

const send = (body: Uint8Array<ArrayBuffer>, type: string, as: object = { headers: asker.key }) => {
  const { headers, ...more } = { headers: {}, ...as };
  return call("POST", "/api/v1/uploads", { ...more, body, headers: { ...headers, "content-type": type } });
};
const sent = (body: Uint8Array<ArrayBuffer>, type: string): Promise<UploadView> =>
  expectJson(send(body, type), 201);
const storedText = async (id: string): Promise<string> => {
  const object = await known.media.get(uploadKey(id));
  return String.fromCharCode(...new Uint8Array((await object?.arrayBuffer()) ?? new ArrayBuffer()));
};

const joined = (...parts: ArrayLike<number>[]): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(parts.flatMap((part) => Array.from(part)));
const segment = (marker: number, data: ArrayLike<number>): number[] => [
  0xff,
  marker,
  (data.length + 2) >> 8,
  (data.length + 2) & 255,
  ...Array.from(data),
];
/** Little-endian EXIF: which way up, and words where a place would be. */
const exif = (orientation: number): number[] =>
  segment(0xe1, [
    ...latin.encode("Exif\0\0II*\0"),
    ...latin.encode("\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0"),
    orientation,
    ...latin.encode("\0\0\0\0\0\0\0"),
    ...latin.encode("GPS 52.5200 N 13.4050 E"),
  ]);
/** Other parts between the start of a JPEG and the rest of it. */
const jpegWith = (...parts: number[][]): Uint8Array<ArrayBuffer> => {
  const plain = jpeg(80, 64);
  return joined(plain.subarray(0, 2), ...parts, plain.subarray(2));
};
const pngWith = async (name: string, data: Uint8Array): Promise<Uint8Array<ArrayBuffer>> => {
  const plain = png(80, 64);
  const named = joined(latin.encode(name), data);
  const sum = crc32(named);
  const chunk = joined(be(data.length), named, be(sum));
  return joined(plain.subarray(0, 33), chunk, plain.subarray(33));
};
const be = (value: number): number[] => [24, 16, 8, 0].map((shift) => (value >>> shift) & 255);
function crc32(bytes: Uint8Array): number {
  let crc = 0xffff_ffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb8_8320 : 0);
  }
  return (crc ^ 0xffff_ffff) >>> 0;
}
const vp8x = (flags: number, width: number, height: number): number[] => [
  flags,
  0,
  0,
  0,
  ...be(width - 1)
    .toReversed()
    .slice(0, 3),
  ...be(height - 1)
    .toReversed()
    .slice(0, 3),
];

describe("what is kept of a picture", () => {
  anew();
  test("its pixels; where it was taken and by whom is gone before it is stored", async () => {
    const told = [
      exif(1),
      segment(0xe0, latin.encode("JFXX\0 a thumbnail of a face")),
      segment(0xe1, latin.encode("http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>Jane Doe</x:xmpmeta>")),
      segment(0xed, latin.encode("Photoshop 3.0\0 by Jane Doe")),
      segment(0xfe, latin.encode("<script>alert(1)</script>")),
    ];
    const photo = await sent(jpegWith(...told), "image/jpeg");
    expect(photo).toMatchObject({ format: "jpeg", widthPx: 80, heightPx: 64 });
    expect(photo.bytes).toBeLessThanOrEqual(jpeg(80, 64).length + 40);
    const drawing = await sent(await pngWith("tEXt", latin.encode("Author\0Jane Doe <script>")), "image/png");
    const sticker = await sent(
      riff(
        ["VP8X", vp8x(0x0c, 80, 64)],
        ["VP8L", vp8lData(80, 64)],
        ["EXIF", latin.encode("GPS Jane Doe")],
        ["XMP ", latin.encode("Jane Doe")],
      ),
      "image/webp",
    );
    for (const { id } of [photo, drawing, sticker]) {
      const text = await storedText(id);
      expect(text.length).toBeGreaterThan(60);
      expect(text).not.toMatch(/GPS|Jane|script|thumbnail|EXIF|XMP/);
    }
  });

  test.each([3, 6, 8])("and which way up it is (%i), without the rest of its EXIF", async (orientation) => {
    const { id, widthPx, heightPx } = await sent(jpegWith(exif(orientation)), "image/jpeg");
    expect([widthPx, heightPx]).toEqual(orientation < 5 ? [80, 64] : [64, 80]);
    const text = await storedText(id);
    expect(text).not.toContain("GPS");
    const at = text.indexOf("\x01\x12\0\x03\0\0\0\x01\0");
    expect(text.charCodeAt(at + 9)).toBe(orientation);
    const again = await barePicture(
      joined(
        latin.encode(""),
        Uint8Array.from(text, (one) => one.charCodeAt(0)),
      ),
      { maxPixels: 1e6 },
    );
    expect(again).toMatchObject({ widthPx, heightPx });
  });

  test("a bare one stays as it is", async () => {
    for (const whole of [jpeg(80, 64), png(80, 64), riff(["VP8L", vp8lData(80, 64)])])
      expect(await barePicture(whole, { maxPixels: 1e6 })).toMatchObject({ bytes: whole });
  });
});

describe("what is refused, in words that help", () => {
  anew();
  const scans = (): Uint8Array<ArrayBuffer> => {
    const plain = jpeg(80, 64);
    const at = plain.length - 2;
    const scan = [...segment(0xda, [1, 1, 0, 0, 63, 0]), 0];
    return joined(plain.subarray(0, at), ...Array.from({ length: 70 }, () => scan), plain.subarray(at));
  };
  const bad: [string, () => Uint8Array<ArrayBuffer> | Promise<Uint8Array<ArrayBuffer>>, string, RegExp][] = [
    ["nothing", () => new Uint8Array(), "image/png", /no picture/],
    ["an SVG", () => joined(latin.encode("<svg onload='alert(1)' xmlns='x'></svg>")), "image/png", /SVG/],
    ["a GIF", () => joined(latin.encode(`GIF89a${"x".repeat(40)}`)), "image/png", /GIF/],
    ["a HEIC", () => joined(latin.encode(`\0\0\0\x18ftypheic${"x".repeat(40)}`)), "image/jpeg", /HEIC/],
    ["a polyglot", () => joined(latin.encode("PK\x03\x04 a ZIP"), jpeg(80, 64)), "image/jpeg", /no picture/],
    ["one that is cut short", () => jpeg(80, 64).slice(0, -9), "image/jpeg", /cut short/],
    ["a bomb in its header", () => png(8, 8).fill(0xff, 16, 24), "image/png", /whole picture|megapixels/],
    ["more pixels than are taken", () => jpeg(6000, 5000), "image/jpeg", /30 megapixels; at most 25/],
    ["scans without end", scans, "image/jpeg", /Save it anew/],
    ["an animated PNG", () => pngWith("acTL", new Uint8Array(8)), "image/png", /Animated/],
    [
      "an animated WebP",
      () => riff(["VP8X", vp8x(2, 80, 64)], ["ANMF", vp8lData(80, 64)]),
      "image/webp",
      /Animated/,
    ],
    [
      "a WebP larger than it says",
      () => riff(["VP8X", vp8x(0, 80, 64)], ["VP8L", vp8lData(9000, 9000)]),
      "image/webp",
      /Save it anew/,
    ],
    ["one that is too small", () => png(16, 400), "image/png", /at least 64/],
  ];
  test.each(bad)("%s", async (_name, make, type, why) => {
    const { fields } = await expectProblem(send(await make(), type), "bad_request");
    expect(fields?.["(body)"]).toMatch(why);
  });

  test("another type, too much, nobody who could pay for a picture", async () => {
    for (const type of ["image/svg+xml", "text/plain", "image/gif", ""])
      await expectProblem(send(png(80, 64), type), "unsupported_media_type");
    await expectProblem(send(new Uint8Array(12 * 1024 * 1024 + 1), "image/png"), "payload_too_large");
    await expectProblem(send(png(80, 64), "image/png", {}), "verification_required");
  });

  test("more than one may have at a time", async () => {
    const { person } = await Asker.start(10);
    const row = { format: "png", widthPx: 80, heightPx: 64, bytes: 9, createdAt: 1, expiresAt: 2 } as const;
    for (let at = 0; at < UPLOADS_MAX; at++)
      await known.commit([
        known.uploads.add({ ...row, id: newId("upload"), ownerId: person.userId }, UPLOADS_MAX),
      ]);
    await expectProblem(send(png(80, 64), "image/png", { cookie: person.cookie }), "conflict");
  });
});

describe("as cameras and programs write them", () => {
  anew();
  test("every kind is taken, and without what stands behind its end", async () => {
    for (const { name, bytes } of await allPhotos()) {
      const kept = await broughtPicture(bytes, 25_000_000);
      expect(kept, name).toMatchObject({ widthPx: 96, heightPx: 64 });
    }
    const photo = jpegWith(exif(1));
    const { id, bytes } = await sent(joined(photo, latin.encode("PK\x03\x04 a ZIP")), "image/jpeg");
    expect(await sent(photo, "image/jpeg")).toMatchObject({ bytes });
    expect(await storedText(id)).not.toContain("ZIP");
  });

  test("what is none, or not whole, is not", async () => {
    for (const { name, bytes, why } of await refusedFiles())
      expect(await broughtPicture(bytes, 25_000_000), name).toEqual({
        why: expect.stringMatching(why) as string,
      });
  });

  test.each(["image/jpg", "image/pjpeg", "application/octet-stream", "image/png", "IMAGE/JPEG; q=1"])(
    "a JPEG as %s: the bytes decide",
    async (type) => expect(await sent(jpeg(80, 64), type)).toMatchObject({ format: "jpeg" }),
  );

  test.each([
    ["image/gif", "GIF89a", /GIF is not taken/],
    ["image/avif", "\0\0\0\x18ftypavif", /AVIF/],
    ["image/heic", "\0\0\0\x18ftypheic", /HEIC/],
    ["image/tiff", "II*\0", /TIFF/],
    ["image/bmp", "BM", /BMP/],
  ])("%s is told what to send instead", async (type, start, why) => {
    const bytes = joined(latin.encode(start), latin.encode("x".repeat(80)));
    const asSaid = await expectProblem(send(bytes, type), "unsupported_media_type");
    expect(asSaid.fields?.["(body)"]).toMatch(why);
    const asBytes = await expectProblem(send(bytes, "application/octet-stream"), "bad_request");
    expect(asBytes.fields?.["(body)"]).toMatch(why);
  });
});

describe("used", () => {
  anew();
  test("it is painted over and enlarged, at the host by ticket, in its own shape", async () => {
    const host = await PainterHost.start();
    const { id } = await sent(jpegWith(exif(6)), "image/jpeg");
    await asker.ask({ kind: "upscale", image: { upload: id }, scale: 4 });
    const offer = await host.host.offered();
    expect(offer.inputs).toMatchObject({ widthPx: 256, heightPx: 320, image: { format: "jpeg" } });
    const { path = "", ticket = "" } = offer.inputs.image ?? {};
    const bytes = await call("GET", path, { headers: { authorization: `Bearer ${ticket}` } });
    expect(new Uint8Array(await bytes.arrayBuffer()).subarray(0, 2)).toEqual(Uint8Array.of(0xff, 0xd8));
    await host.host.finish(offer);
    host.ask();
    const edit = await asker.ask({ prompt: "at night", image: { upload: id } });
    expect(edit.kind).toBe("edit");
    expect((await host.host.offered()).inputs).toMatchObject({ widthPx: 256, heightPx: 256 });
  });

  test("others' do not exist, nor what was deleted", async () => {
    const { id } = await sent(png(80, 64), "image/png");
    const other = await Asker.start(10);
    const work = { prompt: "x", image: { upload: id } };
    for (const path of ["/api/v1/generations", "/api/v1/quotes"])
      await expectProblem(other.post(path, work), "not_found");
    const path = `/api/v1/uploads/${id}`;
    for (const method of ["GET", "DELETE"] as const) {
      const foreign = await expectProblem(call(method, path, { headers: other.key }), "not_found");
      const absent = await expectProblem(
        call(method, `/api/v1/uploads/${UNKNOWN}`, { headers: other.key }),
        "not_found",
      );
      expect({ ...foreign, requestId: "" }).toEqual({ ...absent, requestId: "" });
    }
    expect(await expectJson(call("GET", path, { headers: asker.key }))).toMatchObject({ id });
    expect((await call("DELETE", path, { headers: asker.key })).status).toBe(204);
    await expectProblem(call("GET", path, { headers: asker.key }), "not_found");
    await expectProblem(asker.post("/api/v1/generations", work), "not_found");
    expect(await known.media.head(uploadKey(id))).toBeNull();
  });
});

describe("gone", () => {
  anew();
  const outboxDue = async (id: string) =>
    env.DB.prepare("SELECT due_at AS dueAt FROM outbox WHERE kind = 'purge_upload' AND subject = ?")
      .bind(id)
      .first<{ dueAt: number }>();

  test("after a week, by an entry of the outbox; what still waits for it keeps it until then", async () => {
    const { id, expiresAt } = await sent(png(80, 64), "image/png");
    const dueAt = Date.parse(expiresAt);
    expect(Math.abs(dueAt - Date.now() - UPLOAD_MS)).toBeLessThan(60_000);
    expect(await outboxDue(id)).toEqual({ dueAt });
    expect(await purgeUpload(known, id, dueAt - 1)).toBe("later");
    const job = await asker.ask({ prompt: "x", model: "large", image: { upload: id } });
    expect(await purgeUpload(known, id, dueAt + 1)).toBe("later");
    await expectJson(asker.post(`/api/v1/generations/${job.id}/cancel`, {}));
    expect(await purgeUpload(known, id, dueAt + 1)).toBe("done");
    expect(await known.media.head(uploadKey(id))).toBeNull();
    expect(await known.uploads.byId(id)).toBeUndefined();
    expect(await purgeUpload(known, id, dueAt + 1)).toBe("done");
  });

  test("with its account; and a visitor's goes into the account", async () => {
    const jar = new Jar();
    await jar.newSketch();
    await give(jar.cookie, 5);
    const answer = await send(png(80, 64), "image/png", { cookie: jar.cookie });
    const { id } = await expectJson<UploadView>(Promise.resolve(answer), 201);
    const { uploads } = await expectJson<{ uploads: UploadView[] }>(jar.call("GET", "/api/v1/uploads"));
    expect(uploads.map((one) => one.id)).toEqual([id]);
    const files = readZip(new Uint8Array(await (await jar.call("GET", "/api/account/export")).arrayBuffer()));
    expect(files.get(`uploads/${id}.png`)).toEqual(png(80, 64));
    const email = newEmail();
    await jar.signInByLink(email);
    expect(await expectJson(jar.call("GET", `/api/v1/uploads/${id}`))).toMatchObject({ id });
    const { id: userId } = (await jar.me()) ?? { id: "" };
    expect((await jar.post("/api/account/delete", { confirm: email })).status).toBeLessThan(300);
    const { purgeUser } = await import("../../src/accounts/purge-user.ts");
    while ((await purgeUser(known, userId, Date.now())) === "more");
    expect(await known.uploads.byId(id)).toBeUndefined();
    expect(await known.media.head(uploadKey(id))).toBeNull();
  });
});
