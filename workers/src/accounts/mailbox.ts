/** Letters that anybody may have sent to any address are counted by mailbox too: nobody's is flooded, from however many addresses. */
import { digestOf } from "../digest.ts";
import type { Ports } from "../ports.ts";
import type { Letter } from "../mail/letters.ts";

/** A proof lives as long: whoever waits for a letter has one that works, even if others had it sent. */
export const MAILBOX_MS = 15 * 60_000;
export const MAILBOX_MAX = 6;

/** Sends it, or not when the mailbox had enough of them lately; whoever asked is told the same. */
export async function postLetter(
  { tries, mailer, secrets }: Pick<Ports, "tries" | "mailer" | "secrets">,
  letter: Letter,
  nowMs: number,
): Promise<void> {
  const key = await digestOf(`letters ${secrets.tokenKeys[0]} ${letter.to}`);
  if ((await tries.add(key, nowMs, nowMs + MAILBOX_MS)) > MAILBOX_MAX) return;
  await mailer.send(letter);
}
