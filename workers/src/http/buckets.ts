/** How often what may be asked: every bucket there is. `wrangler.toml` declares each one's binding with the same figures. */

export interface Bucket {
  /** The platform's counter. It counts per location and a little loosely: a guard against bursts, not a meter. */
  binding: string;
  limit: number;
  /** The platform knows these two. */
  periodS: 10 | 60;
  /** Whose calls are counted together: a person's (a newcomer's address), or an address's, whoever asks. */
  by: "who" | "address";
}

export const BUCKETS = {
  /** Reading. A page that opens a library asks for a few dozen pictures at once. */
  read: { binding: "LIMIT_READ", limit: 1200, periodS: 60, by: "who" },
  /** Changing what one has. */
  write: { binding: "LIMIT_WRITE", limit: 240, periodS: 60, by: "who" },
  /** Making what has to be stored: sketches, copies. A class behind one address starts together. */
  make: { binding: "LIMIT_MAKE", limit: 60, periodS: 60, by: "who" },
  /** Leave to open a socket. A browser that comes back after a deploy asks once or twice. */
  ticket: { binding: "LIMIT_TICKET", limit: 120, periodS: 60, by: "who" },
  /** Opening one. A school comes back from one address, all at once. */
  door: { binding: "LIMIT_DOOR", limit: 900, periodS: 60, by: "address" },
  /** Letters: each costs money and lands in somebody's inbox. */
  mail: { binding: "LIMIT_MAIL", limit: 10, periodS: 60, by: "address" },
  /** Trying secrets: passwords, proofs. Each costs a hash. */
  secret: { binding: "LIMIT_SECRET", limit: 30, periodS: 60, by: "address" },
  /** Wrong keys, tokens and tickets; right ones take nothing. By what they carry where that is known, else by a site. */
  wrong: { binding: "LIMIT_WRONG", limit: 60, periodS: 60, by: "address" },
  /** What takes long: exports. */
  heavy: { binding: "LIMIT_HEAVY", limit: 20, periodS: 60, by: "who" },
} as const satisfies Record<string, Bucket>;
export type BucketName = keyof typeof BUCKETS;
