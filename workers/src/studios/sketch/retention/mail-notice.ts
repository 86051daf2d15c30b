/** Writes to who keeps more than their plan does. A letter that was not sent is no notice: nothing goes before one was. */
import { planOf } from "../../../plan.ts";
import { retentionLetter } from "../../../mail/letters.ts";
import { MAIL_HOST } from "../../../mail/mailer.ts";
import type { Ports } from "../../../ports.ts";
import type { OutboxOutcome } from "../../../feature.ts";
import type { Receiver } from "../../../feature.ts";
import { TOLD_FOR_MS, WARNED_MS } from "./bounds.ts";

/** `subject`: a person's id. */
export async function noticeReceiver({ accounts }: Ports, userId: string): Promise<Receiver | null> {
  const person = await accounts.byId(userId);
  return person?.email ? { personId: userId, host: MAIL_HOST } : null;
}

/** Safe to run again: who was told is not told twice. */
export async function mailNotice(services: Ports, userId: string, nowMs: number): Promise<OutboxOutcome> {
  const { accounts, retention, mailer, commit, config } = services;
  const [person, notice, count] = await Promise.all([
    accounts.byId(userId),
    retention.notice(userId),
    retention.count(userId),
  ]);
  if (!person?.email || person.deletedAt !== null || (notice && notice.dueAt > nowMs - TOLD_FOR_MS))
    return "done";
  const { keptPictures, keptDays } = planOf(person.plan).limits;
  const dueAtMs = nowMs + WARNED_MS;
  await mailer.send(
    retentionLetter(person.email, {
      url: `${config.publicUrl}/sketches`,
      count,
      keptPictures,
      keptDays,
      from: new Date(dueAtMs).toISOString().slice(0, 10),
    }),
  );
  await commit([retention.tell(userId, nowMs, dueAtMs)]);
  return "done";
}
