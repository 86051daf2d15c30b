/** The client package against the Worker itself. */
import { exports } from "cloudflare:workers";
import { MediaClient, MediaError } from "@llamasketch/media-client";
import { afterEach, beforeAll, expect, test } from "vitest";
import { newKeyOf, newPerson } from "../http/cast.ts";
import { png } from "../images.ts";
import { JobHost, endAllJobs } from "../jobs/stage.ts";
import { give } from "../people.ts";
import { ORIGIN } from "../wire.ts";
import { readZip } from "../zip.ts";

const ASKED = { prompt: "a house at dusk", widthPx: 256, heightPx: 256, model: "painter" } as const;

let apiKey: string;
beforeAll(async () => {
  const person = await newPerson();
  await give(person.cookie, 100);
  apiKey = await newKeyOf(person, ["generations:read", "generations:write"]);
});
afterEach(endAllJobs);

/** Over the Worker's own door; `fail` calls fail before it opens. */
function client(fail = 0, key = apiKey): MediaClient {
  let left = fail;
  return new MediaClient({
    baseUrl: `${ORIGIN}/`,
    apiKey: key,
    fetch: (url, init) =>
      left-- > 0 ? Promise.reject(new TypeError("network")) : exports.default.fetch(url, init),
  });
}

test("sends a picture of one's own and has it enlarged", async () => {
  const host = await JobHost.start();
  host.ask({ workflows: ["painter-upscale"] });
  const api = client(1);
  const { id: upload } = await api.upload(new Blob([png(128, 80)], { type: "image/png" }));
  const { id } = await api.generate({ kind: "upscale", image: { upload }, scale: 4 });
  await host.finish(await host.offered());
  expect((await api.ended(id)).results).toMatchObject([{ widthPx: 512, heightPx: 320 }]);
  expect((await api.uploads()).map((one) => one.id)).toEqual([upload]);
  await api.removeUpload(upload);
  expect(await api.uploads()).toEqual([]);
  await expect(api.removeUpload(upload)).rejects.toThrow(MediaError);
});

test("asks, watches, and has its picture; a call that broke off is said again and costs once", async () => {
  const host = await JobHost.start();
  host.ask();
  const api = client(1);
  const { id } = await api.generate(ASKED);
  const ended = api.ended(id);
  await host.finish(await host.offered());
  const done = await ended;
  expect([done.state, done.results.length]).toEqual(["succeeded", 1]);
  const { generations } = await api.list({ limit: 1 });
  expect(generations.map((one) => one.id)).toEqual([id]);
});

test("looks for some, packs them, and has one deleted", async () => {
  const host = await JobHost.start();
  host.ask();
  const api = client();
  const { id } = await api.generate({ ...ASKED, prompt: "a quiet harbour" });
  await host.finish(await host.offered());
  const filter = { q: "harbour", state: "succeeded", results: "true", model: "painter" } as const;
  expect((await api.list(filter)).generations.map((one) => one.id)).toEqual([id]);
  const files = readZip(new Uint8Array(await new Response(await api.archive([id])).arrayBuffer()));
  expect([...files.keys()]).toEqual(["001-a-quiet-harbour-1.png", "generations.json"]);
  await api.remove(id);
  expect((await api.list(filter)).generations).toEqual([]);
  await expect(api.remove(id)).rejects.toMatchObject({ status: 404, code: "not_found" });
});

test("promised prices, cancelling, and what is refused in words", async () => {
  const api = client();
  const quote = await api.quote(ASKED);
  const { id, credits } = await api.generate({ ...ASKED, quote: quote.id });
  expect(credits).toBe(quote.units);
  expect((await api.cancel(id)).state).toBe("cancelled");
  expect((await api.ended(id)).state).toBe("cancelled");
  const error = await api.generate({ ...ASKED, widthPx: 7 }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(MediaError);
  expect(error).toMatchObject({
    status: 400,
    code: "bad_request",
    fields: { widthPx: expect.any(String) as string },
  });
  await expect(client(0, "lsk_nonsense").get(id)).rejects.toMatchObject({
    status: 401,
    code: "unauthorized",
  });
});

test("what stands in front of the API may answer anything: it is still an error of this client", async () => {
  for (const body of ["<h1>Bad request</h1>", "{}", '{"error":"no"}', "null"]) {
    const fetch = () => Promise.resolve(new Response(body, { status: 400 }));
    const api = new MediaClient({ baseUrl: ORIGIN, apiKey, fetch });
    await expect(api.list()).rejects.toMatchObject({ name: "MediaError", status: 400, code: "unknown" });
  }
});
