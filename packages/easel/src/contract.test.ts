import {
  ComfyClient,
  ComfyExecutionError,
  ComfyHttpError,
  ComfyInterrupted,
  ComfyLost,
  ComfyTimeout,
  ComfyValidationError,
  connectComfy,
  imageToImageGraph,
  modelFreeGraph,
  reconcile,
  runPrompt,
} from "@llamasketch/comfyui";
import type { ComfyEvent, ComfyRunOptions, ComfySocket, ComfyWorkflow } from "@llamasketch/comfyui";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { createEasel } from "./easel.ts";
import type { Easel } from "./easel.ts";
import { painterCheckpoint } from "./nodes/loaders.ts";

let easel: Easel;
let slow: Easel;
let client: ComfyClient;
let socket: ComfySocket;

const open = (to: Easel): Promise<ComfySocket> => connectComfy({ baseUrl: to.url, WebSocket });
const clientOf = (to: Easel): ComfyClient => new ComfyClient({ baseUrl: to.url, fetch });
const run = (workflow: ComfyWorkflow, more: Partial<ComfyRunOptions> = {}): ReturnType<typeof runPrompt> =>
  runPrompt({ client, socket, promptId: crypto.randomUUID(), ...workflow, ...more });

async function upload(to: ComfyClient): Promise<string> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="96" height="96"><rect width="96" height="96" fill="white"/>
    <rect x="20" y="30" width="50" height="50" fill="none" stroke="black" stroke-width="3"/></svg>`;
  const png = await sharp(Buffer.from(svg)).png().toBuffer();
  const { name, subfolder } = await to.uploadImage(new Uint8Array(png), {
    name: "frame.png",
    subfolder: "s1",
    overwrite: true,
    mime: "image/png",
  });
  return `${subfolder}/${name}`;
}

function paintingOf(image: string, change: { seed?: number; prompt?: string } = {}): ComfyWorkflow {
  return imageToImageGraph({
    image,
    width: 64,
    height: 64,
    prompt: "a house at dusk",
    negativePrompt: "",
    strength: 0.6,
    seed: 5,
    checkpoint: painterCheckpoint,
    steps: 4,
    sampler: "euler",
    scheduler: "normal",
    cfg: 1,
    ...change,
  });
}

beforeAll(async () => {
  easel = await createEasel({ port: 0 });
  slow = await createEasel({ port: 0, paintDelayMs: 1500 });
  client = clientOf(easel);
  socket = await open(easel);
});

afterAll(async () => {
  socket.close();
  await Promise.all([easel.close(), slow.close()]);
});

describe("the ComfyUI client against the easel", () => {
  it("runs the model-free workflow", async () => {
    const [picture, ...others] = await run(
      modelFreeGraph({ image: await upload(client), width: 48, height: 32 }),
    );
    expect(others).toEqual([]);
    expect(picture?.mime).toBe("image/png");
    expect(await sharp(picture!.bytes).metadata()).toMatchObject({ format: "png", width: 48, height: 32 });
  });

  it("paints, and sends the same bytes again for the same graph from its cache", async () => {
    const workflow = paintingOf(await upload(client));
    await client.free();
    const steps: string[] = [];
    const events: ComfyEvent[] = [];
    const stop = socket.listen((event) => events.push(event));
    const [first] = await run(workflow, { onProgress: (value, max) => steps.push(`${value}/${max}`) });
    const [again] = await run(workflow);
    stop();
    expect(steps).toEqual(["1/4", "2/4", "3/4", "4/4"]);
    expect(Buffer.from(again!.bytes).equals(Buffer.from(first!.bytes))).toBe(true);
    const cached = events.filter((event) => event.kind === "cached").map((event) => event.nodes.length);
    expect(cached).toEqual([0, 8]);
    const [other] = await run(paintingOf(await upload(client), { seed: 6 }));
    expect(Buffer.from(other!.bytes).equals(Buffer.from(first!.bytes))).toBe(false);
  });

  it("takes event 1 on a socket without metadata", async () => {
    const plain = await connectComfy({ baseUrl: easel.url, WebSocket, negotiateMetadata: false });
    const pictures = await run(modelFreeGraph({ image: await upload(client), width: 16, height: 16 }), {
      socket: plain,
    });
    expect(pictures).toHaveLength(1);
    plain.close();
  });

  it("says that it is the built-in painter", async () => {
    const stats = await client.systemStats();
    expect(stats).toMatchObject({ version: "0.3.64", easel: "0.1.0" });
    expect(stats.argv).toContain("easel");
    expect(await client.features()).toMatchObject({ supports_preview_metadata: true });
    expect(Object.keys(await client.objectInfo())).toContain("KSampler");
    expect(await client.objectInfo("Nope")).toEqual({});
    await client.free();
  });

  it("refuses a bad graph with the reason, and tells a missing model apart", async () => {
    const absent = run(modelFreeGraph({ image: "s1/absent.png", width: 16, height: 16 }));
    await expect(absent).rejects.toMatchObject({
      type: "prompt_outputs_failed_validation",
      lacksModel: false,
      nodeErrors: { load: { classType: "LoadImage", problems: [{ type: "custom_validation_failed" }] } },
    });
    const workflow = paintingOf(await upload(client));
    const model = { class_type: "CheckpointLoaderSimple", inputs: { ckpt_name: "other.safetensors" } };
    const lacking = run({ ...workflow, graph: { ...workflow.graph, model } });
    await expect(lacking).rejects.toBeInstanceOf(ComfyValidationError);
    await expect(lacking).rejects.toMatchObject({ lacksModel: true });
  });

  it("reports a node's failure without the person's inputs", async () => {
    await client.uploadImage(new TextEncoder().encode("no picture"), { name: "no.png", subfolder: "s1" });
    const failed = run(modelFreeGraph({ image: "s1/no.png", width: 16, height: 16 }));
    await expect(failed).rejects.toBeInstanceOf(ComfyExecutionError);
    await expect(failed).rejects.toMatchObject({
      nodeId: "load",
      exceptionType: "PIL.UnidentifiedImageError",
    });
  });

  it("refuses to be asked for more pixels than it can hold, as a device out of memory would", async () => {
    const save = { class_type: "SaveImageWebsocket", inputs: { images: ["a", 0] } } as const;
    const inputs = { width: 16_384, height: 16_384, batch_size: 4096, color: 0 };
    const failed = run({ outputNode: "b", graph: { a: { class_type: "EmptyImage", inputs }, b: save } });
    await expect(failed).rejects.toMatchObject({ outOfMemory: true });
  });
});

describe("runs that do not finish", () => {
  it("is cancelled by id only, and a queued one by taking it out", async () => {
    const [to, events] = [clientOf(slow), await open(slow)];
    const workflow = paintingOf(await upload(to));
    const [running, queued] = [crypto.randomUUID(), crypto.randomUUID()];
    const first = run(workflow, { client: to, socket: events, promptId: running });
    const second = run(workflow, { client: to, socket: events, promptId: queued, silenceMs: 100 });
    const [firstEnd, secondEnd] = [
      expect(first).rejects.toBeInstanceOf(ComfyInterrupted),
      expect(second).rejects.toMatchObject({ reason: "unknown_to_server" }),
    ];
    await expect.poll(async () => (await to.queue()).pending.length).toBe(1);
    await to.interrupt(queued);
    expect((await to.queue()).running[0]?.promptId).toBe(running);
    await to.dequeue([queued]);
    await expect(to.interrupt("")).rejects.toThrow("without an id");
    await to.interrupt(running);
    await Promise.all([firstEnd, secondEnd]);
    expect(await reconcile(to, running)).toBeInstanceOf(ComfyInterrupted);
    events.close();
  });

  it("is lost when the socket drops, though the server finishes it", async () => {
    const [to, events] = [clientOf(slow), await open(slow)];
    const promptId = crypto.randomUUID();
    const lost = run(paintingOf(await upload(to)), { client: to, socket: events, promptId });
    const end = expect(lost).rejects.toMatchObject({ reason: "socket_closed" });
    await expect.poll(async () => (await to.queue()).running.length).toBe(1);
    expect(await reconcile(to, promptId)).toBeNull();
    events.close();
    await end;
    await expect.poll(() => to.history(promptId), { timeout: 5000 }).toMatchObject({ succeeded: true });
    expect(await reconcile(to, promptId)).toBeInstanceOf(ComfyLost);
  });

  it("gives up at its deadline but waits through silence while the server works", async () => {
    const [to, events] = [clientOf(slow), await open(slow)];
    const workflow = paintingOf(await upload(to), { seed: 99 });
    const late = run(workflow, { client: to, socket: events, silenceMs: 50, deadlineMs: 400 });
    await expect(late).rejects.toBeInstanceOf(ComfyTimeout);
    events.close();
  });

  it("answers HTTP while it paints", async () => {
    const image = await upload(client);
    const painting = run(paintingOf(image, { seed: 77 }));
    expect((await client.systemStats()).easel).toBe("0.1.0");
    await painting;
  });

  it("maps a strange status to an error", async () => {
    const gone = new ComfyClient({ baseUrl: `${easel.url}/nowhere`, fetch });
    await expect(gone.queue()).rejects.toBeInstanceOf(ComfyHttpError);
  });
});
