import { freemem, totalmem } from "node:os";
import type { Engine } from "../engine/engine.ts";
import { isFolderType } from "../memory-files.ts";
import type { MemoryFiles } from "../memory-files.ts";
import { modelFolders } from "../model-shelf.ts";
import { describeNode } from "../nodes/describe-node.ts";
import { easelVersion } from "../version.ts";
import { empty, json } from "./reply.ts";
import type { Reply } from "./reply.ts";

/** `GET /system_stats`. `system.easel` and `argv` tell a client that this is no ComfyUI. */
export function systemStats({ traits, faults }: Engine): Reply {
  const [total, available] = [totalmem(), freemem()];
  const wrong = faults.take("wrong-version");
  const newer = traits.generation !== "0.3.64";
  return json({
    system: {
      os: newer ? "linux" : "posix",
      ram_total: total,
      ram_free: available,
      comfyui_version: wrong ? (wrong.arg ?? "9.9.9") : traits.generation,
      required_frontend_version: null,
      installed_templates_version: null,
      required_templates_version: null,
      ...(newer ? { comfy_package_versions: [] } : {}),
      python_version: "none (easel)",
      pytorch_version: "none (easel)",
      embedded_python: false,
      ...(newer ? { deploy_environment: "local-git" } : {}),
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
export function objectInfo(classType: string | null, { nodes, house }: Engine): Reply {
  const shown = [...nodes.values()].filter((node) => classType === null || node.classType === classType);
  return json(Object.fromEntries(shown.map((node) => [node.classType, describeNode(node, house)])));
}

/** `GET /models[/{folder}]`. */
export function models(folder: string | null, { house }: Engine): Reply {
  if (folder === null) return json(modelFolders);
  const known = modelFolders.find((name) => name === folder);
  return known ? json(house.models.list(known)) : empty(404);
}

/** `GET /internal/…`: folders, logs and the names in the root of a folder. Nothing here is on a disk. */
export function internal(path: string, files: MemoryFiles): Reply {
  if (path === "logs") return json("");
  if (path === "logs/raw") return json({ entries: [], size: { cols: 80, rows: 24 } });
  if (path === "folder_paths")
    return json(Object.fromEntries(modelFolders.map((name) => [name, [`/easel/models/${name}`]])));
  if (!path.startsWith("files/")) return empty(404);
  const type = path.slice("files/".length);
  return isFolderType(type) ? json(files.list(type)) : json({ error: "Invalid directory type" }, 400);
}

/** Folders that are no models'. */
const hiddenFolders: readonly string[] = ["configs", "custom_nodes"];

/** `GET /experiment/models[/{folder}]`: as the page's model library asks. Nothing here is on a disk. */
export function experiment(path: string, { house }: Engine): Reply {
  const [head, folder, ...rest] = path.split("/");
  if (head !== "models" || rest.length > 0) return empty(404);
  if (folder === undefined)
    return json(
      modelFolders
        .filter((name) => !hiddenFolders.includes(name))
        .map((name) => ({ name, folders: [`/easel/models/${name}`] })),
    );
  const known = modelFolders.find((name) => name === folder);
  if (!known) return empty(404);
  const about = { pathIndex: 0, modified: 0, created: 0, size: 0 };
  return json(house.models.list(known).map((name) => ({ name, ...about })));
}

/** `GET /view_metadata/{folder}?filename=`: what a model file says of itself. */
export function viewMetadata(folder: string, query: URLSearchParams, { house }: Engine): Reply {
  const known = modelFolders.find((name) => name === folder);
  const file = query.get("filename") ?? "";
  if (!known || !file.endsWith(".safetensors") || !house.models.list(known).includes(file)) return empty(404);
  return json({ "modelspec.title": file.replace(/\.safetensors$/, ""), "modelspec.author": "easel" });
}
