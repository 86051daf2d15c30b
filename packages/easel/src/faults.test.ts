import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  ComfyExecutionError,
  ComfyHttpError,
  ComfyInterrupted,
  ComfyLost,
  ComfyUnreachable,
  ComfyValidationError,
  cancelPrompt,
  connectComfy,
  imageToImageGraph,
  reconcile,
} from "@llamasketch/comfyui";
import type { ComfyWorkflow } from "@llamasketch/comfyui";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { faultNames } from "./faults/fault.ts";
import { painterCheckpoint } from "./nodes/loaders.ts";
import { openBench, smallGraph } from "./test-bench.ts";
import type { Bench } from "./test-bench.ts";

let bench: Bench;
beforeEach(async () => void (bench = await openBench()));
afterEach(() => bench.close());

const painting = (seed = 1): ComfyWorkflow =>
  imageToImageGraph({
    image: bench.image,
    width: 64,
    height: 64,
    prompt: "a house",
    negativePrompt: "",
    strength: 0.6,
    seed,
    checkpoint: painterCheckpoint,
    steps: 4,
    sampler: "euler",
    scheduler: "normal",
    cfg: 1,
  });
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const post = (body: unknown): Promise<Response> =>
  fetch(`${bench.easel.url}/easel/faults`, { method: "POST", body: JSON.stringify(body) });

describe("the switchboard", () => {
  it("lists, sets, counts down and clears at run time", async () => {
    const shown = (await (await fetch(`${bench.easel.url}/easel/faults`)).json()) as {
      active: unknown[];
      known: { name: string }[];
    };
    expect(shown.known.map(({ name }) => name)).toEqual([...faultNames]);
    expect(shown.active).toEqual([{ name: "same-id", arg: null, timesLeft: null }]);
    expect((await post({ name: "truncated-frame", times: 1 })).status).toBe(200);
    await expect(bench.run(smallGraph(bench.image))).rejects.toMatchObject({ reason: "no_picture" });
    expect(await bench.run(smallGraph(bench.image))).toHaveLength(1);
    await post({ name: "hang" });
    await fetch(`${bench.easel.url}/easel/faults?name=hang`, { method: "DELETE" });
    expect(bench.easel.faults.peek("hang")).toBeNull();
    await fetch(`${bench.easel.url}/easel/faults`, { method: "DELETE" });
    expect(bench.easel.faults.list()).toEqual([]);
  });

  it.each([{}, { name: "fire" }, { name: "oom", times: 0 }, { name: "oom", times: "x" }, [], "x"])(
    "refuses %o",
    async (body) => expect((await post(body)).status).toBe(400),
  );
});

