/** One canvas through one ComfyUI: in by memory or file, out by socket. Throws what went wrong; cleans up nothing. */
import { randomUUID } from "node:crypto";
import { runPrompt, type ComfyClient, type ComfySocket } from "@llamasketch/comfyui";
import { readImageHead, type ImageFormat } from "@llamasketch/contract";
import { FrameFailure } from "./comfy-failure.ts";
import { liveGraph, type LiveChoice } from "./live-workflow.ts";
import { throughMemory } from "./memory-path.ts";
import { madeByMachine } from "./made-by-machine.ts";
import type { Canvas } from "./producer.ts";
import { fromPng } from "./transcode.ts";

export interface FrameRun {
  client: ComfyClient;
  socket: ComfySocket;
  choice: LiveChoice;
  nodePack: boolean;
  jobsApi: boolean;
  silenceMs: number;
  deadlineMs: number;
  /** Hears the prompt's id before it is sent, so that it can be cancelled by it. */
  onPrompt(promptId: string): void;
  onStep(step: number, steps: number): void;
}

export async function runFrame(
  run: FrameRun,
  canvas: Canvas,
): Promise<{ bytes: Uint8Array; format: ImageFormat }> {
  const { client, choice, nodePack } = run;
  // One name a session, overwritten: nothing piles up, and the root of input/ stays empty.
  const frameId = `live-${canvas.session.replaceAll(/[^A-Za-z0-9_-]/g, "-").slice(0, 100)}`;
  const bytes = new Uint8Array(canvas.bytes);
  let workflow;
  if (nodePack) {
    await client.putFrame(frameId, bytes);
    workflow = throughMemory(liveGraph(choice, canvas, frameId), frameId);
  } else {
    const { format } = canvas;
    const target = { name: `frame.${format}`, subfolder: frameId, overwrite: true, mime: `image/${format}` };
    const { name, subfolder } = await client.uploadImage(bytes, target);
    workflow = liveGraph(choice, canvas, subfolder ? `${subfolder}/${name}` : name);
  }
  const promptId = randomUUID();
  run.onPrompt(promptId);
  const { socket, jobsApi, silenceMs, deadlineMs } = run;
  const times = { silenceMs, deadlineMs };
  const onProgress = (value: number, max: number): void => run.onStep(value, max);
  const [picture] = await runPrompt({ ...workflow, ...times, client, socket, jobsApi, promptId, onProgress });
  if (!picture) throw new FrameFailure("ComfyUI sent no picture");
  const head = readImageHead(picture.bytes);
  if (!head) throw new FrameFailure("ComfyUI sent a damaged picture");
  if (head.widthPx !== canvas.widthPx || head.heightPx !== canvas.heightPx)
    throw new FrameFailure("ComfyUI sent a picture of another size");
  const made = head.format === "png" ? await fromPng(picture.bytes) : { ...head, bytes: picture.bytes };
  return { bytes: madeByMachine(made.bytes), format: made.format };
}
