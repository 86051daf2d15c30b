import { ComfyClient, ComfyInterrupted, connectComfy, fillWorkflow, workflowOf } from "@llamasketch/comfyui";
import type { ComfyGraph, ComfyNode, ComfyWorkflow } from "@llamasketch/comfyui";
import { afterEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { PauseBoard } from "./engine/pause-board.ts";
import { openBench, smallGraph } from "./test-bench.ts";
import type { Bench } from "./test-bench.ts";

const stepMs = 60;
const checkpoint = "sd_xl_base_1.0.safetensors";
const template = workflowOf("sdxl-text-to-image")!;

/** Twenty steps under a key. */
function pausable(key: string, seed = 3): ComfyWorkflow {
  const filled = fillWorkflow(template, { quality: "draft", seed, prompt: "a house" });
  const sample = filled.graph["sample"]!;
  const paused: ComfyNode = {
    class_type: "LlamaSketchKSampler",
    inputs: { ...sample.inputs, pause_key: key },
  };
  return { ...filled, graph: { ...filled.graph, sample: paused } satisfies ComfyGraph };
}

let bench: Bench;
afterEach(() => bench.close());
const open = async (more: object = {}): Promise<void> => {
  const models = [{ folder: "checkpoints", name: checkpoint }] as const;
  bench = await openBench({ models, device: { stepMs: { [checkpoint]: stepMs } }, ...more });
};
const ask = async (method: string, key: string): Promise<[status: number, body: unknown]> => {
  const response = await fetch(`${bench.easel.url}/llamasketch/pause/${key}`, { method });
  const text = await response.text();
  return [response.status, text.startsWith("{") ? JSON.parse(text) : text];
};
const stateOf = async (key: string): Promise<unknown> => (await ask("GET", key))[1];
const reached = (key: string, step: number) =>
  expect
    .poll(async () => ((await stateOf(key)) as { step?: number }).step ?? 0, { interval: 5, timeout: 5000 })
    .toBeGreaterThanOrEqual(step);

describe("a pausing sampler", { timeout: 20_000 }, () => {
  it("rests at the next step, lets another prompt through, and ends as if nothing had been", async () => {
    await open();
    const [whole] = await bench.run(pausable("whole"));
    const steps: number[] = [];
    const onProgress = (step: number): void => void steps.push(step);
    const first = bench.run(pausable("job-1"), { onProgress }).catch((error: unknown) => error);
    await reached("job-1", 3);
    const [status, asked] = await ask("PUT", "job-1");
    expect([status, asked]).toMatchObject([202, { state: "running" }]);
    expect(await first).toBeInstanceOf(ComfyInterrupted);
    const step = (asked as { step: number }).step + 1;
    expect(await stateOf("job-1")).toEqual({ state: "parked", step, steps: 20 });
    await bench.run(smallGraph(bench.image));
    const [picture] = await bench.run(pausable("job-1"), { onProgress });
    expect(steps).toEqual(Array.from({ length: 20 }, (_, at) => at + 1));
    expect(Buffer.compare(picture!.bytes, whole!.bytes)).toBe(0);
    expect(await stateOf("job-1")).toEqual({ state: "none" });
  });

  it("is not asked for its words and models again, while it is parked", async () => {
    await open();
    const first = bench.run(pausable("job-1")).catch((error: unknown) => error);
    await reached("job-1", 1);
    await ask("PUT", "job-1");
    await first;
    // Drops every other result, as another workflow does on a classic cache.
    await bench.run(smallGraph(bench.image));
    const began: string[] = [];
    bench.socket.listen((event) => {
      if (event.kind === "executing" && event.node !== null) began.push(event.node);
    });
    await bench.run(pausable("job-1"));
    // The checkpoint only for its VAE.
    expect(began).toEqual(["model", "sample", "decode", "save"]);
  });

  it("begins anew when it was forgotten", async () => {
    await open();
    const first = bench.run(pausable("job-1")).catch((error: unknown) => error);
    await reached("job-1", 2);
    await ask("PUT", "job-1");
    await first;
    expect((await ask("DELETE", "job-1"))[0]).toBe(204);
    expect((await ask("DELETE", "job-1"))[0]).toBe(404);
    const steps: number[] = [];
    await bench.run(pausable("job-1"), { onProgress: (step) => void steps.push(step) });
    expect(steps).toHaveLength(20);
  });

  it("does not begin when it was asked before, and can still be cancelled for good", async () => {
    await open();
    await ask("PUT", "job-1");
    await expect(bench.run(pausable("job-1"))).rejects.toBeInstanceOf(ComfyInterrupted);
    expect(await stateOf("job-1")).toEqual({ state: "none" });
    const promptId = crypto.randomUUID();
    const second = bench.run(pausable("job-1"), { promptId }).catch((error: unknown) => error);
    await reached("job-1", 1);
    await bench.client.interrupt(promptId);
    expect(await second).toBeInstanceOf(ComfyInterrupted);
    expect(await stateOf("job-1")).toEqual({ state: "none" });
  });

  it("refuses keys that are none, and samplers that do not exist", async () => {
    await open();
    for (const key of ["a%2Fb", "..", "%20", "a".repeat(129)])
      expect([400, 404], key).toContain((await ask("PUT", key))[0]);
    await expect(bench.run(pausable("a/b"))).rejects.toMatchObject({
      type: "prompt_outputs_failed_validation",
    });
    const graph = pausable("job-1");
    const sample = graph.graph["sample"]!;
    const wrong = { ...sample, inputs: { ...sample.inputs, sampler_name: "nope" } };
    await expect(bench.run({ ...graph, graph: { ...graph.graph, sample: wrong } })).rejects.toMatchObject({
      type: "prompt_outputs_failed_validation",
    });
    expect((await ask("POST", "job-1"))[0]).toBe(404);
  });
});

describe("a device with little memory", () => {
  it("takes its time to change models, and none for the one that is there", { timeout: 30_000 }, async () => {
    const swapMs = 2000;
    const models = ["a", "b"].map(
      (name) => ({ folder: "checkpoints", name: `${name}.safetensors` }) as const,
    );
    const stepsOf = { "a.safetensors": 1, "b.safetensors": 1 };
    await open({ models, device: { stepMs: stepsOf, swapMs, resident: 1 } });
    const client = new ComfyClient({ baseUrl: bench.easel.url, fetch });
    const socket = await connectComfy({ baseUrl: bench.easel.url, WebSocket });
    const took = async (name: string, seed: number): Promise<number> => {
      const files = { checkpoint: `${name}.safetensors` };
      const began = performance.now();
      await bench.run(fillWorkflow(template, { quality: "draft", seed, size: [64, 64] }, { files }), {
        client,
        socket,
      });
      return performance.now() - began;
    };
    await took("a", 1);
    expect(await took("a", 2)).toBeLessThan(swapMs);
    expect(await took("b", 3)).toBeGreaterThanOrEqual(swapMs - 2);
    expect(await took("a", 4)).toBeGreaterThanOrEqual(swapMs - 2);
    socket.close();
  });
});

describe("the board", () => {
  it("forgets requests after a minute and what is parked after a quarter of an hour, and has room for two", () => {
    let nowMs = 0;
    const board = new PauseBoard<string>(() => nowMs);
    board.ask("a");
    nowMs = 60_001;
    expect(board.takesPause("a", 1, 9)).toBe(false);
    for (const key of ["a", "b", "c"]) board.park(key, { work: key, step: 1, steps: 9 });
    expect(["a", "b", "c"].map((key) => board.isParked(key))).toEqual([false, true, true]);
    nowMs += 900_001;
    expect(board.isParked("c")).toBe(false);
  });

  it("takes no pause at the last step, and one request for one pause", () => {
    const board = new PauseBoard<string>(() => 0);
    board.begin("a");
    board.ask("a");
    expect(board.takesPause("a", 9, 9)).toBe(false);
    expect(board.takesPause("a", 8, 9)).toBe(true);
    expect(board.takesPause("a", 8, 9)).toBe(false);
  });
});
