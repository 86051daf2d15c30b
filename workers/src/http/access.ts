import type { Scope } from "@llamasketch/contract";
import type { BucketName } from "./buckets.ts";

/**
 * Who may call. `nobody`: it does not matter and is not looked at. `anyone`: with or without a name. `owner`: the visitor or
 * account whose thing it is. `account`: somebody signed in, on a device. `moderator` and `admin`: accounts with that role
 * (an admin is a moderator too). `agent`: a GPU host, by its credential. `operator`: by a token of the configuration. `ticket`: by one, for a socket. `lease`: by the
 * bearer's ticket of one run of a job, which its route looks at.
 * `development`: anyone, where the configuration says so, else there is no such route.
 */
export type Who =
  | "nobody"
  | "anyone"
  | "owner"
  | "account"
  | "moderator"
  | "admin"
  | "agent"
  | "operator"
  | "ticket"
  | "lease"
  | "development";

export interface Access {
  who: Who;
  /** What a program's key must be for to come in; without it no key does. */
  scope?: Scope;
  /** Which bucket a call is taken from, and how much; null: nothing to wear out. */
  limit: BucketName | null;
  cost?: number;
  /** The longest body it takes; 64 KB unless said. */
  bodyMaxBytes?: number;
  /** Also open to who was banned: their own data stay theirs, and who signs in is looked at then. */
  banned?: "welcome";
}
