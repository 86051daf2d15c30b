/** What both contenders of the overhead measurement share. */
import { DRAFT_SIZE_PX } from "@llamasketch/contract";

/** What the producer takes for a picture; taken off every latency. */
export const PRODUCE_MS = 50;

/** The baseline's picture: of the size, steps and checkpoint that the agent asks of the same painter. */
export const STRAIGHT = {
  width: DRAFT_SIZE_PX,
  height: DRAFT_SIZE_PX,
  prompt: "a harbour at dawn",
  negativePrompt: "",
  strength: 0.6,
  seed: 1,
  checkpoint: "easel-painter.safetensors",
  steps: 4,
  sampler: "euler",
  scheduler: "normal",
  cfg: 1,
} as const;
