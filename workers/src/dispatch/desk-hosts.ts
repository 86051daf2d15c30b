/** GPU hosts as the desk of queued jobs knows them: what they asked for last, how fast they are, whether they are here. */
import {
  HEARTBEAT_LOST_MS,
  RETURNED_WAIT_MAX_MS,
  RETURNED_WAIT_MS,
  type JobFromAgent,
} from "@llamasketch/contract";
import {
  isAble,
  isOnTrial,
  isResting,
  jobsAllowed,
  type HostStanding,
  type JobAsk,
  type JobHost,
  type QueuedJob,
} from "@llamasketch/scheduling";

export interface DeskHost {
  agentId: string;
  /** The last one on this connection. */
  ask: Extract<JobFromAgent, { type: "job_ask" }> | null;
  /** All that it asked for on this connection: a busy host asks for less, and can no less. */
  can: Set<string>;
  /** It said that it can put a mark into pictures. */
  marks: boolean;
  /** Offers sent on this connection, and those of them that its ask did not know of. */
  offers: number;
  crossed: { offer: number; job: QueuedJob; atMs: number }[];
  /** Since when it is away; null while it is here. */
  goneAtMs: number | null;
  /** Workflows that it took and could not run, until it registers again. */
  unfit: Set<string>;
  /** Time taken as a part of what was expected, by workflow, on our clock. */
  pace: Map<string, number>;
  /** Jobs handed back in a row, and how long it is offered none for that. */
  returned: number;
  waitsUntilMs: number;
}

const HEARD_WITHIN_MS = 4000;
/** Names of workflows that one connection may bring: several times what there are. */
const CAN_MAX = 256;
/** How much one measurement counts. */
const PACE_WEIGHT = 0.3;

export class DeskHosts {
  readonly #hosts = new Map<string, DeskHost>();
  readonly #standingOf: (agentId: string) => HostStanding;

  constructor(standingOf: (agentId: string) => HostStanding) {
    this.#standingOf = standingOf;
  }

