/** What ComfyUI's own page and other programs rely on: seeds of 64 bits, pictures that hold their workflow, a user's files. */
import { mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createEasel } from "./easel.ts";
import type { Easel } from "./easel.ts";
import { parseExact, writeExact, writePython } from "./engine/exact-json.ts";

const largest = "18446744073709551615";
const file = "easel-painter.safetensors";

let easel: Easel;
let page: string;
beforeAll(async () => {
  page = mkdtempSync(join(tmpdir(), "easel-page-"));
  writeFileSync(join(page, "index.html"), "<!doctype html><title>page</title>");
  symlinkSync("/etc/hostname", join(page, "out.html"));
  easel = await createEasel({
    port: 0,
    generation: "0.38.1",
    frontEndRoot: page,
    models: [{ folder: "checkpoints", name: file }],
  });
});
afterAll(() => easel.close());

const ask = (path: string, init: RequestInit = {}): Promise<Response> => fetch(easel.url + path, init);

/** As text: what a program in another language writes, which no `JSON.stringify` could. */
const graph = (seed: string, text = "a red barn — “dusk” 🎨"): string =>
  `{"3":{"class_type":"KSampler","inputs":{"seed":${seed},"steps":1,"cfg":7,"sampler_name":"euler","scheduler":"normal","denoise":1,"model":["4",0],"positive":["6",0],"negative":["6",0],"latent_image":["5",0]}},` +
  `"4":{"class_type":"CheckpointLoaderSimple","inputs":{"ckpt_name":"${file}"}},"5":{"class_type":"EmptyLatentImage","inputs":{"width":64,"height":64,"batch_size":1}},` +
  `"6":{"class_type":"CLIPTextEncode","inputs":{"text":${JSON.stringify(text)},"clip":["4",1]}},"8":{"class_type":"VAEDecode","inputs":{"samples":["3",0],"vae":["4",2]}},` +
  `"9":{"class_type":"SaveImage","inputs":{"filename_prefix":"p","images":["8",0]}}}`;
const submit = (prompt: string, extra = "{}"): Promise<Response> =>
  ask("/prompt", { method: "POST", body: `{"prompt":${prompt},"extra_data":${extra}}` });
async function paint(prompt: string, extra?: string): Promise<{ history: string; picture: Buffer }> {
  const answer = await submit(prompt, extra);
  const { prompt_id: id } = (await answer.json()) as { prompt_id: string };
  let history = "{}";
  await expect
    .poll(async () => (history = await (await ask(`/history/${id}`)).text()), {
      timeout: 20_000,
      interval: 10,
    })
    .not.toBe("{}");
  const name = /"filename":"([^"]+)"/.exec(history)?.[1] ?? "";
  return { history, picture: Buffer.from(await (await ask(`/view?filename=${name}`)).arrayBuffer()) };
}
/** The texts of a PNG, as any reader finds them. */
function textsOf(png: Buffer): Record<string, string> {
  const texts: Record<string, string> = {};
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    if (png.toString("latin1", at + 4, at + 8) !== "tEXt") continue;
    const data = png.subarray(at + 8, at + 8 + png.readUInt32BE(at)).toString("latin1");
    texts[data.slice(0, data.indexOf("\0"))] = data.slice(data.indexOf("\0") + 1);
  }
  return texts;
}

describe("whole numbers of 64 bits", () => {
  it("are read and written exactly, and only where a double does not hold them", () => {
    const text = `{"a":${largest},"b":[-9007199254740993,9007199254740991,1e300,0.5],"c":"${largest}"}`;
    expect(parseExact(text)).toEqual({
      a: 2n ** 64n - 1n,
      b: [-9007199254740993n, 9007199254740991, 1e300, 0.5],
      c: largest,
    });
    expect(writeExact(parseExact(text))).toBe(text.replace("1e300", "1e+300"));
    expect(writePython({ a: 2n ** 64n - 1n, b: [1, "é🎨", null, true], c: undefined })).toBe(
      `{"a": ${largest}, "b": [1, "\\u00e9\\ud83c\\udfa8", null, true]}`,
    );
  });

  it("are seeds up to the last, each a picture of its own; larger ones are refused by name", async () => {
    const shown = await (await ask("/object_info/KSampler")).text();
    expect(shown).toContain(`"max":${largest}`);
    const [one, other] = [await paint(graph(largest)), await paint(graph("18446744073709551614"))];
    expect(one.history).toContain(`"seed":${largest}`);
    const pixels = (png: Buffer): Promise<Buffer> => sharp(png).raw().toBuffer();
    expect((await pixels(one.picture)).equals(await pixels(other.picture))).toBe(false);
    // As text, as some programs send them.
    expect((await submit(graph(`"${largest}"`))).status).toBe(200);
    for (const seed of ["18446744073709551616", '"18446744073709551616"', "-1"]) {
      const refused = await submit(graph(seed));
      expect(refused.status).toBe(400);
      expect(await refused.text()).toMatch(/value_(bigger_than_max|smaller_than_min)/);
    }
  });
});

