import { z } from "zod";

/** State of one node in a `progressState` event. */
export interface ComfyNodeProgress {
  readonly value: number;
  readonly max: number;
  readonly state: "pending" | "running" | "finished" | "error";
}

/** What a node's failure says, without inputs or traceback. */
export interface ComfyFailure {
  readonly promptId: string;
  readonly nodeId: string;
  readonly nodeType: string;
  readonly exceptionType: string;
  readonly exceptionMessage: string;
}

/** An image frame. `nodeId` and `promptId` are null on a socket that negotiated no metadata. */
export interface ComfyImageEvent {
  readonly kind: "image";
  readonly bytes: Uint8Array;
  readonly mime: string;
  readonly nodeId: string | null;
  readonly promptId: string | null;
}

/** Everything a socket can say, in the order the server said it. */
export type ComfyEvent =
  | { readonly kind: "status"; readonly queueRemaining: number; readonly sid?: string }
  | { readonly kind: "features"; readonly features: Readonly<Record<string, unknown>> }
  | { readonly kind: "start"; readonly promptId: string }
  | { readonly kind: "cached"; readonly promptId: string; readonly nodes: readonly string[] }
  | { readonly kind: "executing"; readonly promptId: string | null; readonly node: string | null }
  | {
      readonly kind: "progress";
      readonly promptId: string;
      readonly node: string;
      readonly value: number;
      readonly max: number;
    }
  | {
      readonly kind: "progressState";
      readonly promptId: string;
      readonly nodes: Readonly<Record<string, ComfyNodeProgress>>;
    }
  | { readonly kind: "executed"; readonly promptId: string; readonly node: string; readonly output: unknown }
  | { readonly kind: "success"; readonly promptId: string }
  | ({ readonly kind: "error" } & ComfyFailure)
  | { readonly kind: "interrupted"; readonly promptId: string; readonly nodeId: string }
  | ComfyImageEvent
  | { readonly kind: "text"; readonly nodeId: string; readonly text: string }
  /** Not understood: a newer server, a custom node, or damage. Never a reason to fail a run. */
  | { readonly kind: "unknown"; readonly what: string };

const id = z.string();
const count = z.number();

/** The fields of `execution_error` that may leave this package. */
export const failureData = z
  .object({
    prompt_id: id,
    node_id: z.coerce.string(),
    node_type: z.string(),
    exception_type: z.string(),
    exception_message: z.string(),
  })
  .transform((data): ComfyFailure => ({
    promptId: data.prompt_id,
    nodeId: data.node_id,
    nodeType: data.node_type,
    exceptionType: data.exception_type,
    exceptionMessage: data.exception_message,
  }));

const progressNode = z.object({
  value: count,
  max: count,
  state: z.enum(["pending", "running", "finished", "error"]),
});

const message = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("status"),
    data: z.object({
      status: z.object({ exec_info: z.object({ queue_remaining: count }) }),
      sid: id.optional(),
    }),
  }),
  z.object({ type: z.literal("feature_flags"), data: z.record(z.string(), z.unknown()) }),
  z.object({ type: z.literal("execution_start"), data: z.object({ prompt_id: id }) }),
  z.object({ type: z.literal("execution_cached"), data: z.object({ prompt_id: id, nodes: z.array(id) }) }),
  z.object({
    type: z.literal("executing"),
    data: z.object({ node: id.nullable(), prompt_id: id.optional() }),
  }),
  z.object({
    type: z.literal("progress"),
    data: z.object({ prompt_id: id, node: id, value: count, max: count }),
  }),
  z.object({
    type: z.literal("progress_state"),
    data: z.object({ prompt_id: id, nodes: z.record(z.string(), progressNode) }),
  }),
  z.object({
    type: z.literal("executed"),
    data: z.object({ prompt_id: id, node: id, output: z.unknown() }),
  }),
  z.object({ type: z.literal("execution_success"), data: z.object({ prompt_id: id }) }),
  z.object({ type: z.literal("execution_error"), data: failureData }),
  z.object({
    type: z.literal("execution_interrupted"),
    data: z.object({ prompt_id: id, node_id: z.coerce.string() }),
  }),
]);

/** Reads one text message. Anything unreadable becomes an `unknown` event; never throws. */
export function parseMessage(text: string): ComfyEvent {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return { kind: "unknown", what: "text that is not JSON" };
  }
  const parsed = message.safeParse(raw);
  if (!parsed.success) return { kind: "unknown", what: `message ${typeOf(raw)}` };
  const { type, data } = parsed.data;
  switch (type) {
    case "status": {
      const queueRemaining = data.status.exec_info.queue_remaining;
      return data.sid === undefined
        ? { kind: type, queueRemaining }
        : { kind: type, queueRemaining, sid: data.sid };
    }
    case "feature_flags":
      return { kind: "features", features: data };
    case "execution_start":
      return { kind: "start", promptId: data.prompt_id };
    case "execution_cached":
      return { kind: "cached", promptId: data.prompt_id, nodes: data.nodes };
    case "executing":
      return { kind: "executing", promptId: data.prompt_id ?? null, node: data.node };
    case "progress":
      return {
        kind: "progress",
        promptId: data.prompt_id,
        node: data.node,
        value: data.value,
        max: data.max,
      };
    case "progress_state":
      return { kind: "progressState", promptId: data.prompt_id, nodes: data.nodes };
    case "executed":
      return { kind: "executed", promptId: data.prompt_id, node: data.node, output: data.output };
    case "execution_success":
      return { kind: "success", promptId: data.prompt_id };
    case "execution_error":
      return { kind: "error", ...data };
    case "execution_interrupted":
      return { kind: "interrupted", promptId: data.prompt_id, nodeId: data.node_id };
  }
}

function typeOf(raw: unknown): string {
  if (typeof raw !== "object" || raw === null || !("type" in raw)) return "without a type";
  return String(raw.type).slice(0, 60);
}
