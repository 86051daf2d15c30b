/** What one ComfyUI is and what it can do for us. */
import {
  comfyWorkflows,
  detectGeneration,
  fitness,
  type ComfyClient,
  type ComfyGeneration,
  type ComfyObjectInfo,
} from "@llamasketch/comfyui";

export interface SurveyedWorkflow {
  id: string;
  /** Null when it can be run, else what is missing. */
  missing: string | null;
}

export interface ComfySurvey extends ComfyGeneration {
  device: string | null;
  vramTotalBytes: number;
  vramFreeBytes: number;
  /** LlamaSketchLoadFrame and LlamaSketchSendPicture are installed. */
  nodePack: boolean;
  /** SaveImageWebsocket is there: needed without the pack. */
  sendsBySocket: boolean;
  checkpoints: string[];
  workflows: SurveyedWorkflow[];
}

/** Asks for everything once; some hundred kilobytes. Rejects when ComfyUI does not answer. */
export async function surveyComfy(client: ComfyClient): Promise<ComfySurvey> {
  const [generation, stats, info] = await Promise.all([
    detectGeneration(client),
    client.systemStats(),
    client.objectInfo(),
  ]);
  const device = stats.devices[0];
  const has = (classType: string): boolean => Object.hasOwn(info, classType);
  const nodePack = has("LlamaSketchLoadFrame") && has("LlamaSketchSendPicture");
  return {
    ...generation,
    device: device?.name ?? null,
    vramTotalBytes: device?.vramTotalBytes ?? 0,
    vramFreeBytes: device?.vramFreeBytes ?? 0,
    nodePack,
    sendsBySocket: has("SaveImageWebsocket"),
    checkpoints: checkpointsOf(info),
    workflows: comfyWorkflows.map((template) => {
      const found = fitness(nodePack ? standIn(info) : info, template);
      return { id: template.id, missing: found.fit ? null : found.reason };
    }),
  };
}

/** With the pack nothing is sent by SaveImageWebsocket, so that node may be absent. */
function standIn(info: ComfyObjectInfo): ComfyObjectInfo {
  const pack = info.LlamaSketchSendPicture;
  return info.SaveImageWebsocket || !pack ? info : { ...info, SaveImageWebsocket: pack };
}

/** Model files that the checkpoint loader offers. */
export function checkpointsOf(info: ComfyObjectInfo): string[] {
  const [choices, config] = info.CheckpointLoaderSimple?.input.required.ckpt_name ?? [];
  if (Array.isArray(choices)) return choices.map(String);
  // Newer servers list choices beside the word COMBO.
  if (typeof config !== "object" || config === null || !("options" in config)) return [];
  return Array.isArray(config.options) ? config.options.map(String) : [];
}
