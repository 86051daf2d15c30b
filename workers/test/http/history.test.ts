/** Kept pictures as a history: what each tells of itself, pins, removal, and the ways through them. */
import { env } from "cloudflare:workers";
import { pictureList, pictureView, type PictureView } from "@llamasketch/contract";
import { describe, expect, test } from "vitest";
import { png } from "../images.ts";
import { call, expectJson, newSketch, type Owned } from "../people.ts";
import { plantPicture } from "../planted.ts";
import { eventually } from "../wire.ts";
import { expectProblem } from "./problem.ts";
import { UNKNOWN } from "./calls.ts";

const page = async ({ cookie, sketch }: Owned, query = "") =>
  pictureList.parse(await expectJson(call("GET", `/api/sketches/${sketch.id}/pictures${query}`, { cookie })));

async function all(owned: Owned, query: string): Promise<PictureView[]> {
  const found: PictureView[] = [];
  for (let cursor: string | null = ""; cursor !== null;) {
    const { pictures, nextCursor } = await page(owned, `?${query}${cursor && `&cursor=${cursor}`}`);
    found.push(...pictures);
    cursor = nextCursor;
  }
  return found;
}
const patch = ({ cookie }: Owned, id: string, json: object) =>
  call("PATCH", `/api/pictures/${id}`, { cookie, json });
const stored = async (key: string): Promise<boolean> => (await env.MEDIA.head(key)) !== null;

describe("P4.2, the list", () => {
  test("tells all that a timeline, a replay and a branch need", async () => {
    const owned = await newSketch();
    const row = await plantPicture(owned.sketch.id, {
      kind: "variation",
      variation: 3,
      epoch: 4,
      version: 17,
      seq: 2 ** 33,
      prompt: "a pond",
      strength: 0.25,
      seed: 4_294_967_295,
    });
    expect((await page(owned)).pictures).toEqual([
      {
        id: row.id,
        kind: "variation",
        variation: 3,
        epoch: 4,
        version: 17,
        quality: "full",
        widthPx: 64,
        heightPx: 64,
        format: "png",
        bytes: row.bytes,
        settings: { prompt: "a pond", strength: 0.25, seed: 4_294_967_295 },
        pinnedAt: null,
        createdAt: new Date(row.createdAt).toISOString(),
        url: `/api/pictures/${row.id}?v=${2 ** 33}`,
      },
    ]);
  });

  test("runs from the newest or from the oldest, in pages, and of the pinned alone", async () => {
    const owned = await newSketch();
    const ids: string[] = [];
    for (let version = 1; version <= 120; version++) {
      const pinnedAt = version % 2 === 0 ? 5 : null;
      ids.push((await plantPicture(owned.sketch.id, { version, pinnedAt })).id);
    }
    ids.sort();
    const newest = await all(owned, "order=newest");
    expect(newest.map(({ id }) => id)).toEqual(ids.toReversed());
    expect((await all(owned, "order=oldest")).map(({ id }) => id)).toEqual(ids);
    const pinned = await all(owned, "pinned=true&order=oldest");
    expect(pinned).toHaveLength(60);
    expect(pinned.every(({ pinnedAt }) => pinnedAt !== null)).toBe(true);
  });

  test("another sketch's picture as a cursor shows nothing of that sketch", async () => {
    const [mine, theirs] = [await newSketch(), await newSketch()];
    await plantPicture(mine.sketch.id);
    const { id } = await plantPicture(theirs.sketch.id);
    for (const { id: found } of (await page(mine, `?cursor=${id}&order=oldest`)).pictures)
      expect(found).not.toBe(id);
  });

  test.each(["order=sideways", "pinned=maybe", "cursor=x", `cursor=${"9".repeat(300)}`])(
    "%s is 400",
    async (query) => {
      const { cookie, sketch } = await newSketch();
      await expectProblem(
        call("GET", `/api/sketches/${sketch.id}/pictures?${query}`, { cookie }),
        "bad_request",
      );
    },
  );
});

