import type { IncomingMessage } from "node:http";
import { parseExact } from "../engine/exact-json.ts";
import { cleanSubfolder } from "../memory-files.ts";
import type { UserFile, UserStore } from "../user-store.ts";
import { empty, json, text } from "./reply.ts";
import type { Reply } from "./reply.ts";
import { HttpProblem, readBody, readJsonObject, serverTrouble } from "./request.ts";

/** `GET`, `POST /settings[/{id}]`. */
export async function settings(
  request: IncomingMessage,
  method: string | undefined,
  id: string | null,
  user: UserStore,
): Promise<Reply> {
  if (method === "GET") return json(id === null ? user.settings : user.setting(id));
  if (id === null)
    for (const [name, value] of Object.entries(await readJsonObject(request))) user.keepSetting(name, value);
  else user.keepSetting(id, readAny(await readBody(request)));
  return empty(200);
}

function readAny(body: Buffer): unknown {
  try {
    return parseExact(body.toString("utf8"));
  } catch {
    throw new HttpProblem(500, serverTrouble);
  }
}

/** `/users`: there is one, as where ComfyUI was started without `--multi-user`. */
export const users = (): Reply => json({ storage: "server", migrated: true });

/** `GET /userdata?dir=`: names in a folder, as a list, split, or with what there is to know of each. */
export function listUserData(query: URLSearchParams, user: UserStore): Reply {
  const dir = query.get("dir") ?? "";
  if (dir === "") return text("Directory not provided", 400);
  const folder = cleanSubfolder(dir);
  if (folder === null) return text("Invalid directory", 403);
  const found = user.under(folder);
  if (!found) return text("Directory not found", 404);
  const is = (name: string): boolean => query.get(name)?.toLowerCase() === "true";
  const deep = is("recurse");
  const shown = found.filter(([path]) => deep || !path.includes("/"));
  if (is("full_info")) return json(shown.map(([path, file]) => about(path, file)));
  return json(shown.map(([path]) => (is("split") ? [path, ...path.split("/")] : path)));
}

/** `GET /v2/userdata?path=`: all files and folders under a folder, folders first, their paths from the root. */
export function browseUserData(query: URLSearchParams, user: UserStore): Reply {
  const folder = cleanSubfolder(query.get("path") ?? "");
  if (folder === null) return text("Invalid path requested", 400);
  const found = user.under(folder);
  if (!found) return text("Requested path not found", 404);
  const here = (path: string): string => (folder === "" ? path : `${folder}/${path}`);
  const nameOf = (path: string): string => path.slice(path.lastIndexOf("/") + 1);
  const folders = new Set(found.flatMap(([path]) => foldersOf(path)));
  return json([
    ...[...folders].map((path) => ({ name: nameOf(path), path: here(path), type: "directory" })),
    ...found.map(([path, { bytes, modifiedMs }]) => ({
      name: nameOf(path),
      path: here(path),
      type: "file",
      size: bytes.length,
      modified: modifiedMs / 1000,
    })),
  ]);
}

const foldersOf = (path: string): string[] =>
  path.split("/").flatMap((_, at, parts) => (at === 0 ? [] : [parts.slice(0, at).join("/")]));

const about = (path: string, { bytes, modifiedMs, createdMs }: UserFile) => ({
  path,
  size: bytes.length,
  modified: modifiedMs,
  created: createdMs,
});

/** `/userdata/{file}` and `/userdata/{file}/move/{dest}`; a file's slashes are written `%2F`. */
export async function userFile(
  request: IncomingMessage,
  method: string | undefined,
  parts: readonly string[],
  query: URLSearchParams,
  user: UserStore,
): Promise<Reply> {
  const [path, verb, dest] = [parts[0] ?? "", parts[1], parts[2]];
  const name = fileName(path);
  if (name === null) return empty(403);
  const mayReplace = query.get("overwrite") !== "false";
  const told = (at: string, file: UserFile): Reply =>
    json(query.get("full_info")?.toLowerCase() === "true" ? about(at, file) : at);
  if (verb === "move" && method === "POST") {
    const to = fileName(dest ?? "");
    if (to === null) return empty(403);
    if (!user.get(name)) return empty(404);
    if (!mayReplace && user.get(to)) return text("File already exists", 409);
    const moved = user.move(name, to);
    return moved ? told(to, moved) : empty(404);
  }
  if (parts.length > 1) return empty(404);
  switch (method) {
    case "GET": {
      const file = user.get(name);
      if (!file) return empty(404);
      const type = name.endsWith(".json") ? "application/json" : "application/octet-stream";
      const headers = {
        "content-type": type,
        "content-disposition": "attachment",
        "x-content-type-options": "nosniff",
      };
      return { status: 200, headers, body: file.bytes };
    }
    case "POST": {
      if (!mayReplace && user.get(name)) return text("File already exists", 409);
      const file = user.put(name, await readBody(request));
      return file ? told(name, file) : text("There is no more room for files of the user", 507);
    }
    case "DELETE":
      return user.delete(name) ? empty(204) : empty(404);
    default:
      return empty(405);
  }
}

/** Null for a path that leads out, or to no file. */
function fileName(path: string): string | null {
  const clean = cleanSubfolder(path);
  return clean === "" ? null : clean;
}
