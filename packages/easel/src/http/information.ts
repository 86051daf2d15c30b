import { freemem, totalmem } from "node:os";
import type { MemoryFiles } from "../memory-files.ts";
import { isFolderType } from "../memory-files.ts";
import { painterCheckpoint } from "../nodes/painting.ts";
import { describeNode, nodeRegistry } from "../nodes/registry.ts";
import { easelVersion } from "../version.ts";
import { empty, json } from "./reply.ts";
import type { Reply } from "./reply.ts";

/** `GET /system_stats`. `system.easel` and `argv` tell a client that this is no ComfyUI. */
export function systemStats(): Reply {
  const [total, available] = [totalmem(), freemem()];
  return json({
    system: {
      os: "posix",
      ram_total: total,
      ram_free: available,
      comfyui_version: "0.3.64",
      required_frontend_version: null,
      installed_templates_version: null,
      required_templates_version: null,
      python_version: "none (easel)",
      pytorch_version: "none (easel)",
      embedded_python: false,
      argv: ["easel"],
      easel: easelVersion,
    },
    devices: [
      {
        name: "cpu",
        type: "cpu",
        index: null,
        vram_total: total,
        vram_free: available,
        torch_vram_total: total,
        torch_vram_free: available,
      },
    ],
  });
}

/** `GET /object_info[/{class}]`: an empty object for an unknown class. */
export function objectInfo(classType: string | null, files: MemoryFiles): Reply {
  const nodes = [...nodeRegistry.values()].filter(
    (node) => classType === null || node.classType === classType,
  );
  return json(Object.fromEntries(nodes.map((node) => [node.classType, describeNode(node, files)])));
}

/** `GET /models[/{folder}]`. */
export function models(folder: string | null): Reply {
  const folders = ["checkpoints", "loras", "vae", "text_encoders", "diffusion_models", "vae_approx"];
  if (folder === null) return json(folders);
  if (!folders.includes(folder)) return empty(404);
  return json(folder === "checkpoints" ? [painterCheckpoint] : []);
}

/** `GET /internal/files/{type}`: names in the root of a folder. */
export function fileNames(type: string, files: MemoryFiles): Reply {
  return isFolderType(type) ? json(files.list(type)) : json({ error: "Invalid directory type" }, 400);
}
