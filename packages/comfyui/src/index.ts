export { ComfyClient } from "./client.ts";
export type { ComfyFetch } from "./client.ts";
export {
  ComfyError,
  ComfyExecutionError,
  ComfyHttpError,
  ComfyInterrupted,
  ComfyLost,
  ComfyTimeout,
  ComfyUnreachable,
  ComfyValidationError,
} from "./errors.ts";
export type { ComfyLostReason, ComfyNodeErrors, ComfyNodeProblem } from "./errors.ts";
export { parseMessage } from "./event.ts";
export type { ComfyEvent, ComfyFailure, ComfyImageEvent, ComfyNodeProgress } from "./event.ts";
export { frameEvent, parseFrame } from "./frame.ts";
export type { ComfyGraph, ComfyInput, ComfyNode, ComfyWorkflow } from "./graph.ts";
export { ComfyInputError } from "./graphs/check.ts";
export { imageToImageGraph } from "./graphs/image-to-image.ts";
export type { ImageToImageInputs } from "./graphs/image-to-image.ts";
export { modelFreeGraph } from "./graphs/model-free.ts";
export type { ModelFreeInputs } from "./graphs/model-free.ts";
export type {
  ComfyFile,
  ComfyHistoryEntry,
  ComfyJob,
  ComfyObjectInfo,
  ComfyQueue,
  ComfySubmitted,
  ComfySystemStats,
  ComfyUpload,
} from "./replies.ts";
export { reconcile, runPrompt, runPromptForFiles } from "./run.ts";
export type { ComfyPicture, ComfyRunOptions } from "./run.ts";
export { cancelPrompt } from "./cancel.ts";
export type { ComfyCancelled } from "./cancel.ts";
export { detectGeneration } from "./generation.ts";
export type { ComfyGeneration } from "./generation.ts";
export { connectComfy } from "./socket.ts";
export type { ComfySocket, ComfyWebSocket, ComfyWebSocketConstructor } from "./socket.ts";
export { chunkOf, stepsOf } from "./workflows/chunks.ts";
export type { ComfyChunk } from "./workflows/chunks.ts";
export { fileOfRole, fillWorkflow, sizeOf, warmUpWorkflow } from "./workflows/fill.ts";
export type { WorkflowRequest, WorkflowSetup } from "./workflows/fill.ts";
export { fitness, graphFitness } from "./workflows/fitness.ts";
export type { Fitness } from "./workflows/fitness.ts";
export { comfyWorkflows, workflowOf } from "./workflows/index.ts";
export type { ComfyLora } from "./workflows/loras.ts";
export type {
  Aspect,
  HoleName,
  Quality,
  QualitySettings,
  TemplateInput,
  TemplateNode,
  WorkflowFile,
  WorkflowTemplate,
} from "./workflows/template.ts";
export { checkContract, resultLine } from "./contract/contract.ts";
export type { ContractOptions, RuleResult } from "./contract/contract.ts";
