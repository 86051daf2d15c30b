import { crc32, deflateSync } from "node:zlib";
import type { ComfyGraph } from "@llamasketch/comfyui";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { generations } from "./generation.ts";
import { openBench, smallGraph } from "./test-bench.ts";
import type { Bench } from "./test-bench.ts";

/** A PNG that says it is huge and holds almost nothing. */
function hugePng(side: number): Uint8Array<ArrayBuffer> {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const out = Buffer.alloc(body.length + 8);
    out.writeUInt32BE(data.length, 0);
    body.copy(out, 4);
    out.writeUInt32BE(crc32(body), body.length + 4);
    return out;
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.set([8, 2], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]);
  const pixels = deflateSync(Buffer.alloc(1_000_000));
  return new Uint8Array(
    Buffer.concat([signature, chunk("IHDR", header), chunk("IDAT", pixels), chunk("IEND", Buffer.alloc(0))]),
  );
}

describe.each(generations)("as ComfyUI %s", (generation) => {
  let bench: Bench;
  beforeAll(async () => void (bench = await openBench({ generation })));
  afterAll(() => bench.close());
  const raw = async (text: string): Promise<number> =>
    (await fetch(`${bench.easel.url}/prompt`, { method: "POST", body: text })).status;
  const alive = async (): Promise<void> =>
    void expect(await bench.run(smallGraph(bench.image))).toHaveLength(1);
  const upload = async (name: string, bytes: Uint8Array<ArrayBuffer>): Promise<string> => {
    const stored = await bench.client.uploadImage(bytes, { name, subfolder: "bad", overwrite: true });
    return `bad/${stored.name}`;
  };

  it("fails on a picture too big to hold, and lives on", async () => {
    const image = await upload("huge.png", hugePng(60_000));
    await expect(bench.run(smallGraph(image))).rejects.toMatchObject({ nodeId: "load" });
    await alive();
  });

  it("fails on sizes no machine has", async () => {
    for (const scale_by of [8, 0.01]) {
      const { graph } = smallGraph(bench.image);
      const steps: Record<string, ComfyGraph[string]> = { ...graph };
      for (let i = 0; i < 6; i++) {
        const from = i === 0 ? "scale" : `by${i - 1}`;
        const inputs = { image: [from, 0], upscale_method: "area", scale_by } as const;
        steps[`by${i}`] = { class_type: "ImageScaleBy", inputs };
      }
      steps["save"] = { class_type: "SaveImageWebsocket", inputs: { images: ["by5", 0] } };
      const run = bench.run({ graph: steps, outputNode: "save" });
      if (scale_by > 1) await expect(run).rejects.toMatchObject({ outOfMemory: true });
      else expect(await run).toHaveLength(1);
    }
    await alive();
  });

  it("takes a bare NaN as Python does: refused for whole numbers, a failed node for others", async () => {
    const nodes = (width: string, strength: string): string =>
      `{"prompt":{"1":{"class_type":"EmptyImage","inputs":{"width":${width},"height":8,"batch_size":1,"color":0}},
      "2":{"class_type":"ImageAddNoise","inputs":{"image":["1",0],"seed":1,"strength":${strength}}},
      "3":{"class_type":"SaveImageWebsocket","inputs":{"images":["2",0]}}}}`;
    expect(await raw(nodes("NaN", "0.5"))).toBe(400);
    expect(await raw(nodes("Infinity", "0.5"))).toBe(400);
    expect(await raw(nodes("8", "-Infinity"))).toBe(400);
    expect(await raw(nodes("8", "NaN"))).toBe(200);
    await alive();
  });

  it.each([
    new Uint8Array(0),
    new Uint8Array(7),
    new Uint8Array(64).fill(255),
    new TextEncoder().encode(`\x10\0\0\0\0\0\0\0{"latent_tensor"`),
    new TextEncoder().encode(
      `${String.fromCharCode(90)}\0\0\0\0\0\0\0{"latent_tensor":{"dtype":"F32","shape":[1,4,99999,99999],"data_offsets":[0,16]}}`.padEnd(
        120,
      ),
    ),
  ])("fails on the latent file %#", async (bytes) => {
    const latent = await upload("bad.latent", new Uint8Array(bytes));
    const graph = {
      a: { class_type: "LoadLatent", inputs: { latent } },
      b: { class_type: "SaveLatent", inputs: { samples: ["a", 0], filename_prefix: "x" } },
    } as const;
    await expect(bench.run({ graph, outputNode: "b" })).rejects.toMatchObject({ nodeId: "a" });
    await alive();
  });

  it.each(["../up", "/etc/x", "a/../../b", "..\\up", "a\0b/c"])(
    "saves nothing under %s",
    async (filename_prefix) => {
      const { graph } = smallGraph(bench.image);
      const save = { class_type: "SaveImage", inputs: { images: ["scale", 0], filename_prefix } } as const;
      await bench.run({ graph: { ...graph, save }, outputNode: "save" }).catch(() => undefined);
      for (const folder of ["..%2f", "%2e%2e%5c"]) {
        const response = await fetch(`${bench.easel.url}/view?filename=up_00001_.png&subfolder=${folder}`);
        expect(response.status).toBeGreaterThanOrEqual(400);
      }
      await alive();
    },
  );

  it("keeps its word about prompts it was never meant for", async () => {
    const values = [
      "null",
      "5",
      '"x"',
      "[]",
      "{}",
      '["1"]',
      '["1",0,0]',
      '["1","0"]',
      '["1",-1]',
      '[["1",0],0]',
      '{"__value__":[1]}',
    ];
    for (const value of values) {
      for (const input of ["image", "width", "upscale_method", "crop"]) {
        const inputs = `"image":["1",0],"upscale_method":"area","width":8,"height":8,"crop":"disabled"`;
        const text = `{"prompt":{"1":{"class_type":"EmptyImage","inputs":{"width":8,"height":8,"batch_size":1,"color":0}},
          "2":{"class_type":"ImageScale","inputs":{${inputs},"${input}":${value}}},
          "3":{"class_type":"SaveImageWebsocket","inputs":{"images":["2",0]}}}}`;
        expect([200, 400, 500]).toContain(await raw(text));
      }
    }
    await alive();
  });
});
