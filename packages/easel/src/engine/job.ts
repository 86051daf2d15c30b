import type { ImageReference } from "../nodes/node.ts";
import type { HistoryEntry, UiOutputs } from "./prompt-history.ts";
import { promptTuple } from "./prompt-queue.ts";
import type { PromptTuple, QueuedPrompt } from "./prompt-queue.ts";

/** States of a job, in the order ComfyUI lists them. */
export const jobStatuses = ["pending", "in_progress", "completed", "failed", "cancelled"] as const;

/** State of a job. */
export type JobStatus = (typeof jobStatuses)[number];

/** A prompt as `/api/jobs` shows it; what is not known is left out. */
export interface Job {
  readonly id: string;
  readonly status: JobStatus;
  readonly priority: number;
  readonly create_time?: number;
  readonly execution_start_time?: number;
  readonly execution_end_time?: number;
  readonly execution_error?: object;
  readonly outputs_count: number;
  readonly previewable_outputs_count: number;
  readonly preview_output?: object;
  readonly workflow_id?: string;
  readonly outputs?: UiOutputs;
  readonly execution_status?: object;
  readonly workflow?: object;
}

/** A queued or running prompt. `whole` adds its graph. */
export function describeQueued(item: QueuedPrompt, status: JobStatus, whole: boolean): Job {
  const tuple = promptTuple(item);
  const about = aboutOf(tuple);
  return {
    id: item.promptId,
    status,
    priority: item.number,
    ...(about.createTime === undefined ? {} : { create_time: about.createTime }),
    outputs_count: 0,
    previewable_outputs_count: 0,
    ...(about.workflowId === undefined ? {} : { workflow_id: about.workflowId }),
    ...(whole ? { workflow: workflowOf(tuple) } : {}),
  };
}

/** A finished prompt. `whole` adds its outputs, messages and graph. */
export function describeEntry(promptId: string, entry: HistoryEntry, whole: boolean): Job {
  const about = aboutOf(entry.prompt);
  const { messages } = entry.status;
  const dataOf = (...types: readonly string[]): Record<string, unknown> | undefined => {
    const found = messages.findLast(([type]) => types.includes(type));
    return found && { ...found[1] };
  };
  const timeOf = (data: Record<string, unknown> | undefined): number | undefined =>
    typeof data?.["timestamp"] === "number" ? data["timestamp"] : undefined;
  const start = timeOf(dataOf("execution_start"));
  const end = timeOf(dataOf("execution_success", "execution_error", "execution_interrupted"));
  const failure = dataOf("execution_error");
  const interrupted = dataOf("execution_interrupted") !== undefined;
  const ended = entry.status.completed ? "completed" : interrupted ? "cancelled" : "failed";
  const files = filesOf(entry.outputs);
  const previewable = files.filter(({ kind }) => kind === "images");
  const preview = previewable.find(({ file }) => file.type === "output") ?? previewable[0];
  return {
    id: promptId,
    status: ended,
    priority: entry.prompt[0],
    ...(about.createTime === undefined ? {} : { create_time: about.createTime }),
    ...(start === undefined ? {} : { execution_start_time: start }),
    ...(end === undefined ? {} : { execution_end_time: end }),
    ...(failure === undefined ? {} : { execution_error: failure }),
    outputs_count: files.length,
    previewable_outputs_count: previewable.length,
    ...(preview
      ? { preview_output: { ...preview.file, nodeId: preview.nodeId, mediaType: preview.kind } }
      : {}),
    ...(about.workflowId === undefined ? {} : { workflow_id: about.workflowId }),
    ...(whole
      ? { outputs: entry.outputs, execution_status: entry.status, workflow: workflowOf(entry.prompt) }
      : {}),
  };
}

function workflowOf([, , prompt, extraData]: PromptTuple): object {
  return { prompt, extra_data: extraData };
}

function filesOf(outputs: UiOutputs): { nodeId: string; kind: string; file: ImageReference }[] {
  return Object.entries(outputs).flatMap(([nodeId, ui]) => [
    ...(ui.images ?? []).map((file) => ({ nodeId, kind: "images", file })),
    ...(ui.latents ?? []).map((file) => ({ nodeId, kind: "latents", file })),
  ]);
}

function aboutOf([, , , extraData]: PromptTuple): { createTime?: number; workflowId?: string } {
  const created = extraData["create_time"];
  const workflowId = inside(inside(inside(extraData, "extra_pnginfo"), "workflow"), "id");
  return {
    ...(typeof created === "number" ? { createTime: created } : {}),
    ...(typeof workflowId === "string" ? { workflowId } : {}),
  };
}

function inside(value: unknown, key: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return new Map<string, unknown>(Object.entries(value)).get(key);
}