describe("a pin", () => {
  test("is set once, at its first time, and taken off", async () => {
    const owned = await newSketch();
    const { id } = await plantPicture(owned.sketch.id);
    const first = pictureView.parse(await expectJson(patch(owned, id, { pinned: true })));
    expect(first.pinnedAt).not.toBeNull();
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(await expectJson(patch(owned, id, { pinned: true }))).toEqual(first);
    expect(await expectJson(patch(owned, id, { pinned: false }))).toEqual({ ...first, pinnedAt: null });
    expect(await expectJson(patch(owned, id, { pinned: false }))).toEqual({ ...first, pinnedAt: null });
  });

  test("cannot be set on what is not there, is someone else's, or of a deleted sketch", async () => {
    const owned = await newSketch();
    const stranger = await newSketch();
    const { id } = await plantPicture(owned.sketch.id);
    await expectProblem(patch(stranger, id, { pinned: true }), "not_found");
    await expectProblem(patch(owned, UNKNOWN.picture, { pinned: true }), "not_found");
    for (const pinned of ["yes", 1, null]) await expectProblem(patch(owned, id, { pinned }), "bad_request");
    await call("DELETE", `/api/sketches/${owned.sketch.id}`, { cookie: owned.cookie });
    await expectProblem(patch(owned, id, { pinned: true }), "not_found");
  });
});

describe("a removed picture", () => {
  test("is gone from the history at once, and its bytes soon; others stay", async () => {
    const owned = await newSketch();
    const { cookie } = owned;
    const [gone, stays] = [
      await plantPicture(owned.sketch.id, { version: 1 }),
      await plantPicture(owned.sketch.id, { version: 2 }),
    ];
    expect((await call("DELETE", `/api/pictures/${gone.id}`, { cookie })).status).toBe(204);
    expect((await page(owned)).pictures.map(({ id }) => id)).toEqual([stays.id]);
    await expectProblem(call("GET", `/api/pictures/${gone.id}`, { cookie }), "not_found");
    await expectProblem(call("DELETE", `/api/pictures/${gone.id}`, { cookie }), "not_found");
    await eventually(async () => !(await stored(gone.objectKey)), "its bytes are removed");
    expect(await stored(stays.objectKey)).toBe(true);
  });

  test("is nobody's but its owner's to remove", async () => {
    const owned = await newSketch();
    const { cookie: stranger } = await newSketch();
    const { id, objectKey } = await plantPicture(owned.sketch.id);
    await expectProblem(call("DELETE", `/api/pictures/${id}`, { cookie: stranger }), "not_found");
    await expectProblem(call("DELETE", `/api/pictures/${id}`), "unauthorized");
    expect(await stored(objectKey)).toBe(true);
    expect((await page(owned)).pictures).toHaveLength(1);
  });
});

describe("a picture's bytes", () => {
  test("under the address of its list never change, and are asked for once", async () => {
    const owned = await newSketch();
    const { cookie } = owned;
    const { id } = await plantPicture(owned.sketch.id, { seq: 9 }, png(64, 64));
    const fixed = await call("GET", `/api/pictures/${id}?v=9`, { cookie });
    expect(fixed.headers.get("cache-control")).toBe("private, max-age=31536000, immutable");
    expect(new Uint8Array(await fixed.arrayBuffer())).toEqual(png(64, 64));
    for (const path of [`/api/pictures/${id}`, `/api/pictures/${id}?v=8`]) {
      const other = await call("GET", path, { cookie });
      expect(other.headers.get("cache-control")).toBe("private, no-cache");
      await other.arrayBuffer();
    }
    const etag = fixed.headers.get("etag") ?? "";
    const again = await call("GET", `/api/pictures/${id}`, { cookie, headers: { "if-none-match": etag } });
    expect(again.status).toBe(304);
    expect(await again.text()).toBe("");
    const changed = await call("GET", `/api/pictures/${id}`, { cookie, headers: { "if-none-match": '"x"' } });
    expect(changed.status).toBe(200);
    await changed.arrayBuffer();
  });
});
