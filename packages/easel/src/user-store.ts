/** What the page keeps of its user: settings and small files. In memory, forgotten when the server ends. */

/** Most bytes all files of the user may have together: workflows are small. */
const capBytes = 32 * 1024 * 1024;

/** A file of the user. */
export interface UserFile {
  readonly bytes: Buffer;
  /** Unix milliseconds. */
  readonly modifiedMs: number;
  readonly createdMs: number;
}

export class UserStore {
  readonly #settings = new Map<string, unknown>();
  readonly #files = new Map<string, UserFile>();
  readonly #now: () => number;
  #bytes = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  get settings(): Record<string, unknown> {
    return Object.fromEntries(this.#settings);
  }
  setting(id: string): unknown {
    return this.#settings.get(id) ?? null;
  }
  keepSetting(id: string, value: unknown): void {
    this.#settings.set(id, value);
  }

  get(path: string): UserFile | undefined {
    return this.#files.get(path);
  }
  /** Null when there is no room for it. */
  put(path: string, bytes: Buffer): UserFile | null {
    const before = this.#files.get(path);
    const after = this.#bytes - (before?.bytes.length ?? 0) + bytes.length;
    if (after > capBytes) return null;
    const nowMs = this.#now();
    const file = { bytes, modifiedMs: nowMs, createdMs: before?.createdMs ?? nowMs };
    this.#files.set(path, file);
    this.#bytes = after;
    return file;
  }
  delete(path: string): boolean {
    this.#bytes -= this.#files.get(path)?.bytes.length ?? 0;
    return this.#files.delete(path);
  }
  move(from: string, to: string): UserFile | undefined {
    const file = this.#files.get(from);
    if (!file) return undefined;
    this.delete(to);
    this.#files.delete(from);
    this.#files.set(to, file);
    return file;
  }

  /** Files under a folder, by their path in it; null when there is no such folder. The root is always there. */
  under(folder: string): [path: string, file: UserFile][] | null {
    const prefix = folder === "" ? "" : `${folder}/`;
    const found = [...this.#files]
      .filter(([path]) => path.startsWith(prefix))
      .map(([path, file]): [string, UserFile] => [path.slice(prefix.length), file]);
    return found.length === 0 && folder !== "" ? null : found.sort(([one], [two]) => (one < two ? -1 : 1));
  }
}
