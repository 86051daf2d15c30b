/** Somebody who draws, and a job in hand, on an honest host; and beside it a host that lies. */
import { env } from "cloudflare:workers";
import type { JobOffer } from "@llamasketch/contract";
import { expect } from "vitest";
import { Drawer } from "../drawer.ts";
import type { AgentOptions, Assignment } from "../fake-agent.ts";
import { hostOf } from "../hosts.ts";
import { JobHost, admit, jobNow, newPayer, operations } from "../jobs/stage.ts";
import { newSketch, type Owned } from "../people.ts";

/** An honest host answers within this, whatever another one says; or, on a busy machine, in a few times what it took before. */
const SOON_MS = 2000;
const TIMES = 4;

export interface Stage {
  /** Somebody who draws on the honest host, and what that host was given for it. */
  owned: Owned;
  drawer: Drawer;
  assignment: Assignment;
  honest: JobHost;
  /** A job that the honest host has in hand, and one that nobody has. */
  offer: JobOffer;
  queued: string;
  liar: JobHost;
  /** What was said to its job's watchers by now. */
  heard(): string;
  soonMs: number;
}

export async function stage(options: AgentOptions = {}): Promise<Stage> {
  const owned = await newSketch();
  const honest = await JobHost.start({ frameMs: 50 });
  const drawer = await Drawer.drawing(owned);
  await drawer.live();
  await admit(await newPayer(5));
  const startedMs = Date.now();
  drawer.frame(1);
  await drawer.picture(1);
  honest.ask();
  await honest.finish(await honest.offered());
  const soonMs = Math.max(SOON_MS, TIMES * (Date.now() - startedMs));
  const { id } = await admit(await newPayer(5));
  honest.ask();
  const offer = await honest.offered();
  expect(offer.job).toBe(id);
  const waiting = await admit(await newPayer(5), { workflow: "nobody-here-runs-this" });
  const stream = await env.DISPATCHERS.getByName("local").watchJob(id);
  let text = "";
  void stream?.pipeTo(
    new WritableStream({ write: (bytes) => void (text += new TextDecoder().decode(bytes)) }),
  );
  const liar = await JobHost.start({ frameMs: 400, ...options });
  return {
    owned,
    drawer,
    assignment: await honest.agent.assigned(owned.sketch.id),
    honest,
    offer,
    queued: waiting.id,
    liar,
    heard: () => text,
    soonMs,
  };
}

/** The honest host draws on at once, ends its job, and is paid for it once; the liar was given nothing. */
export async function unharmed({
  owned,
  drawer,
  honest,
  offer,
  queued,
  liar,
  heard,
  soonMs,
}: Stage): Promise<void> {
  const startedMs = Date.now();
  drawer.frame(2);
  await drawer.picture(2, soonMs);
  await honest.finish(offer);
  expect(Date.now() - startedMs).toBeLessThan(soonMs);
  expect(await jobNow(offer.job)).toMatchObject({ state: "succeeded", attempt: 1, tries: 0 });
  expect((await operations(offer.job)).map(({ kind }) => kind).toSorted()).toEqual(["capture", "hold"]);
  expect(await jobNow(queued)).toMatchObject({ state: "queued", attempt: 0 });
  expect(await hostOf(owned)).toBe(honest.agent.agentId);
  expect(honest.agent.links.filter(({ wire }) => !wire.closed)).toHaveLength(1);
  expect(liar.agent.assignments).toEqual([]);
  expect(liar.agent.links).toEqual([]);
  expect(liar.agent.control?.log.some((said) => String(said).includes('"job_offer"'))).toBe(false);
  expect(heard()).not.toContain("liar");
}
