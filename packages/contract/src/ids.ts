import { z } from "zod";

/** Public ids: a prefix from this table, an underscore and a ULID (time-ordered, 80 random bits). A picture's says more. */
export const ID_PREFIX = {
  user: "usr",
  sketch: "skt",
  picture: "pic",
  request: "req",
  agent: "agt",
  device: "dvc",
  login: "lgn",
  proof: "prf",
  key: "key",
  audit: "aud",
  holder: "hld",
  session: "ses",
  quote: "quo",
  job: "job",
  upload: "upl",
} as const;
export type IdKind = keyof typeof ID_PREFIX;

const id = <K extends IdKind>(kind: K, otherwise?: string) =>
  z.string().regex(new RegExp(`^${ID_PREFIX[kind]}_[0-9A-HJKMNP-TV-Z]{26}$`), otherwise);

export const userId = id("user");
export const sketchId = id("sketch");
/** A sketch's ULID and a place in it. */
export const pictureId = z.string().regex(/^pic_[0-9A-HJKMNP-TV-Z]{40}[0-5]$/);
export const deviceId = id("device");
export const keyId = id("key");
export const quoteId = id("quote");
export const jobId = id("job");
export const uploadId = id("upload");
/** A place in a list of jobs. */
export const jobCursor = id("job", "This is no cursor: send `nextCursor` as it was answered.");
/** A GPU host: its credential says which. No user is told. */
export const agentId = id("agent");
