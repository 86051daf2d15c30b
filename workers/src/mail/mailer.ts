/** One way out for mail: the platform's binding in production, a page to read it on in development. */
import { ulid } from "ulid";
import type { Letter } from "./letters.ts";

export interface Mailer {
  /** Resolves once the letter is on its way; rejects when it is not. */
  send(letter: Letter): Promise<void>;
}

/** What letters are sent to, among the machines that are not ours. */
export const MAIL_HOST = "mail";
/** Whoever waits for a letter to leave waits no longer than this. */
const WITHIN_MS = 10_000;

export const platformMailer = (binding: SendEmail, from: string): Mailer => ({
  async send(letter) {
    const late = new Promise<never>((_, reject) => {
      AbortSignal.timeout(WITHIN_MS).addEventListener("abort", () =>
        reject(new Error("the letter was not taken in time")),
      );
    });
    await Promise.race([binding.send({ from: { email: from, name: "LlamaSketch" }, ...letter }), late]);
  },
});

/** Where nothing is set up to send with. */
export const noMailer: Mailer = {
  send: () => Promise.reject(new Error("no way to send mail is configured")),
};

const PREFIX = "development/mail/";
const SHOWN = 50;

export interface KeptLetter extends Letter {
  sentAt: string;
}

/** Keeps letters beside the media, to be read at `/dev/mail`. */
export const developmentMailer = (media: R2Bucket) => ({
  async send(letter: Letter): Promise<void> {
    const kept: KeptLetter = { ...letter, sentAt: new Date().toISOString() };
    // Later ones first in the bucket's own order.
    const place = (Number.MAX_SAFE_INTEGER - Date.now()).toString().padStart(16, "0");
    await media.put(`${PREFIX}${place}-${ulid()}`, JSON.stringify(kept));
  },
  async letters(): Promise<KeptLetter[]> {
    const { objects } = await media.list({ prefix: PREFIX, limit: SHOWN });
    const found = await Promise.all(
      objects.map(async ({ key }) => (await media.get(key))?.json<KeptLetter>()),
    );
    return found.filter((letter) => letter !== undefined);
  },
});