describe("a saved picture", () => {
  it("holds its prompt and its workflow as ComfyUI writes them, so that it opens again", async () => {
    const workflow = `{"id":"w","nodes":[{"id":3,"widgets_values":[${largest},"é"]}]}`;
    const { picture } = await paint(
      graph("18446744073709551612"),
      `{"extra_pnginfo":{"workflow":${workflow}}}`,
    );
    const texts = textsOf(picture);
    expect(Object.keys(texts)).toEqual(["prompt", "workflow"]);
    expect(texts.workflow).toBe(
      `{"id": "w", "nodes": [{"id": 3, "widgets_values": [${largest}, "\\u00e9"]}]}`,
    );
    expect(texts.prompt).toContain(`"inputs": {"seed": 18446744073709551612, "steps": 1`);
    expect(parseExact(texts.prompt ?? "")).toEqual(parseExact(graph("18446744073709551612")));
    expect((await sharp(picture).metadata()).width).toBe(64);
    // What it is made again from is the same job.
    expect((await submit(texts.prompt ?? "")).status).toBe(200);
  });

  it("holds nothing where metadata are switched off", async () => {
    const bare = await createEasel({
      port: 0,
      metadata: false,
      models: [{ folder: "checkpoints", name: file }],
    });
    const before = easel;
    try {
      easel = bare;
      expect(textsOf((await paint(graph("1"))).picture)).toEqual({});
    } finally {
      easel = before;
      await bare.close();
    }
  });
});

describe("the page", () => {
  it("is shown from a folder, with nothing from outside of it, and never under /api", async () => {
    const index = await ask("/");
    expect([index.status, index.headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
    for (const path of [
      "/nothing.js",
      "/out.html",
      "/%2e%2e/etc/hostname",
      "/..%2f..%2fetc%2fhostname",
      "/api/index.html",
    ])
      expect([path, (await ask(path)).status]).toEqual([path, 404]);
  });

  it("finds what it asks for at its start", async () => {
    for (const path of [
      "/experiment/models",
      "/experiment/models/checkpoints",
      "/workflow_templates",
      "/global_subgraphs",
      "/node_replacements",
      "/i18n",
      "/extensions",
      "/users",
      "/settings",
      "/object_info",
      "/system_stats",
      "/embeddings",
      "/features",
    ])
      for (const prefix of ["", "/api"]) {
        const answer = await ask(prefix + path);
        expect([prefix + path, answer.status]).toEqual([prefix + path, 200]);
        await answer.json();
      }
    expect(await (await ask("/api/experiment/models/checkpoints")).json()).toMatchObject([
      { name: file, pathIndex: 0 },
    ]);
    expect(await (await ask(`/view_metadata/checkpoints?filename=${file}`)).json()).toMatchObject({
      "modelspec.author": "easel",
    });
    for (const path of [
      "/view_metadata/checkpoints?filename=x.safetensors",
      "/view_metadata/nothing?filename=x",
      "/experiment/models/nothing",
      "/global_subgraph",
    ])
      expect([path, (await ask(path)).status]).toEqual([path, 404]);
  });

  it("keeps settings and files while the server runs", async () => {
    const post = (path: string, body: string) => ask(path, { method: "POST", body });
    expect(await (await ask("/settings/Comfy.A")).json()).toBeNull();
    await post("/settings/Comfy.A", "[1,2]");
    await post("/api/settings", `{"Comfy.B":${largest}}`);
    expect(await (await ask("/settings")).text()).toBe(`{"Comfy.A":[1,2],"Comfy.B":${largest}}`);

    const name = encodeURIComponent("workflows/sub/a.json");
    expect((await ask("/userdata?dir=workflows")).status).toBe(404);
    expect(await (await post(`/userdata/${name}`, "{}")).json()).toBe("workflows/sub/a.json");
    expect((await post(`/userdata/${name}?overwrite=false`, "{}")).status).toBe(409);
    expect(await (await post(`/userdata/${name}?full_info=true`, "{} ")).json()).toMatchObject({
      path: "workflows/sub/a.json",
      size: 3,
    });
    expect(await (await ask("/userdata?dir=workflows")).json()).toEqual([]);
    expect(await (await ask("/userdata?dir=workflows&recurse=true&split=true")).json()).toEqual([
      ["sub/a.json", "sub", "a.json"],
    ]);
    expect(await (await ask("/v2/userdata?path=workflows")).json()).toMatchObject([
      { name: "sub", path: "workflows/sub", type: "directory" },
      { name: "a.json", path: "workflows/sub/a.json", type: "file", size: 3 },
    ]);
    const moved = encodeURIComponent("workflows/b.json");
    expect(await (await post(`/userdata/${name}/move/${moved}`, "")).json()).toBe("workflows/b.json");
    const read = await ask(`/userdata/${moved}`);
    expect([await read.text(), read.headers.get("content-disposition")]).toEqual(["{} ", "attachment"]);
    expect((await ask(`/userdata/${name}`)).status).toBe(404);
    expect((await ask(`/userdata/${moved}`, { method: "DELETE" })).status).toBe(204);
    for (const out of ["..%2Fx", "%2Fetc%2Fhostname"])
      expect((await post(`/userdata/${out}`, "x")).status).toBe(403);
  });
});
