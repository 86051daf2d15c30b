/** Ends the live sockets of who may not stay as they are: signed out, signed in as somebody, or banned. */
import type { OutboxOutcome } from "../../../feature.ts";
import type { Ports } from "../../../ports.ts";

/** `subject`: the address of a live session, a space, and a user's or a device's id. Safe to run again. */
export async function turnAway(services: Ports, subject: string): Promise<OutboxOutcome> {
  const [address = "", who = ""] = subject.split(" ");
  await services.session(address).turnAway(who);
  return "done";
}
