import {
  ComfyInterrupted,
  ComfyLost,
  cancelPrompt,
  comfyWorkflows,
  detectGeneration,
  fillWorkflow,
  fitness,
  reconcile,
  runPromptForFiles,
  sizeOf,
  warmUpWorkflow,
} from "@llamasketch/comfyui";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { generations } from "./generation.ts";
import type { Generation } from "./generation.ts";
import type { ModelFile } from "./model-shelf.ts";
import { openBench, smallGraph } from "./test-bench.ts";
import type { Bench } from "./test-bench.ts";

const models: ModelFile[] = comfyWorkflows.flatMap((workflow) =>
  workflow.files.map(({ folder, name }) => ({ folder, name })),
);
const open = (generation: Generation, more: object = {}): Promise<Bench> =>
  openBench({ generation, models, ...more });

describe.each(generations)("as ComfyUI %s", (generation) => {
  let bench: Bench;
  beforeAll(async () => void (bench = await open(generation)));
  afterAll(() => bench.close());
  const newer = generation === "0.38.1";

  it("is recognised", async () => {
    expect(await detectGeneration(bench.client)).toEqual({
      version: generation,
      jobsApi: newer,
      easel: "0.1.0",
    });
  });

  it.each(comfyWorkflows.map((workflow) => [workflow.id, workflow] as const))(
    "runs %s when it is fit for it",
    async (_id, workflow) => {
      const fit = fitness(await bench.client.objectInfo(), workflow);
      if (workflow.id.startsWith("flux2") && !newer) {
        expect(fit).toMatchObject({ fit: false, missingNodes: expect.arrayContaining(["Flux2Scheduler"]) });
        return;
      }
      expect(fit).toEqual({ fit: true });
      const request = { quality: "draft", prompt: "a house at dusk", seed: 3, image: bench.image } as const;
      const filled = fillWorkflow(workflow, request);
      if (workflow.makes === "clip") {
        const options = { ...filled, ...bench, promptId: crypto.randomUUID() };
        const [file] = await runPromptForFiles(options);
        const { pages, delay, width, height } = await sharp(await bench.client.view(file!)).metadata();
        expect([width, height]).toEqual([...sizeOf(workflow, "draft")]);
        expect(pages).toBe(25);
        expect(delay!.reduce((sum, ms) => sum + ms, 0) / 1000).toBeCloseTo(4.175, 2);
        return;
      }
      const [picture] = await bench.run(filled);
      const { width, height } = await sharp(picture!.bytes).metadata();
      expect([width, height]).toEqual([...sizeOf(workflow, "draft")]);
      expect(await bench.run(warmUpWorkflow(workflow, { quality: "draft" }))).toHaveLength(1);
    },
    60_000,
  );

  it("is unfit without the file", async () => {
    bench.easel.faults.set("missing-model", "sd_turbo.safetensors");
    const turbo = comfyWorkflows.find(({ id }) => id === "sd-turbo-image-to-image")!;
    expect(fitness(await bench.client.objectInfo(), turbo)).toMatchObject({
      fit: false,
      missingChoices: ["CheckpointLoaderSimple.ckpt_name: sd_turbo.safetensors"],
    });
    bench.easel.faults.clear("missing-model");
  });

  it("tells every step, and shows previews where they are on", async () => {
    const shown = await open(generation, { previews: true });
    const kinds: string[] = [];
    shown.socket.listen((event) => {
      if (event.kind === "image") kinds.push(event.mime);
      if (event.kind === "progress" && event.node === "sample") kinds.push(`${event.value}/${event.max}`);
    });
    const turbo = comfyWorkflows.find(({ id }) => id === "sdxl-turbo-image-to-image")!;
    await shown.run(fillWorkflow(turbo, { quality: "full", seed: 1, image: shown.image }));
    const steps = [1, 2, 3, 4].flatMap((step) => ["image/jpeg", `${step}/4`]);
    expect(kinds).toEqual([...steps, "image/png"]);
    await shown.close();
  });

  it("cancels between steps, a queued one too, and says what became of it", async () => {
    const slow = await open(generation, { paintDelayMs: 2000 });
    const turbo = comfyWorkflows.find(({ id }) => id === "sd-turbo-image-to-image")!;
    const graph = (seed: number): ReturnType<typeof fillWorkflow> =>
      fillWorkflow(turbo, { quality: "final", seed, image: slow.image });
    const [running, queued] = [crypto.randomUUID(), crypto.randomUUID()];
    const began = performance.now();
    const first = slow.run(graph(1), { promptId: running, jobsApi: newer });
    const second = slow.run(graph(2), { promptId: queued, jobsApi: newer });
    const ends = Promise.allSettled([first, second]);
    await expect.poll(async () => (await slow.client.queue()).pending.length).toBe(1);
    expect(await cancelPrompt(slow.client, queued, { jobsApi: newer })).toBe("cancelled");
    expect(await cancelPrompt(slow.client, running, { jobsApi: newer })).toBe("cancelled");
    expect(await cancelPrompt(slow.client, running, { jobsApi: newer })).toBe("cancelled");
    expect(await cancelPrompt(slow.client, crypto.randomUUID(), { jobsApi: newer })).toBe("unknown");
    expect(performance.now() - began).toBeLessThan(1900);
    const [a, b] = await ends;
    expect(a).toMatchObject({ status: "rejected", reason: expect.any(ComfyInterrupted) });
    expect(b).toMatchObject({ status: "rejected", reason: expect.any(ComfyLost) });
    expect(await reconcile(slow.client, running, newer)).toBeInstanceOf(ComfyInterrupted);
    await slow.close();
  });

  it("keeps or drops what another prompt does not use", async () => {
    const cached: number[] = [];
    const stop = bench.socket.listen((event) => {
      if (event.kind === "cached") cached.push(event.nodes.length);
    });
    for (const graph of [a(1), a(2), a(1)]) await bench.run(graph);
    stop();
    expect(cached.at(-1)).toBe(newer ? 2 : 0);
    function a(color: number): ReturnType<typeof smallGraph> {
      const inputs = { width: 16, height: 16, batch_size: 1, color };
      return {
        outputNode: "c",
        graph: {
          a: { class_type: "EmptyImage", inputs },
          b: { class_type: "ImageInvert", inputs: { image: ["a", 0] } },
          c: { class_type: "SaveImageWebsocket", inputs: { images: ["b", 0] } },
        },
      };
    }
  });
});

