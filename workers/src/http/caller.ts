/** Who asks, as a value: what is below the routes is handed this, and knows no framework. */
import type { Scope } from "@llamasketch/contract";
import type { UserRow } from "@llamasketch/db";
import type { Ports } from "../ports.ts";

/** `ls_user`: an anonymous visitor; `ls_device`: a device that is signed in; `ls_asked`: what was last mailed or begun from here; `ls_free`: whoever passed the door to free work. */
export type CookieName = "ls_user" | "ls_device" | "ls_asked" | "ls_free";

export interface Identity {
  userId: string;
  /** Their row, an account's or a visitor's, as it was when this request came; null for a visitor who made nothing yet. */
  person: UserRow | null;
  /** The same, of an account alone. */
  account: UserRow | null;
  /** The device that is signed in, also behind an access token. */
  deviceId: string | null;
  /** What a key may do; null: all that its person may. */
  scopes: readonly Scope[] | null;
}

/** Whom a sound credential of a GPU host is of. */
export interface HostClaims {
  id: string;
  /** Null: it does not end by itself. */
  expiresAtMs: number | null;
}

/** The browser's signed cookies; what is written goes out with the answer. */
export interface Cookies {
  /** The value when it carries a good signature. */
  read(name: CookieName): Promise<string | null>;
  write(name: CookieName, value: string, lifeS?: number): Promise<void>;
  clear(name: CookieName): void;
}

export interface Caller {
  readonly requestId: string;
  readonly ports: Ports;
  /** Null on routes that ask nobody, and for who is nobody yet. */
  readonly identity: Identity | null;
  /** `identity`'s, for what is owned. */
  readonly userId: string | null;
  /** The GPU host that asks; null on every route that is not for one. */
  readonly host: HostClaims | null;
  readonly request: Request;
  readonly path: string;
  readonly cookies: Cookies;
  header(name: string): string | undefined;
}
