import { jobs, sketches } from "@llamasketch/db";
import { and, asc, eq, gt, sql } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import type { Statement } from "../commit.ts";

/** As it is written in its row. A job that was erased says nothing. */
const PROMPT = sql<string>`coalesce(json_extract(${jobs.request}, '$.prompt'), '')`;

/** Text beside its folded form, in the order of ids; put only while the text is still what was folded. */
export const createFoldStore = (db: DrizzleD1Database) => ({
  sketchesAfter: (id: string, limit: number) =>
    db
      .select({
        id: sketches.id,
        title: sketches.title,
        prompt: sketches.prompt,
        titleWords: sketches.titleWords,
        promptWords: sketches.promptWords,
      })
      .from(sketches)
      .where(gt(sketches.id, id))
      .orderBy(asc(sketches.id))
      .limit(limit)
      .all(),
  putSketch: (
    { id, title, prompt }: { id: string; title: string; prompt: string },
    titleWords: string,
    promptWords: string,
  ): Statement =>
    db
      .update(sketches)
      .set({ titleWords, promptWords })
      .where(and(eq(sketches.id, id), eq(sketches.title, title), eq(sketches.prompt, prompt))),
  jobsAfter: (id: string, limit: number) =>
    db
      .select({ id: jobs.id, prompt: PROMPT, words: jobs.words })
      .from(jobs)
      .where(gt(jobs.id, id))
      .orderBy(asc(jobs.id))
      .limit(limit)
      .all(),
  putJob: ({ id, prompt }: { id: string; prompt: string }, words: string): Statement =>
    db
      .update(jobs)
      .set({ words })
      .where(and(eq(jobs.id, id), eq(PROMPT, prompt))),
});
