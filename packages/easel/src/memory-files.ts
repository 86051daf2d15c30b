import { createHash } from "node:crypto";

/** The three folders of a ComfyUI server. */
export type FolderType = "input" | "output" | "temp";

/** One stored file. */
export interface StoredFile {
  readonly bytes: Buffer;
  readonly sha256: string;
}

/** Narrows a request's `type`. */
export function isFolderType(value: string): value is FolderType {
  return value === "input" || value === "output" || value === "temp";
}

/**
 * Cleans a subfolder the way a path join would. Null when it points outside its folder; every name is
 * a key in a map, so nothing here can touch a disk.
 */
export function cleanSubfolder(subfolder: string): string | null {
  if (subfolder.length > 1024 || subfolder.includes("\0") || /^[\\/]/.test(subfolder)) return null;
  const parts: string[] = [];
  for (const part of subfolder.split(/[\\/]/)) {
    if (part === "" || part === ".") continue;
    if (part === "..") return null;
    parts.push(part);
  }
  return parts.join("/");
}

/** Splits `sub/name.png [temp]` as ComfyUI annotates it. Null when it points outside its folder. */
export function parseAnnotated(path: string): { type: FolderType; subfolder: string; name: string } | null {
  const match = /^(.*?)(?: \[(input|output|temp)\])?$/s.exec(path);
  const type = match?.[2] ?? "input";
  const bare = match?.[1] ?? "";
  const slash = bare.lastIndexOf("/");
  const subfolder = cleanSubfolder(slash < 0 ? "" : bare.slice(0, slash));
  const name = bare.slice(slash + 1);
  if (subfolder === null || !isFolderType(type) || !isPlainName(name)) return null;
  return { type, subfolder, name };
}

/** True for a file name without any path in it. */
export function isPlainName(name: string): boolean {
  return name !== "" && name !== "." && name !== ".." && name.length <= 255 && !/[\\/\0]/.test(name);
}

/** Uploads and results, in memory, the least recently used dropped first once `capBytes` is reached. */
export class MemoryFiles {
  readonly #files = new Map<string, StoredFile>();
  readonly #capBytes: number;
  #bytes = 0;

  constructor(capBytes: number) {
    this.#capBytes = capBytes;
  }

  /** Bytes held now. */
  get bytes(): number {
    return this.#bytes;
  }

  get(type: FolderType, subfolder: string, name: string): StoredFile | undefined {
    const key = keyOf(type, subfolder, name);
    const file = this.#files.get(key);
    if (!file) return undefined;
    this.#files.delete(key);
    this.#files.set(key, file);
    return file;
  }

  set(type: FolderType, subfolder: string, name: string, bytes: Buffer): StoredFile {
    const key = keyOf(type, subfolder, name);
    this.#drop(key);
    const file = { bytes, sha256: createHash("sha256").update(bytes).digest("hex") };
    this.#files.set(key, file);
    this.#bytes += bytes.length;
    for (const oldest of this.#files.keys()) {
      if (this.#bytes <= this.#capBytes || oldest === key) break;
      this.#drop(oldest);
    }
    return file;
  }

  /** Stores under `name`, or `name (1)` and so on when other bytes have it; the same bytes are reused. */
  upload(type: FolderType, subfolder: string, name: string, bytes: Buffer, overwrite: boolean): string {
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    const dot = name.lastIndexOf(".");
    const [stem, extension] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ""];
    let free = name;
    for (let suffix = 1; !overwrite; suffix++) {
      const taken = this.get(type, subfolder, free);
      if (!taken) break;
      if (taken.sha256 === sha256) return free;
      free = `${stem} (${suffix})${extension}`;
    }
    this.set(type, subfolder, free, bytes);
    return free;
  }

  delete(type: FolderType, subfolder: string, name: string): void {
    this.#drop(keyOf(type, subfolder, name));
  }

  /** Names directly in a folder, in name order. */
  list(type: FolderType, subfolder = ""): string[] {
    const prefix = keyOf(type, subfolder, "");
    const names: string[] = [];
    for (const key of this.#files.keys()) {
      if (key.startsWith(prefix) && !key.includes("/", prefix.length)) names.push(key.slice(prefix.length));
    }
    return names.sort();
  }

  #drop(key: string): void {
    const old = this.#files.get(key);
    if (!old) return;
    this.#files.delete(key);
    this.#bytes -= old.bytes.length;
  }
}

function keyOf(type: FolderType, subfolder: string, name: string): string {
  return subfolder === "" ? `${type}/${name}` : `${type}/${subfolder}/${name}`;
}
