/** What lies in the local media store, read from its own files. */
import { globSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** Bytes of objects whose key holds one of these ids. */
export function storedBytesOf(stateDir: string, ids: ReadonlySet<string>): number {
  let bytes = 0;
  for (const file of globSync(join(stateDir, "**/miniflare-R2BucketObject/*.sqlite"))) {
    const database = new DatabaseSync(file, { readOnly: true });
    try {
      const hasObjects = database.prepare("SELECT 1 FROM sqlite_master WHERE name = '_mf_objects'").get();
      if (!hasObjects) continue;
      for (const { key, size } of database.prepare("SELECT key, size FROM _mf_objects").all())
        if (
          String(key)
            .split(/[/]/)
            .some((part) => ids.has(part))
        )
          bytes += Number(size);
    } finally {
      database.close();
    }
  }
  return bytes;
}
