import { z } from "zod";
import type { ComfyNodeErrors } from "./errors.ts";

const nodeErrors = z
  .record(
    z.string(),
    z.object({
      class_type: z.string().default(""),
      errors: z.array(
        z.object({
          type: z.string(),
          message: z.string(),
          details: z.string().default(""),
          extra_info: z.object({ input_name: z.string().optional() }).optional(),
        }),
      ),
    }),
  )
  .transform((nodes) => {
    const out: Record<string, ComfyNodeErrors> = {};
    for (const [nodeId, node] of Object.entries(nodes)) {
      out[nodeId] = {
        classType: node.class_type,
        problems: node.errors.map(({ type, message, details, extra_info }) => ({
          type,
          message,
          details,
          ...(extra_info?.input_name === undefined ? {} : { inputName: extra_info.input_name }),
        })),
      };
    }
    return out;
  });

/** 200 of `POST /prompt`. `nodeErrors` can be filled: those outputs were left out. */
export const submitReply = z
  .object({ prompt_id: z.string(), number: z.number(), node_errors: nodeErrors.default({}) })
  .transform((reply) => ({ promptId: reply.prompt_id, number: reply.number, nodeErrors: reply.node_errors }));

/** 400 of `POST /prompt`. */
export const refusalReply = z.object({
  error: z.object({ type: z.string(), message: z.string(), details: z.string().default("") }),
  node_errors: nodeErrors.default({}),
});

const queueItem = z
  .tuple([z.number(), z.string()])
  .rest(z.unknown())
  .transform(([number, promptId]) => ({ number, promptId }));

/** `GET /queue`, without the graphs. */
export const queueReply = z
  .object({ queue_running: z.array(queueItem), queue_pending: z.array(queueItem) })
  .transform((queue) => ({ running: queue.queue_running, pending: queue.queue_pending }));

const historyEntry = z
  .object({
    outputs: z.record(z.string(), z.unknown()).default({}),
    status: z
      .object({
        status_str: z.enum(["success", "error"]),
        completed: z.boolean(),
        messages: z.array(z.tuple([z.string(), z.unknown()])).default([]),
      })
      .nullish(),
  })
  .transform((entry) => ({
    outputs: entry.outputs,
    succeeded: entry.status?.status_str === "success",
    messages: entry.status?.messages ?? [],
  }));

/** `GET /history/{id}`: empty when the id is unknown, queued or still running. */
export const historyReply = z.record(z.string(), historyEntry);

/** `GET /api/jobs`. */
export const jobListReply = z.object({ jobs: z.array(z.unknown()), pagination: z.unknown() });

/** `GET /api/jobs/{id}`, in short. */
export const jobReply = z
  .object({
    id: z.string(),
    status: z.enum(["pending", "in_progress", "completed", "failed", "cancelled"]),
    execution_error: z.unknown().optional(),
  })
  .transform(({ id, status, execution_error }) => ({ id, status, failure: execution_error ?? null }));

/** `POST /api/jobs/{id}/cancel`. */
export const cancelReply = z.object({ cancelled: z.boolean() });

/** A file that a node wrote, as `executed` and the history name it. */
export const fileReply = z.object({
  filename: z.string().min(1),
  subfolder: z.string().default(""),
  type: z.string().default("output"),
});

/** `POST /upload/image`. */
export const uploadReply = z.object({ name: z.string().min(1), subfolder: z.string(), type: z.string() });

/** `GET /system_stats`; memory is bytes. `easel` is set by the built-in painter only. */
export const systemStatsReply = z
  .object({
    system: z.object({
      os: z.string().optional(),
      comfyui_version: z.string().optional(),
      argv: z.array(z.string()).default([]),
      ram_total: z.number().optional(),
      ram_free: z.number().optional(),
      easel: z.string().optional(),
    }),
    devices: z
      .array(
        z.object({
          name: z.string(),
          type: z.string(),
          vram_total: z.number().default(0),
          vram_free: z.number().default(0),
        }),
      )
      .default([]),
  })
  .transform(({ system, devices }) => ({
    version: system.comfyui_version ?? null,
    os: system.os ?? null,
    argv: system.argv,
    ramTotalBytes: system.ram_total ?? null,
    ramFreeBytes: system.ram_free ?? null,
    /** Version of the built-in painter, or null on a real ComfyUI. */
    easel: system.easel ?? null,
    devices: devices.map((device) => ({
      name: device.name,
      type: device.type,
      vramTotalBytes: device.vram_total,
      vramFreeBytes: device.vram_free,
    })),
  }));

/** `GET /features` and any other free-form object. */
export const objectReply = z.record(z.string(), z.unknown());

/** `GET /object_info[/{class}]`: node signatures, an empty object for an unknown class. */
export const objectInfoReply = z.record(
  z.string(),
  z.looseObject({
    input: z.object({
      required: z.record(z.string(), z.array(z.unknown())).default({}),
      optional: z.record(z.string(), z.array(z.unknown())).optional(),
    }),
    output: z.array(z.unknown()),
    output_node: z.boolean().default(false),
  }),
);

export type ComfySubmitted = z.output<typeof submitReply>;
export type ComfyQueue = z.output<typeof queueReply>;
export type ComfyHistoryEntry = z.output<typeof historyEntry>;
export type ComfyJob = z.output<typeof jobReply>;
export type ComfyFile = z.output<typeof fileReply>;
export type ComfyUpload = z.output<typeof uploadReply>;
export type ComfySystemStats = z.output<typeof systemStatsReply>;
export type ComfyObjectInfo = z.output<typeof objectInfoReply>;