describe("what only 0.38.1 does", () => {
  let bench: Bench;
  beforeAll(async () => void (bench = await open("0.38.1")));
  afterAll(() => bench.close());
  const get = async (path: string): Promise<[number, unknown]> => {
    const response = await fetch(bench.easel.url + path);
    const text = await response.text();
    return [response.status, text === "" ? "" : JSON.parse(text)];
  };
  const post = async (path: string, body: unknown): Promise<[number, unknown]> => {
    const response = await fetch(bench.easel.url + path, { method: "POST", body: JSON.stringify(body) });
    return [response.status, await response.json()];
  };
  const image = { class_type: "EmptyImage", inputs: { width: 8, height: 8, batch_size: 1, color: 0 } };
  const save = (from: string): object => ({
    class_type: "SaveImage",
    inputs: { images: [from, 0], filename_prefix: "j" },
  });

  it("takes UUIDs only", async () => {
    for (const prompt_id of [
      "hello",
      5,
      "4B2F1A7E-0000-4000-8000-000000000000",
      "4b2f1a7e00004000800000000000000",
    ]) {
      const [status, reply] = await post("/prompt", { prompt: { image, save: save("image") }, prompt_id });
      expect([status, reply]).toMatchObject([400, { error: { type: "invalid_prompt_id" } }]);
    }
    expect((await post("/prompt", { prompt: { image, save: save("image") }, prompt_id: null }))[0]).toBe(200);
  });

  it("names unknown classes and circles", async () => {
    const prompt = { x: { class_type: "Nope", inputs: {}, _meta: { title: "My node" } }, save: save("x") };
    expect(await post("/prompt", { prompt })).toMatchObject([
      400,
      {
        error: {
          type: "missing_node_type",
          message: "Node 'My node' not found. The custom node may not be installed.",
          extra_info: { node_id: "x", class_type: "Nope", node_title: "My node" },
        },
      },
    ]);
    const invert = (from: string): object => ({ class_type: "ImageInvert", inputs: { image: [from, 0] } });
    const circle = { a: invert("b"), b: invert("a"), save: save("a") };
    expect(await post("/prompt", { prompt: circle })).toMatchObject([
      400,
      {
        node_errors: {
          a: {
            errors: [
              { type: "dependency_cycle", details: "a (ImageInvert) -> b (ImageInvert) -> a (ImageInvert)" },
            ],
          },
        },
      },
    ]);
  });

  it("lists, filters and pages jobs", async () => {
    const ids = [crypto.randomUUID(), crypto.randomUUID()];
    for (const prompt_id of ids) {
      const extra_data = { extra_pnginfo: { workflow: { id: `w-${prompt_id}` } } };
      await post("/prompt", { prompt: { image, save: save("image") }, prompt_id, extra_data });
    }
    await expect.poll(async () => (await bench.client.queue()).running.length).toBe(0);
    await expect.poll(() => bench.client.job(ids[1]!)).toMatchObject({ status: "completed" });
    const [, list] = await get(`/api/jobs?workflow_id=w-${ids[0]}&status=completed`);
    expect(list).toMatchObject({
      jobs: [
        {
          id: ids[0],
          status: "completed",
          outputs_count: 1,
          preview_output: { nodeId: "save", mediaType: "images" },
        },
      ],
      pagination: { offset: 0, limit: null, total: 1, has_more: false },
    });
    expect(await get("/api/jobs?limit=1&sort_order=asc")).toMatchObject([
      200,
      { pagination: { limit: 1, has_more: true } },
    ]);
    expect(await get(`/api/jobs/${ids[0]}`)).toMatchObject([
      200,
      {
        outputs: { save: { images: [{ type: "output" }] } },
        execution_status: { completed: true },
        workflow: { prompt: {} },
      },
    ]);
    expect(await get(`/api/jobs/${crypto.randomUUID()}`)).toEqual([404, { error: "Job not found" }]);
    for (const query of ["status=nope", "sort_by=x", "sort_order=x", "limit=0", "limit=x", "offset=x"])
      expect((await get(`/api/jobs?${query}`))[0], query).toBe(400);
    expect((await get("/jobs"))[0]).toBe(404);
    expect((await get("/api/api/jobs"))[0]).toBe(200);
  });

  it("cancels many, refuses what is no id", async () => {
    expect(await post("/api/jobs/cancel", { job_ids: ["x", {}] })).toMatchObject([
      400,
      { invalid_ids: ["x", "{}"] },
    ]);
    expect(await post("/api/jobs/cancel", { job_ids: "x" })).toEqual([
      400,
      { error: "job_ids must be a list" },
    ]);
    expect(await post("/api/jobs/cancel", { job_ids: [crypto.randomUUID()] })).toEqual([
      200,
      { cancelled: false },
    ]);
  });

  it("refuses requests from other sites, and crops by a box", async () => {
    const response = await fetch(`${bench.easel.url}/prompt`, {
      headers: { "sec-fetch-site": "cross-site" },
    });
    expect(response.status).toBe(403);
    const crop_region = { x: 2, y: 1, width: 3, height: 4 };
    const prompt = {
      image,
      crop: { class_type: "ImageCropV2", inputs: { image: ["image", 0], crop_region } },
      save: { class_type: "SaveImageWebsocket", inputs: { images: ["crop", 0] } },
    };
    const pictures = bench.run({ graph: prompt as never, outputNode: "save" });
    expect(await sharp((await pictures)[0]!.bytes).metadata()).toMatchObject({ width: 3, height: 4 });
  });

  it("tells its features on the socket", async () => {
    const socket = new WebSocket(`${bench.easel.url.replace("http", "ws")}/ws`);
    const flags = new Promise((resolve) =>
      socket.on("message", (data) => {
        const message = JSON.parse(String(data)) as { type: string; data: unknown };
        if (message.type === "feature_flags") resolve(message.data);
      }),
    );
    socket.on("open", () => socket.send(JSON.stringify({ type: "feature_flags", data: {} })));
    expect(Object.keys((await flags) as object)).toEqual([
      "supports_preview_metadata",
      "supports_model_type_tags",
      "max_upload_size",
      "extension",
      "node_replacements",
      "assets",
    ]);
    socket.terminate();
  });
});
