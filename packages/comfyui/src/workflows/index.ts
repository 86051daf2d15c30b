import { svdImageToVideo, upscale } from "./after.ts";
import { sdTurbo, sdxlImageToImage, sdxlLightning, sdxlTextToImage, sdxlTurbo } from "./checkpoints.ts";
import { kleinImageToImage, kleinTextToImage } from "./klein.ts";
import type { WorkflowTemplate } from "./template.ts";

/** Every workflow, those for live work first and best first. */
export const comfyWorkflows: readonly WorkflowTemplate[] = [
  kleinImageToImage,
  sdxlLightning,
  sdxlTurbo,
  sdTurbo,
  kleinTextToImage,
  sdxlTextToImage,
  sdxlImageToImage,
  upscale,
  svdImageToVideo,
];

/** A workflow by its id. */
export function workflowOf(id: string): WorkflowTemplate | null {
  return comfyWorkflows.find((workflow) => workflow.id === id) ?? null;
}
