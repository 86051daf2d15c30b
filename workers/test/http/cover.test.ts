/** What a grid shows of a sketch: made by its owner's page, checked, and fetched once. */
import { COVER_MAX_BYTES, coverView, type SketchView } from "@llamasketch/contract";
import { describe, expect, test } from "vitest";
import { jpeg, png } from "../images.ts";
import { call, expectJson, newSketch, type Owned } from "../people.ts";
import { expectProblem } from "./problem.ts";
import { BLUR } from "@llamasketch/testing/sample";

const put = (
  { cookie, sketch }: Owned,
  body: Uint8Array<ArrayBuffer>,
  type = "image/jpeg",
  blur: string | null = BLUR,
) =>
  call("PUT", `/api/sketches/${sketch.id}/cover${blur === null ? "" : `?blur=${encodeURIComponent(blur)}`}`, {
    cookie,
    body,
    headers: { "content-type": type },
  });
const view = ({ cookie, sketch }: Owned): Promise<SketchView> =>
  expectJson(call("GET", `/api/sketches/${sketch.id}`, { cookie }));

describe("a cover", () => {
  test("is none before it is made, and then has an address that changes with it", async () => {
    const owned = await newSketch();
    const { cookie } = owned;
    expect((await view(owned)).cover).toBeNull();
    await expectProblem(call("GET", `/api/sketches/${owned.sketch.id}/cover`, { cookie }), "not_found");
    const first = coverView.parse(await expectJson(put(owned, jpeg(320, 240))));
    expect(await expectJson(put(owned, jpeg(320, 240)))).toEqual(first);
    const second = coverView.parse(await expectJson(put(owned, jpeg(240, 320))));
    expect(second.url).not.toBe(first.url);
    expect((await view(owned)).cover).toEqual(second);
    const list = await expectJson<{ sketches: SketchView[] }>(call("GET", "/api/sketches", { cookie }));
    expect(list.sketches[0]?.cover).toEqual(second);
  });

  test("is served for ever under its address, and asked for again under any other", async () => {
    const owned = await newSketch();
    const { cookie } = owned;
    const { url } = coverView.parse(await expectJson(put(owned, jpeg(320, 240))));
    const answer = await call("GET", url, { cookie });
    expect(answer.headers.get("content-type")).toBe("image/jpeg");
    expect(answer.headers.get("cache-control")).toBe("private, max-age=31536000, immutable");
    expect(answer.headers.get("content-security-policy")).toContain("sandbox");
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(jpeg(320, 240));
    await expectJson(put(owned, jpeg(16, 16)));
    const old = await call("GET", url, { cookie });
    expect(old.headers.get("cache-control")).toBe("private, no-cache");
    await old.arrayBuffer();
    const etag = (await call("GET", url, { cookie })).headers.get("etag") ?? "";
    expect((await call("GET", url, { cookie, headers: { "if-none-match": etag } })).status).toBe(304);
  });

  test("is its owner's alone", async () => {
    const owned = await newSketch();
    const { cookie } = await newSketch();
    const { url } = coverView.parse(await expectJson(put(owned, jpeg(320, 240))));
    await expectProblem(call("GET", url, { cookie }), "not_found");
    await expectProblem(call("GET", url), "unauthorized");
    await expectProblem(put({ ...owned, cookie }, jpeg(320, 240)), "not_found");
    expect((await view(owned)).cover?.url).toBe(url);
  });

  test("is refused when it is no image of its type, cut short, too big or too small", async () => {
    const owned = await newSketch();
    const whole = jpeg(320, 240);
    for (const bytes of [
      whole.slice(0, -3),
      new Uint8Array(200),
      new Uint8Array(),
      png(64, 64),
      jpeg(513, 16),
      jpeg(64, 15),
    ])
      await expectProblem(put(owned, bytes), "bad_request");
    await expectProblem(put(owned, whole, "image/webp"), "bad_request");
    for (const type of ["image/png", "image/svg+xml", "application/json", "text/html"])
      await expectProblem(put(owned, whole, type), "unsupported_media_type");
    const long = new Uint8Array(COVER_MAX_BYTES + 1);
    long.set(whole);
    await expectProblem(put(owned, long), "payload_too_large");
    await expectProblem(put(owned, new Uint8Array(200_000)), "payload_too_large");
    expect((await view(owned)).cover).toBeNull();
  });

  test.each([
    null,
    "",
    "x",
    "<b>bold</b>...............",
    `${BLUR}${BLUR}${BLUR}`,
    "3OcRJYB4d3h/iIeHeEh3eI hw",
  ])("its blur must be a ThumbHash in base64, not %s", async (blur) => {
    const owned = await newSketch();
    const { fields } = await expectProblem(put(owned, jpeg(320, 240), "image/jpeg", blur), "bad_request");
    expect(Object.keys(fields ?? {})).toEqual(["blur"]);
  });
});