  all(): DeskHost[] {
    return [...this.#hosts.values()];
  }

  of(agentId: string): DeskHost {
    const known = this.#hosts.get(agentId);
    if (known) return known;
    const host: DeskHost = {
      agentId,
      ask: null,
      can: new Set(),
      marks: false,
      offers: 0,
      crossed: [],
      goneAtMs: null,
      unfit: new Set(),
      pace: new Map(),
      returned: 0,
      waitsUntilMs: 0,
    };
    this.#hosts.set(agentId, host);
    return host;
  }

  connected(agentId: string): void {
    Object.assign(this.of(agentId), {
      ask: null,
      can: new Set(),
      marks: false,
      offers: 0,
      crossed: [],
      goneAtMs: null,
      unfit: new Set(),
    });
  }

  disconnected(agentId: string, nowMs: number): void {
    const host = this.#hosts.get(agentId);
    if (host) Object.assign(host, { ask: null, goneAtMs: host.goneAtMs ?? nowMs });
  }

  /** It has something of ours, as a row says; it is given time to come back. */
  expect(agentId: string, nowMs: number): void {
    if (!this.#hosts.has(agentId)) this.of(agentId).goneAtMs = nowMs;
  }

  isLost(agentId: string, nowMs: number): boolean {
    const host = this.#hosts.get(agentId);
    return !host || (host.goneAtMs !== null && nowMs >= host.goneAtMs + HEARTBEAT_LOST_MS);
  }

  isAway(agentId: string): boolean {
    return this.#hosts.get(agentId)?.goneAtMs != null;
  }

  forgetLost(nowMs: number): void {
    for (const { agentId } of this.all()) if (this.isLost(agentId, nowMs)) this.#hosts.delete(agentId);
  }

  asked(host: DeskHost, ask: NonNullable<DeskHost["ask"]>, nowMs: number): void {
    host.ask = ask;
    for (const name of ask.workflows) if (host.can.size < CAN_MAX) host.can.add(name);
    host.marks ||= ask.marks === true;
    host.crossed = host.crossed.filter(
      ({ offer, atMs }) => offer > ask.heard && nowMs < atMs + HEARD_WITHIN_MS,
    );
  }

  /** An ask that comes this long after an offer knows of it, or the offer was lost. */
  isHeard({ ask, crossed }: DeskHost, offer: number): boolean {
    return ask !== null && (offer <= ask.heard || !crossed.some((one) => one.offer === offer));
  }

  /** Counts an offer; its number. */
  sent(host: DeskHost, job: QueuedJob): number {
    host.offers += 1;
    host.crossed.push({ offer: host.offers, job, atMs: Date.now() });
    return host.offers;
  }

  /** Jobs that it may have in hand. */
  jobsAllowed({ agentId }: DeskHost, nowMs: number): number {
    const isKnown = (other: string): boolean => {
      const standing = this.#standingOf(other);
      return standing.jobsCarried > 0 && !isResting(standing, nowMs) && !isOnTrial(standing, nowMs);
    };
    const others = this.all().some(
      (other) => other.agentId !== agentId && other.goneAtMs === null && isKnown(other.agentId),
    );
    return jobsAllowed(this.#standingOf(agentId), others, nowMs);
  }

  /** It handed a job back: the next one comes a little later, each time in a row. How long, ms. */
  handedBack(host: DeskHost, nowMs: number): number {
    const waitMs = Math.min(RETURNED_WAIT_MAX_MS, RETURNED_WAIT_MS * 2 ** host.returned);
    host.returned += 1;
    host.waitsUntilMs = nowMs + waitMs;
    return waitMs;
  }

  /** What it would begin now; null when nothing. Offers that its ask did not know of are taken off, and `pending` ones. */
  roomOf(host: DeskHost, pending: readonly { job: QueuedJob }[], nowMs: number): JobAsk | null {
    const { ask, agentId, unfit, marks } = host;
    if (!ask || host.goneAtMs !== null || nowMs < host.waitsUntilMs) return null;
    const crossed = [...host.crossed, ...pending];
    if (ask.free <= crossed.length) return null;
    return {
      agentId,
      workflows: new Set(ask.workflows.filter((name) => !unfit.has(name))),
      loaded: crossed.at(-1)?.job.workflow ?? ask.loaded,
      batch: ask.batch > crossed.filter(({ job }) => job.batch).length,
      marks,
      isOthers: (need, avoid) =>
        this.all().some(
          (other) =>
            other.goneAtMs === null &&
            !avoid.includes(other.agentId) &&
            !other.unfit.has(need.workflow) &&
            isAble({ workflows: other.can, marks: other.marks }, need),
        ),
    };
  }

  workflows(): string[] {
    return [
      ...new Set(
        this.all().flatMap(({ can, goneAtMs, unfit }) =>
          goneAtMs === null ? [...can].filter((name) => !unfit.has(name)) : [],
        ),
      ),
    ];
  }

  /** A job of it took so long there, on our clock. */
  timed(host: DeskHost, job: QueuedJob, tookMs: number): void {
    const part = tookMs / Math.max(1, job.expectMs);
    const before = host.pace.get(job.workflow) ?? part;
    host.pace.set(job.workflow, before + PACE_WEIGHT * (part - before));
    host.returned = 0;
  }

  forPosition(busyMsOf: (agentId: string) => number): JobHost[] {
    return this.all().flatMap(({ agentId, ask, can, marks, goneAtMs, unfit, pace }) => {
      if (!ask || goneAtMs !== null) return [];
      const known = [...pace.values()];
      const part = known.reduce((sum, one) => sum + one, 0) / Math.max(1, known.length);
      return [
        {
          slots: Math.max(
            1,
            Math.min(ask.free + ask.holding.length, jobsAllowed(this.#standingOf(agentId), true, Date.now())),
          ),
          speed: known.length === 0 ? 1 : 1 / Math.max(0.01, part),
          workflows: new Set([...can].filter((name) => !unfit.has(name))),
          marks,
          busyMs: busyMsOf(agentId),
        },
      ];
    });
  }
}
