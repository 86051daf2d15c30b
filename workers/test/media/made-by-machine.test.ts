/** A8.3: whatever a host sends, what is kept and given away says that a machine made it, and nothing of how. */
import { readMark } from "@llamasketch/media-mark";
import { pictureList, type SketchView } from "@llamasketch/contract";
import { afterEach, expect, test } from "vitest";
import { DRAFT, Drawer } from "../drawer.ts";
import { FakeAgent } from "../fake-agent.ts";
import { tellingPng } from "../images.ts";
import { endAllJobs } from "../jobs/stage.ts";
import { call, expectJson, newSketchPastDoor } from "../people.ts";
import { eventually } from "../wire.ts";
import { readZip } from "../zip.ts";
import { Asker, PainterHost, SMALL, pathOf } from "./stage.ts";

const SECRET = "a secret garden";
afterEach(endAllJobs);

const bytesAt = async (path: string, cookie: string): Promise<Uint8Array> => {
  const answer = await call("GET", path, { cookie });
  expect(answer.status).toBe(200);
  return new Uint8Array(await answer.arrayBuffer());
};
function expectMarked(bytes: Uint8Array | undefined): void {
  expect(readMark(bytes ?? new Uint8Array())).toBe("trainedAlgorithmicMedia");
  expect(new TextDecoder("latin1").decode(bytes)).not.toContain(SECRET);
}

test("a live picture: as it is kept, copied and packed", async () => {
  const owned = await newSketchPastDoor();
  await FakeAgent.start({
    onFrame: (link, header) => link.picture(header, {}, tellingPng(header.widthPx, header.heightPx, SECRET)),
  });
  const drawer = await Drawer.drawing(owned);
  await drawer.live();
  drawer.frame(1, { pause: true, quality: "full" }, DRAFT);
  const { pictureId } = await drawer.take("kept");
  const { cookie, sketch } = owned;
  expectMarked(await bytesAt(`/api/pictures/${pictureId}`, cookie));
  const packed = readZip(await bytesAt(`/api/sketches/${sketch.id}/archive`, cookie));
  const [name] = [...packed.keys()].filter((each) => each.startsWith("pictures/"));
  expectMarked(packed.get(name ?? ""));
  const copy = await expectJson<SketchView>(
    call("POST", `/api/sketches/${sketch.id}/duplicate`, { cookie, json: {} }),
    201,
  );
  const path = `/api/sketches/${copy.id}/pictures`;
  const copied = await eventually(async () => {
    const { pictures } = pictureList.parse(await expectJson(call("GET", path, { cookie })));
    return pictures[0];
  }, "the picture is copied");
  expectMarked(await bytesAt(copied.url, cookie));
});

test("a result of the queue and its thumbnail, given and packed; sent again it is the same", async () => {
  const asker = await Asker.start();
  const { host } = await PainterHost.start();
  const { id } = await asker.ask({ prompt: "a house at dusk", ...SMALL });
  const offer = await host.offered();
  const [leaves] = offer.outputs;
  if (!leaves) throw new Error("an offer without outputs");
  const sent = tellingPng(SMALL.widthPx, SMALL.heightPx, SECRET);
  const stored = await expectJson<{ etag: string; bytes: number }>(host.upload(leaves.result, sent));
  expect(await expectJson(host.upload(leaves.result, sent))).toEqual(stored);
  const thumbnail = await expectJson<{ etag: string; bytes: number }>(
    host.upload(leaves.thumbnail, tellingPng(16, 16, SECRET)),
  );
  host.sayDone(offer, [{ ...stored, format: "png", ...SMALL, thumbnail, blurHash: "LEHV6nWB2yk8" }]);
  await host.told("job_settled");
  const [result] = (await asker.look(id)).results;
  expect(result?.bytes).toBe(stored.bytes);
  for (const url of [result?.url, result?.thumbnailUrl])
    expectMarked(new Uint8Array(await (await call("GET", pathOf(url))).arrayBuffer()));
  const packed = await asker.post("/api/v1/generations/archive", { ids: [id] });
  expectMarked(readZip(new Uint8Array(await packed.arrayBuffer())).get("001-a-house-at-dusk-1.png"));
});
