/** What the pipeline asks of features before a route: who somebody is, and whether they may. The list of routes hands it over. */
import type { Caller, HostClaims, Identity } from "./caller.ts";

export interface Doors {
  /** Throws when a key or token is given that does not hold. */
  identify(caller: Caller): Promise<Identity | null>;
  /** The host whose credential the request carries; throws when it does not hold. */
  requireHost(caller: Caller): Promise<HostClaims>;
  /** Throws when keys of this person's plan do not open what is made in the queue. */
  requireApiAccess(caller: Caller, identity: Identity): void;
  /** What an error of a feature is to whoever asked; itself when nothing is known of it. */
  plainly(error: Error): unknown;
}
