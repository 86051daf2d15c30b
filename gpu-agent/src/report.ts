import type { AgentReport } from "@llamasketch/contract";
import { workflowOf } from "@llamasketch/comfyui";
import type { ComfySurvey } from "./comfy-survey.ts";
import type { LiveChoice } from "./live-workflow.ts";

const MB = 1024 * 1024;
const MANY = 12;

/** What the dispatcher is told of this host; `frameMs` is one frame of the chosen workflow, or Infinity. */
export function reportOf(survey: ComfySurvey, choice: LiveChoice, frameMs: number): AgentReport {
  const fit = survey.workflows.filter(({ missing }) => missing === null).map(({ id }) => id);
  const ids = [choice.id, ...fit.filter((id) => id !== choice.id)].slice(0, MANY);
  const files = fit.flatMap((id) => workflowOf(id)?.files.map((file) => file.name) ?? []);
  const chosen = choice.kind === "checkpoint" ? [choice.checkpoint] : [];
  return {
    generation: survey.version?.slice(0, 40) ?? "unknown",
    ...(survey.device === null ? {} : { device: survey.device.slice(0, 80) }),
    vramTotalMb: Math.floor(survey.vramTotalBytes / MB),
    vramFreeMb: Math.floor(survey.vramFreeBytes / MB),
    nodePack: survey.nodePack,
    models: [...new Set([...chosen, ...files])].map((name) => name.slice(0, 80)).slice(0, MANY),
    workflows: ids.map((id) =>
      id === choice.id && Number.isFinite(frameMs)
        ? { id, frameMs: Math.max(1, Math.round(frameMs)) }
        : { id },
    ),
  };
}
