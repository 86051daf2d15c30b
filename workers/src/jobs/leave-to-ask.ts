/**
 * One question at one door: whether somebody may have work queued, and by which rules it is made. Every job passes here,
 * whichever route asked for it; what is refused has cost nothing yet.
 */
import type { UserRow } from "@llamasketch/db";
import { hasApiAccess } from "../accounts/api-access.ts";
import { requireRunning } from "../admin/running.ts";
import { ApiError, banned } from "../http/errors.ts";
import { requireDrawable } from "../moderation/require-drawable.ts";
import type { Ports } from "../ports.ts";
import { markOf } from "./mark.ts";
import { queueRights, type QueueRights } from "../accounts/queue-rights.ts";

export interface Asking {
  /** Null: a visitor who makes nothing but this. */
  person: UserRow | null;
  /** A program asks, with a key of this person's. */
  isProgram: boolean;
  /** Words that go in, by the caller's names for them. */
  words: Readonly<Record<string, string>>;
}

declare const GIVEN: unique symbol;
/** Given here and nowhere else: nothing is admitted without one. */
export type Leave = QueueRights & {
  /** What stands visibly in what is made; null: nothing. */
  readonly mark: string | null;
  readonly [GIVEN]: true;
};

/** Throws `ApiError` when they may not. That they still may when it is written, the schema says. */
export async function leaveToAsk(
  services: Ports,
  { person, isProgram, words }: Asking,
  nowMs: number,
): Promise<Leave> {
  const { config } = services;
  requireDrawable(words);
  if (person !== null && person.bannedAt !== null) throw banned();
  if (isProgram) requireApiAccess(services, person);
  await requireRunning(services, person, nowMs);
  return { ...queueRights(person), mark: markOf(config, person?.plan ?? "free") } as Leave;
}

/** What is made in the queue is the media API's, by whatever address it is asked for. */
export function requireApiAccess({ config }: Pick<Ports, "config">, person: UserRow | null): void {
  if (person && hasApiAccess(config, person)) return;
  throw new ApiError("forbidden", "Your plan's API keys can't use the media API.", {
    hint: "Those of Pro and Unlimited do. Signed in, in a browser, every plan generates.",
  });
}
