import type { ComfyGraph, ComfyNode, ComfyWorkflow } from "@llamasketch/comfyui";

export const JPEG_QUALITY = 85;

/** The same workflow with the node pack's nodes at its ends: the canvas from memory, the picture as JPEG. */
export function throughMemory({ graph, outputNode }: ComfyWorkflow, frameId: string): ComfyWorkflow {
  const changed: Record<string, ComfyNode> = {};
  for (const [nodeId, node] of Object.entries(graph satisfies ComfyGraph)) {
    const { class_type: classType, inputs } = node;
    if (classType === "LoadImage")
      changed[nodeId] = { class_type: "LlamaSketchLoadFrame", inputs: { id: frameId } };
    else if (classType === "SaveImageWebsocket" && inputs.images !== undefined)
      changed[nodeId] = {
        class_type: "LlamaSketchSendPicture",
        inputs: { images: inputs.images, format: "JPEG", quality: JPEG_QUALITY },
      };
    else changed[nodeId] = node;
  }
  return { graph: changed, outputNode };
}
