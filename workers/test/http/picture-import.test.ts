import type { PictureImport, PictureView, SketchView } from "@llamasketch/contract";
import { beforeAll, describe, expect, test } from "vitest";
import { asKept, jpeg, png } from "../images.ts";
import { keptPicture } from "../kept-picture.ts";
import { call, expectJson, newSketchPastDoor as newSketch, type Owned } from "../people.ts";
import { expectProblem } from "./problem.ts";

let mine: Owned;
beforeAll(async () => {
  mine = await newSketch();
});

const about = (part: Partial<PictureImport> = {}): PictureImport => ({
  kind: "live",
  variation: null,
  version: 1,
  quality: "full",
  widthPx: 64,
  heightPx: 64,
  format: "jpeg",
  settings: { prompt: "a house", strength: 0.5, seed: 7 },
  pinned: false,
  createdAt: "2026-01-02T03:04:05.000Z",
  ...part,
});

function form(says: unknown, image: Uint8Array<ArrayBuffer> | null = jpeg(64, 64)): FormData {
  const made = new FormData();
  made.set("about", typeof says === "string" ? says : JSON.stringify(says));
  if (image) made.set("image", new Blob([image], { type: "image/jpeg" }));
  return made;
}
const bring = (body: BodyInit, { cookie, sketch }: Owned = mine, headers?: Record<string, string>) =>
  call("PUT", `/api/sketches/${sketch.id}/pictures`, { cookie, body, ...(headers && { headers }) });
const list = async ({ cookie, sketch }: Owned): Promise<PictureView[]> =>
  (
    await expectJson<{ pictures: PictureView[] }>(
      call("GET", `/api/sketches/${sketch.id}/pictures`, { cookie }),
    )
  ).pictures;

describe("a picture that is brought", () => {
  test("stands in the history as it was, and gives its bytes back", async () => {
    const owned = await newSketch();
    const view = await expectJson<PictureView>(bring(form(about({ pinned: true })), owned));
    expect(view).toMatchObject({
      kind: "live",
      epoch: 0,
      version: 1,
      settings: about().settings,
      createdAt: about().createdAt,
    });
    expect(view.pinnedAt).not.toBeNull();
    const bytes = await (await call("GET", view.url, { cookie: owned.cookie })).arrayBuffer();
    expect(new Uint8Array(bytes)).toEqual(asKept(jpeg(64, 64)));
    const sketch = await expectJson<SketchView>(
      call("GET", `/api/sketches/${owned.sketch.id}`, { cookie: owned.cookie }),
    );
    expect(sketch.lastPicture?.id).toBe(view.id);
  });

  test("is there once, however often it is brought", async () => {
    const owned = await newSketch();
    const [first, second] = await Promise.all([bring(form(about()), owned), bring(form(about()), owned)]);
    const third = await bring(form(about()), owned);
    const ids = await Promise.all(
      [first, second, third].map(async (answer) => (await answer.json<PictureView>()).id),
    );
    expect(new Set(ids).size).toBe(1);
    expect(await list(owned)).toHaveLength(1);
  });

  test("stands before what is drawn live, in the order of its canvases", async () => {
    const owned = await newSketch();
    await keptPicture(owned);
    await bring(form(about({ version: 2, createdAt: "2026-01-02T00:00:02.000Z" })), owned);
    await bring(form(about({ version: 1, createdAt: "2026-01-02T00:00:01.000Z" })), owned);
    await bring(
      form(about({ version: 3, kind: "variation", variation: 4, createdAt: "2999-01-01T00:00:00.000Z" })),
      owned,
    );
    const pictures = await list(owned);
    expect(pictures.map(({ epoch, version }) => [epoch, version])).toEqual([
      [1, 1],
      [0, 3],
      [0, 2],
      [0, 1],
    ]);
    expect(Date.parse(pictures[1]?.createdAt ?? "")).toBeLessThanOrEqual(Date.now());
  });
});

describe("is refused", () => {
  test.each<[string, FormData]>([
    ["without an image", form(about(), null)],
    [
      "with an image that is none",
      form(about(), new Uint8Array(new TextEncoder().encode("<script>".repeat(9)))),
    ],
    ["with an image cut short", form(about(), jpeg(64, 64).slice(0, -2))],
    ["with an image of another size", form(about(), jpeg(128, 64))],
    ["with an image of another format", form(about(), png(64, 64))],
    ["with words that are no JSON", form("{")],
    ["with a kind nobody knows", form({ ...about(), kind: "masterpiece" })],
    ["with a variation's number and no variation", form(about({ variation: 2 }))],
    ["with a time that is none", form(about({ createdAt: "yesterday" }))],
    ["with a seed beyond all seeds", form(about({ settings: { prompt: "", strength: 0.5, seed: 2 ** 32 } }))],
    [
      "with words that may not be drawn",
      form(about({ settings: { prompt: "nude", strength: 0.5, seed: 1 } })),
    ],
  ])("%s", async (_how, body) => {
    await expectProblem(bring(body), "bad_request");
    expect(await list(mine)).toEqual([]);
  });

  test("when it is too big, before it is read", async () => {
    const huge = new Uint8Array(4 * 1024 * 1024 + 70_000);
    await expectProblem(bring(form(about(), huge)), "payload_too_large");
  });

  test("when it is no form", async () => {
    const headers = { "content-type": "application/json" };
    await expectProblem(bring(JSON.stringify(about()), mine, headers), "unsupported_media_type");
  });

  test("for someone else's sketch", async () => {
    const stranger = await newSketch();
    await expectProblem(bring(form(about()), { ...mine, cookie: stranger.cookie }), "not_found");
  });
});
