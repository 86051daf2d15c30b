/** Walks through the media store, a few pages at each run of the cron, and removes what no row names. */
import { always, type HasTime } from "../has-time.ts";
import { log } from "../log.ts";
import { coverKey, keysOfPicture, markedPictureKey, sketchOfKey, sketchPrefix } from "../media/keys.ts";
import type { Ports } from "../ports.ts";
import { jobOfKey, uploadOfKey } from "../media/job-keys.ts";

/**
 * Younger ones may get their row yet: a block's pictures within minutes, a batch job's results within the 48 hours that it waits and
 * the hour that it runs, and what failed is tried again for a while.
 */
export const ORPHAN_AGE_MS = 3 * 86_400_000;
const PAGE = 500;
/** Of one run: at 500 objects each, 3.6 million a day. */
const PAGES_MAX = 5;
/** Once around a day. */
const REST_MS = 20 * 3_600_000;

type Judge = (services: Ports, keys: readonly string[]) => Promise<string[]>;

/** Everything that the product puts, by its prefix; in which of it nothing is looked for, nothing is removed. */
const PREFIXES: Readonly<Record<string, Judge>> = {
  "sketches/": orphansOfSketches,
  "jobs/": orphansOfJobs,
  "uploads/": orphansOfUploads,
};

export async function sweepOrphans(services: Ports, nowMs: number, hasTime: HasTime = always): Promise<void> {
  for (const [prefix, judge] of Object.entries(PREFIXES)) {
    try {
      await walk(services, prefix, judge, nowMs, hasTime);
    } catch (error) {
      log("error", "orphans_not_swept", { prefix }, error);
    }
  }
}

async function walk(
  services: Ports,
  prefix: string,
  judge: Judge,
  nowMs: number,
  hasTime: HasTime,
): Promise<void> {
  const { media, walks, commit } = services;
  const name = `orphans:${prefix}`;
  const before = await walks.at(name);
  if (before?.cursor === "" && nowMs - before.at < REST_MS) return;
  // The last key that was looked at: a store's own cursor ages, a key does not.
  let after = before?.cursor ?? "";
  for (let page = 0; page < PAGES_MAX && hasTime(); page++) {
    const { objects, truncated } = await media.list({
      prefix,
      limit: PAGE,
      ...(after !== "" && { startAfter: after }),
    });
    const old = objects.filter(({ uploaded }) => uploaded.getTime() < nowMs - ORPHAN_AGE_MS);
    const orphans =
      old.length > 0
        ? await judge(
            services,
            old.map(({ key }) => key),
          )
        : [];
    if (orphans.length > 0) {
      await media.delete(orphans);
      const gone = new Set(orphans);
      const bytes = old.reduce((sum, { key, size }) => sum + (gone.has(key) ? size : 0), 0);
      log("warn", "orphans_removed", { prefix, objects: orphans.length, bytes });
    }
    after = truncated ? (objects.at(-1)?.key ?? "") : "";
    await commit([walks.walked(name, after, nowMs)]);
    if (after === "") return;
  }
}

/** Where rows name what lies there; `words/` is named by what lies beside it, and goes with the sketch. */
const NAMED_FOLDERS = ["pictures/", "strokes/", "live/", "log/", "from/"];
const WORDS_FOLDER = "words/";

async function orphansOfSketches({ orphans }: Ports, keys: readonly string[]): Promise<string[]> {
  const ids = [...new Set(keys.flatMap((key) => sketchOfKey(key) ?? []))];
  // A row that names a copy with a mark stands for the clean one beside it.
  const known = await orphans.ofSketches(ids, [...keys, ...keys.map(markedPictureKey)]);
  const named = new Set([...known.keys].flatMap(keysOfPicture));
  return keys.filter((key) => {
    const id = sketchOfKey(key);
    if (id === null || known.busy.has(id)) return false;
    if (key === coverKey(id)) return !known.covered.has(id);
    const isUnder = (folder: string): boolean => key.startsWith(sketchPrefix(id) + folder);
    if (isUnder(WORDS_FOLDER)) return !known.here.has(id);
    return NAMED_FOLDERS.some(isUnder) && !named.has(key);
  });
}

async function orphansOfJobs({ orphans }: Ports, keys: readonly string[]): Promise<string[]> {
  const ids = [...new Set(keys.flatMap((key) => jobOfKey(key) ?? []))];
  const known = await orphans.ofJobs(ids);
  return keys.filter((key) => {
    const id = jobOfKey(key);
    return id !== null && !known.open.has(id) && !known.keys.has(key);
  });
}

async function orphansOfUploads({ orphans }: Ports, keys: readonly string[]): Promise<string[]> {
  const known = await orphans.uploads(keys.flatMap((key) => uploadOfKey(key) ?? []));
  return keys.filter((key) => {
    const id = uploadOfKey(key);
    return id !== null && !known.has(id);
  });
}
