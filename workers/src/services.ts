/** The composition root: ports of all features, built from the bindings. Imported by the shells alone: fetch, queue, scheduled, objects. */
import { PARTS, type Part } from "@llamasketch/contract";
import { drizzle } from "drizzle-orm/d1";
import { createCommit } from "./commit.ts";
import { readEnvironment, type Config } from "./config.ts";
import type { Feature } from "./feature.ts";
import { FEATURES } from "./features.ts";
import { portsOf, sumsOf } from "./compose.ts";
import type { Bindings, Ports } from "./ports.ts";

type Intersection<U> = (U extends unknown ? (each: U) => void : never) extends (all: infer All) => void
  ? All
  : never;
type Made = (typeof FEATURES)[number] extends infer F ? (F extends Feature<infer Own> ? Own : never) : never;
type Base = Pick<Ports, "config" | "secrets" | "off" | "media" | "page" | "commit" | "written">;

const SUMS = sumsOf(FEATURES);

export function services(env: Bindings): Ports {
  const { config, secrets } = readEnvironment(env);
  const db = drizzle(env.DB);
  const written = { rows: 0, batches: 0 };
  const commit = createCommit(db, written);
  const base: Base & typeof SUMS = {
    config,
    secrets,
    off: partsOff(env, config),
    media: env.MEDIA,
    page: env.ASSETS,
    commit,
    written,
    ...SUMS,
  };
  return portsOf(FEATURES, base, { env, db, config, secrets, commit });
}

/** Does not compile when no feature makes a port that some feature declares. */
({}) as Intersection<Made> & Base & typeof SUMS satisfies Ports;

const shared = new WeakMap<Bindings, Ports>();

/** The same for every request of an isolate: building it was a sixth of a refused request. Nothing in it is a request's own. */
export function sharedServices(env: Bindings): Ports {
  const known = shared.get(env);
  // Environments are read once as well: another configuration is another object.
  if (known?.config === readEnvironment(env).config) return known;
  const made = services(env);
  shared.set(env, made);
  return made;
}

function partsOff(env: Bindings, config: Config): Part[] {
  const isOff: Record<Part, boolean> = {
    mail: !config.isDevelopment && (!env.MAIL || config.mailFrom === null),
    google: config.google === null,
    media_origin: config.mediaOrigin === null,
    turnstile: config.turnstile === null,
    limits: !config.hasLimits,
  };
  return PARTS.filter((part) => isOff[part]);
}
