import { parseArgs } from "node:util";
import { HOST_SESSIONS_MAX } from "@llamasketch/contract";
import { comfyWorkflows } from "@llamasketch/comfyui";
import { z } from "zod";
import { ASIDE_WAYS } from "./job-prompts.ts";

const url = z.url({ protocol: /^https?$/ }).transform((text) => text.replace(/\/+$/, ""));

const settings = z.object({
  url,
  credential: z.string().min(16),
  comfy: z.array(url).min(1),
  name: z.string().min(1).max(80).optional(),
  capacity: z.coerce.number().int().min(1).max(HOST_SESSIONS_MAX).optional(),
  statusPort: z.coerce.number().int().min(0).max(65_535).optional(),
  workflow: z.enum(["auto", "model-free", ...comfyWorkflows.map(({ id }) => id)]).default("auto"),
  checkpoint: z.string().optional(),
  aside: z.enum(["auto", ...ASIDE_WAYS]).optional(),
  supervise: z.string().min(1).optional(),
  check: z.boolean().optional(),
});
export type AgentConfig = z.infer<typeof settings>;

export const USAGE = `gpu-agent: draws for LlamaSketch with a ComfyUI on this host.

  --url URL          the LlamaSketch to serve            (AGENT_URL)
  --credential JWT   this host's credential              (AGENT_CREDENTIAL: better, since others can read flags)
  --comfy URL        a ComfyUI; once for each slot       (AGENT_COMFY, comma separated)
  --name NAME        shown to people                     (AGENT_NAME)
  --capacity N       live sketches taken at once         (AGENT_CAPACITY, default: by measured speed)
  --checkpoint FILE  model file for image to image       (AGENT_CHECKPOINT, default: the first one ComfyUI lists)
  --workflow NAME    auto, model-free or a workflow      (AGENT_WORKFLOW, default: auto)
  --aside WAY        how queued jobs let live drawing in:
                     auto, pause, chunks or interrupt    (AGENT_ASIDE, default: auto)
  --status-port N    loopback port answering /health     (AGENT_STATUS_PORT)
  --supervise CMD    starts ComfyUI and keeps it alive   (AGENT_SUPERVISE, a shell command line)
  --check            prints what is here and what is missing, and ends with 0 or 1

Ends with 0 after a signal, 1 when a check failed, 2 when a setting is wrong, 3 when the device failed for good.
`;

/** Flags first, then environment. Throws a message a person can act on. */
export function readConfig(argv: readonly string[], env: Record<string, string | undefined>): AgentConfig {
  const text = { type: "string" } as const;
  const { values } = parseArgs({
    args: [...argv],
    options: {
      url: text,
      credential: text,
      comfy: { type: "string", multiple: true },
      name: text,
      capacity: text,
      checkpoint: text,
      workflow: text,
      "status-port": text,
      aside: text,
      supervise: text,
      check: { type: "boolean" },
    },
  });
  const parsed = settings.safeParse({
    url: values.url ?? env.AGENT_URL,
    credential: values.credential ?? env.AGENT_CREDENTIAL,
    comfy: values.comfy ?? env.AGENT_COMFY?.split(",") ?? ["http://127.0.0.1:8188"],
    name: values.name ?? env.AGENT_NAME,
    capacity: values.capacity ?? env.AGENT_CAPACITY,
    statusPort: values["status-port"] ?? env.AGENT_STATUS_PORT,
    aside: values.aside ?? env.AGENT_ASIDE,
    workflow: values.workflow ?? env.AGENT_WORKFLOW,
    checkpoint: values.checkpoint ?? env.AGENT_CHECKPOINT,
    supervise: values.supervise ?? env.AGENT_SUPERVISE,
    check: values.check,
  });
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map((issue) => `  --${issue.path.join(".")}: ${issue.message}`);
  throw new Error(`These settings are missing or wrong:\n${wrong.join("\n")}\n\n${USAGE}`);
}