describe("faults", () => {
  it("crash: in a process it ends it", async () => {
    const main = new URL("./main.ts", import.meta.url).pathname;
    const child = spawn(process.execPath, [main, "--port", "0", "--fault", "crash"]);
    const [line] = (await once(child.stdout, "data")) as [Buffer];
    const url = /http:\S+/.exec(String(line))![0];
    const graph = {
      a: { class_type: "EmptyImage", inputs: { width: 8, height: 8, batch_size: 1, color: 0 } },
      b: { class_type: "PreviewImage", inputs: { images: ["a", 0] } },
    };
    const exited = once(child, "exit");
    await fetch(`${url}/prompt`, { method: "POST", body: JSON.stringify({ prompt: graph }) }).catch(
      () => null,
    );
    expect((await exited)[0]).toBe(139);
  });

  it("crash: inside a test it drops everything at once", async () => {
    bench.easel.faults.set("crash");
    await expect(bench.run(smallGraph(bench.image))).rejects.toMatchObject({ reason: "socket_closed" });
    await expect(bench.client.systemStats()).rejects.toBeInstanceOf(ComfyUnreachable);
  });

  it("hang: HTTP answers, nothing moves, an interrupt changes nothing; then it goes on", async () => {
    bench.easel.faults.set("hang");
    const promptId = crypto.randomUUID();
    const run = bench.run(smallGraph(bench.image), { promptId });
    await pause(100);
    expect((await bench.client.queue()).running[0]?.promptId).toBe(promptId);
    expect((await bench.client.systemStats()).version).toBe("0.3.64");
    bench.easel.faults.clear("hang");
    expect(await run).toHaveLength(1);
    bench.easel.faults.set("hang");
    const stuck = crypto.randomUUID();
    const second = bench.run(smallGraph(bench.image), { promptId: stuck });
    const end = expect(second).rejects.toBeInstanceOf(ComfyInterrupted);
    await expect.poll(async () => (await bench.client.queue()).running.length).toBe(1);
    const cancelled = cancelPrompt(bench.client, stuck, { jobsApi: false, tries: 4, waitMs: 10 });
    expect(await cancelled).toBe("still_running");
    bench.easel.faults.clear("hang");
    await end;
  });

  it("oom: samplers fail until the memory is freed, other graphs run", async () => {
    bench.easel.faults.set("oom");
    for (const seed of [1, 2])
      await expect(bench.run(painting(seed))).rejects.toMatchObject({ outOfMemory: true });
    expect(await bench.run(smallGraph(bench.image))).toHaveLength(1);
    await bench.client.free();
    expect(await bench.run(painting())).toHaveLength(1);
    bench.easel.faults.set("oom", "always");
    await bench.client.free();
    await expect(bench.run(painting(2))).rejects.toMatchObject({ outOfMemory: true });
  });

  it("cuda: fails for good, freeing does not help", async () => {
    bench.easel.faults.set("cuda");
    for (const seed of [1, 2]) {
      const failed = bench.run(painting(seed));
      await expect(failed).rejects.toBeInstanceOf(ComfyExecutionError);
      await expect(failed).rejects.toThrow("CUDA error");
      await bench.client.free();
    }
  });

  it("slow: takes that many times as long", async () => {
    bench.easel.faults.set("slow", "20");
    const began = performance.now();
    await bench.run(smallGraph(bench.image));
    expect(performance.now() - began).toBeGreaterThan(250);
  });

  it("garbage-frame: the picture never comes, the rest does", async () => {
    bench.easel.faults.set("garbage-frame", null, 1);
    await expect(bench.run(smallGraph(bench.image))).rejects.toMatchObject({ reason: "no_picture" });
  });

  it("lost-socket: drops the owner in mid-run; the server goes on", async () => {
    bench.easel.faults.set("lost-socket", null, 1);
    const promptId = crypto.randomUUID();
    const lost = bench.run(smallGraph(bench.image), { promptId });
    await expect(lost).rejects.toBeInstanceOf(ComfyLost);
    await expect.poll(() => bench.client.history(promptId)).toMatchObject({ succeeded: true });
  });

  it("same-id: the second socket goes deaf, unless the fault is off", async () => {
    const opened: WebSocket[] = [];
    const open = async (id: string): Promise<WebSocket> => {
      const socket = new WebSocket(`${bench.easel.url.replace("http", "ws")}/ws?clientId=${id}`);
      opened.push(socket);
      await once(socket, "message");
      return socket;
    };
    const heardBySecond = async (id: string): Promise<number> => {
      const first = await open(id);
      const second = await open(id);
      let heard = 0;
      second.on("message", () => heard++);
      first.close();
      await once(first, "close");
      await pause(30);
      await bench.run(smallGraph(bench.image));
      return heard;
    };
    expect(await heardBySecond("twice")).toBe(0);
    bench.easel.faults.clear("same-id");
    expect(await heardBySecond("again")).toBeGreaterThan(0);
    for (const socket of opened) socket.terminate();
  });

  it("history-late and history-early: the entry comes after, or before, the success is told", async () => {
    bench.easel.faults.set("history-late", "150", 1);
    const late = crypto.randomUUID();
    await bench.run(smallGraph(bench.image), { promptId: late });
    await pause(20);
    expect(await bench.client.history(late)).toBeNull();
    await expect.poll(() => bench.client.history(late)).not.toBeNull();
    bench.easel.faults.set("history-early", null, 1);
    const early = crypto.randomUUID();
    await bench.run(smallGraph(bench.image), { promptId: early });
    expect(await bench.client.history(early)).toMatchObject({ succeeded: true });
  });

  it("node-errors-200: taken, but the output is left out", async () => {
    bench.easel.faults.set("node-errors-200", null, 1);
    const refused = bench.run(smallGraph(bench.image));
    await expect(refused).rejects.toBeInstanceOf(ComfyValidationError);
    expect(await bench.run(smallGraph(bench.image))).toHaveLength(1);
  });

  it("full-disk: uploads and saved files fail, the socket's pictures still come", async () => {
    bench.easel.faults.set("full-disk");
    const upload = bench.client.uploadImage(new Uint8Array(9), { name: "a.png" });
    await expect(upload).rejects.toBeInstanceOf(ComfyHttpError);
    const { graph } = smallGraph(bench.image);
    const save = { class_type: "SaveImage", inputs: { images: ["scale", 0], filename_prefix: "x" } } as const;
    const failed = bench.run({ graph: { ...graph, save }, outputNode: "save" });
    await expect(failed).rejects.toThrow("No space left on device");
    expect(await bench.run(smallGraph(bench.image))).toHaveLength(1);
  });

  it("wrong-version: says what it is told", async () => {
    bench.easel.faults.set("wrong-version", "1.2.3", 1);
    expect((await bench.client.systemStats()).version).toBe("1.2.3");
    expect((await bench.client.systemStats()).version).toBe("0.3.64");
  });

  it("missing-model: the list lacks it and the graph is refused as unfit", async () => {
    bench.easel.faults.set("missing-model");
    await expect(bench.run(painting())).rejects.toMatchObject({ lacksModel: true });
    bench.easel.faults.clear("missing-model");
    expect(await bench.run(painting())).toHaveLength(1);
  });

  it("lying-model: offered, and not there", async () => {
    bench.easel.faults.set("lying-model", painterCheckpoint, 1);
    await expect(bench.run(painting())).rejects.toMatchObject({ exceptionType: "FileNotFoundError" });
  });

  it("reconciles a hung prompt as still under way", async () => {
    bench.easel.faults.set("hang");
    const socket = await connectComfy({ baseUrl: bench.easel.url, WebSocket });
    const promptId = crypto.randomUUID();
    await bench.client.submit(smallGraph(bench.image).graph, { promptId, clientId: socket.clientId });
    await pause(50);
    expect(await reconcile(bench.client, promptId)).toBeNull();
    socket.close();
  });
});
