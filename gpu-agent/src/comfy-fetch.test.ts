import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { ComfyClient, ComfyUnreachable, detectGeneration } from "@llamasketch/comfyui";
import { createEasel } from "@llamasketch/easel";
import { afterAll, beforeAll, expect, it } from "vitest";
import { blankCanvas } from "./blank-canvas.ts";
import { comfyFetch } from "./comfy-fetch.ts";

let easel: Awaited<ReturnType<typeof createEasel>>;
let client: ComfyClient;
beforeAll(async () => {
  easel = await createEasel({ port: 0 });
  client = new ComfyClient({ baseUrl: easel.url, fetch: comfyFetch, timeoutMs: 500 });
});
afterAll(() => easel.close());

it("carries forms, bytes, JSON and refusals", async () => {
  const bytes = new Uint8Array([1, 2, 3]);
  const place = { name: "a.png", subfolder: "fetch", overwrite: true };
  expect(await client.uploadImage(bytes, place)).toMatchObject({ name: "a.png", subfolder: "fetch" });
  expect(await client.view({ filename: "a.png", subfolder: "fetch", type: "input" })).toEqual(bytes);
  await client.putFrame("fetch", new Uint8Array(blankCanvas(64, 1).bytes));
  expect(await detectGeneration(client)).toBeDefined();
  const bad = client.submit({}, { promptId: crypto.randomUUID(), clientId: "fetch" });
  await expect(bad).rejects.toThrow(/prompt_no_outputs|no outputs/i);
});

it("gives up on a server that is not there, and on one that never answers", async () => {
  const nobody = new ComfyClient({ baseUrl: "http://127.0.0.1:9", fetch: comfyFetch, timeoutMs: 500 });
  await expect(nobody.systemStats()).rejects.toBeInstanceOf(ComfyUnreachable);
  const silent = createServer().listen(0, "127.0.0.1");
  await once(silent, "listening");
  const { port } = silent.address() as AddressInfo;
  const deaf = new ComfyClient({ baseUrl: `http://127.0.0.1:${port}`, fetch: comfyFetch, timeoutMs: 200 });
  await expect(deaf.systemStats()).rejects.toBeInstanceOf(ComfyUnreachable);
  silent.close();
});
