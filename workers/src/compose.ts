/** What all features are together. Two that claim one name are refused, before anything runs. */
import { pageMatcher } from "@llamasketch/contract";
import { outbox } from "@llamasketch/db";
import type { Feature, Foundation, PersonExport } from "./feature.ts";
import { OUTSIDE_KINDS } from "./outbox-kinds.ts";
import type { OutboxHandlers } from "./outbox/outbox-run.ts";
import type { OutsideEffects } from "./outbox/outside-run.ts";
import type { Ports } from "./ports.ts";

/** What features add up to, beside their own ports. */
type Sums = Pick<
  Ports,
  | "effects"
  | "outsideEffects"
  | "sweeps"
  | "jobKinds"
  | "jobEnds"
  | "workJudges"
  | "statementReferences"
  | "links"
  | "tags"
  | "isPagePath"
  | "writers"
  | "exports"
  | "erasers"
>;

/** Throws with one line for each claim that two features make, and for each outbox kind that none carries out. */
export function sumsOf(features: readonly Feature[]): Sums {
  const faults: string[] = [];
  const merged = <K extends keyof Feature>(key: K): Record<string, unknown> => {
    const all = new Map<string, unknown>();
    const owners = new Map<string, string>();
    for (const feature of features) {
      for (const [name, value] of Object.entries(feature[key] ?? {})) {
        const other = owners.get(name);
        if (other !== undefined) faults.push(`${key} ${name}: both ${other} and ${feature.name} have it`);
        owners.set(name, feature.name);
        all.set(name, value);
      }
    }
    return Object.fromEntries(all);
  };
  const names = features.map(({ name }) => name);
  for (const name of new Set(names.filter((name, at) => names.indexOf(name) !== at)))
    faults.push(`${name}: registered twice`);
  const effects = merged("effects");
  const outsideEffects = merged("outsideEffects");
  const sums = {
    effects: effects as OutboxHandlers,
    outsideEffects: outsideEffects as OutsideEffects,
    sweeps: merged("cron") as Sums["sweeps"],
    jobKinds: merged("jobKinds") as Sums["jobKinds"],
    jobEnds: merged("jobEnds") as Sums["jobEnds"],
    workJudges: merged("workJudges") as Sums["workJudges"],
    statementReferences: merged("statementReferences") as Sums["statementReferences"],
    writers: features.flatMap(({ writeDown }) => (writeDown ? [writeDown] : [])),
    tags: merged("tags") as Sums["tags"],
    isPagePath: pageMatcher(features.flatMap(({ pages }) => pages ?? [])),
    links: features.flatMap(({ link }) => (link ? [link] : [])),
    exports: features.flatMap((feature): PersonExport[] => (feature.export ? [feature.export] : [])),
    erasers: features.flatMap(({ erase }) => (erase ? [erase] : [])),
  };
  const outside = new Set<string>(OUTSIDE_KINDS);
  for (const kind of outbox.kind.enumValues)
    if (!(kind in (outside.has(kind) ? outsideEffects : effects)))
      faults.push(`outbox kind ${kind}: no feature carries it out`);
  if (faults.length > 0) throw new Error(`Features do not fit together:\n${faults.join("\n")}`);
  return sums;
}

/** Throws when two features make one port. */
export function portsOf(features: readonly Feature[], base: object, given: Foundation): Ports {
  const ports: Record<string, unknown> = { ...base };
  const all = (): Ports => ports as unknown as Ports;
  for (const feature of features) {
    for (const [name, port] of Object.entries(feature.ports?.(given, all) ?? {})) {
      if (name in ports)
        throw new Error(`Features do not fit together:\nport ${name}: ${feature.name} makes it again`);
      ports[name] = port;
    }
  }
  return all();
}
