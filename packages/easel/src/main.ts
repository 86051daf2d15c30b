#!/usr/bin/env node
import { parseArgs } from "node:util";
import { comfyWorkflows } from "@llamasketch/comfyui";
import { createEasel } from "./easel.ts";
import { faultHelp, isFaultName } from "./faults/fault.ts";
import type { FaultName } from "./faults/fault.ts";
import { generations, isGeneration } from "./generation.ts";
import { parseModelFile } from "./model-shelf.ts";
import type { ModelFile } from "./model-shelf.ts";
import { painterFiles } from "./nodes/loaders.ts";

const options = {
  port: { type: "string", default: "8188" },
  host: { type: "string", default: "127.0.0.1" },
  "delay-ms": { type: "string", default: "0" },
  "sleep-ms": { type: "string" },
  "step-ms": { type: "string", multiple: true, default: [] as string[] },
  "swap-ms": { type: "string", default: "0" },
  resident: { type: "string" },
  stock: { type: "boolean", default: false },
  generation: { type: "string", default: generations[0] },
  "disable-metadata": { type: "boolean", default: false },
  "front-end-root": { type: "string" },
  "preview-method": { type: "string", default: "none" },
  model: { type: "string", multiple: true, default: [] as string[] },
  fault: { type: "string", multiple: true, default: [] as string[] },
  help: { type: "boolean", default: false },
} as const;

const usage = `easel: answers like ComfyUI, paints without a GPU.

  --port 8188            port; 0 takes a free one
  --host 127.0.0.1       address; there is no authentication
  --generation 0.3.64    ${generations.join(" or ")}
  --model folder/name    a model file to offer, again for more; "all" for every workflow's files
  --delay-ms 0           added to every painting
  --sleep-ms N           takes N ms a painting and shows one made before: for measuring what is around it
  --step-ms file=N       a sampler's step with that model file takes N ms, again for more
  --swap-ms 0            putting a model on the device takes so long
  --resident N           models that fit on the device at once; all when not given
  --stock                without the nodes of llamasketch_frames
  --preview-method none  none, auto, latent2rgb or taesd
  --front-end-root DIR   shows ComfyUI's page, from the folder \`static\` of comfyui-frontend-package
  --disable-metadata     no \`prompt\` and \`workflow\` in saved files
  --fault name[=arg]     something that goes wrong, again for more; also POST /easel/faults

Faults:
${Object.entries(faultHelp)
  .map(([name, does]) => `  ${name.padEnd(16)} ${does}`)
  .join("\n")}`;

const values = readOptions();
if (values.help) {
  console.log(usage);
  process.exit(0);
}

if (!isGeneration(values.generation)) refuse(`--generation must be one of ${generations.join(", ")}`);
if (!["none", "auto", "latent2rgb", "taesd"].includes(values["preview-method"]))
  refuse("--preview-method must be none, auto, latent2rgb or taesd");
const easel = await createEasel({
  port: whole("port", values.port, 65_535),
  host: values.host,
  generation: values.generation,
  models: [...painterFiles, ...values.model.flatMap(modelsOf)],
  faults: values.fault.map(faultOf),
  previews: values["preview-method"] !== "none",
  paintDelayMs: whole("delay-ms", values["delay-ms"], 600_000),
  ...(values["sleep-ms"] !== undefined && { sleepMs: whole("sleep-ms", values["sleep-ms"], 600_000) }),
  device: {
    stepMs: Object.fromEntries(values["step-ms"].map(stepOf)),
    swapMs: whole("swap-ms", values["swap-ms"], 600_000),
    ...(values.resident !== undefined && { resident: whole("resident", values.resident, 1000) }),
  },
  nodePack: !values.stock,
  metadata: !values["disable-metadata"],
  ...(values["front-end-root"] !== undefined && { frontEndRoot: values["front-end-root"] }),
  crash: () => process.exit(139),
  log: (line) => console.log(line),
}).catch((error: unknown) => refuse(error instanceof Error ? error.message : "could not start"));
console.log(`easel ${easel.url} (the built-in painter, not a model), as ComfyUI ${values.generation}`);
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => void easel.close().then(() => process.exit(0)));
}

function modelsOf(text: string): ModelFile[] {
  if (text === "all") {
    const files = comfyWorkflows.flatMap((workflow) => workflow.files);
    return files.flatMap((file) => parseModelFile(`${file.folder}/${file.name}`) ?? []);
  }
  const file = parseModelFile(text);
  return file ? [file] : refuse(`--model must be folder/name, like checkpoints/a.safetensors`);
}

function faultOf(text: string): { name: FaultName; arg?: string } {
  const mark = text.indexOf("=");
  const name = mark < 0 ? text : text.slice(0, mark);
  if (!isFaultName(name)) return refuse(`--fault must be one of ${Object.keys(faultHelp).join(", ")}`);
  return mark < 0 ? { name } : { name, arg: text.slice(mark + 1) };
}

function stepOf(text: string): [file: string, ms: number] {
  const mark = text.lastIndexOf("=");
  if (mark < 1) return refuse("--step-ms must be file=N, like a.safetensors=1000");
  return [text.slice(0, mark), whole("step-ms", text.slice(mark + 1), 600_000)];
}

function whole(name: string, value: string, max: number): number {
  const number = Number(value);
  if (Number.isInteger(number) && number >= 0 && number <= max) return number;
  return refuse(`--${name} must be a whole number from 0 to ${max}`);
}

function readOptions() {
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    const said = error instanceof Error ? error.message.split(". ", 1)[0] : String(error);
    return refuse(`${said}.\n\n${usage}`);
  }
}

function refuse(message: string): never {
  console.error(message);
  process.exit(2);
}
