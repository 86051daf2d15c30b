/** Keeps one child process alive: its own process group, probed over HTTP, killed and started again when it is silent. */
import { spawn, type ChildProcess } from "node:child_process";

export interface ChildPlan {
  name: string;
  command: string;
  args: string[];
  env?: Record<string, string>;
  /** Answers 200 when the child is well. */
  probeUrl: string;
  /** False: probed until it is ready, then left alone, as one that is kept busy on purpose must be. */
  watched?: boolean;
  /** A line of its output, for whoever wants to see it. */
  onLine?(line: string): void;
  onRestart?(): void;
}

const PROBE_EVERY_MS = 250;
const PROBE_TIMEOUT_MS = 1000;
const MISSES_ALLOWED = 4;
/** A fresh process may take this long before its silence counts. */
const START_WITHIN_MS = 60_000;
const RESTART_PAUSE_MS = 250;

export class Supervised {
  readonly #plan: ChildPlan;
  #child: ChildProcess | null = null;
  /** The group outlives its leader: what it leaves behind may hold the port. */
  #group: number | null = null;
  #stopping = false;
  #startedAtMs = 0;
  #everWell = false;
  #misses = 0;
  #loop: Promise<void> = Promise.resolve();
  restarts = 0;

  constructor(plan: ChildPlan) {
    this.#plan = plan;
  }

  get pid(): number | null {
    return this.#child?.pid ?? null;
  }

  /** Resolves once the child answers its probe; throws when it never does. */
  async start(): Promise<void> {
    this.#spawn();
    while (!(await this.#probe())) {
      if (this.#child === null) throw new Error(`${this.#plan.name} ended before it was ready`);
      if (Date.now() > this.#startedAtMs + START_WITHIN_MS)
        throw new Error(`${this.#plan.name} did not become ready`);
      await sleep(PROBE_EVERY_MS);
    }
    this.#everWell = true;
    if (this.#plan.watched !== false) this.#loop = this.#watch();
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#loop;
    const child = this.#child;
    if (this.#group === null) return;
    signalGroup(this.#group, "SIGTERM");
    const ended = child && new Promise<void>((resolve) => child.once("exit", () => resolve()));
    if (ended) await Promise.race([ended, sleep(3000)]);
    signalGroup(this.#group, "SIGKILL");
  }

  #spawn(): void {
    const { command, args, env, name } = this.#plan;
    this.#startedAtMs = Date.now();
    this.#everWell = false;
    this.#misses = 0;
    const child = spawn(command, args, {
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...env },
    });
    this.#child = child;
    this.#group = child.pid ?? null;
    for (const stream of [child.stdout, child.stderr]) {
      let rest = "";
      stream.setEncoding("utf8").on("data", (text: string) => {
        const lines = (rest + text).split("\n");
        rest = lines.pop() ?? "";
        for (const line of lines) this.#plan.onLine?.(`${name}: ${line}`);
      });
    }
    child.on("exit", () => {
      if (this.#child === child) this.#child = null;
    });
    child.on("error", () => {
      if (this.#child === child) this.#child = null;
    });
  }

  async #watch(): Promise<void> {
    while (!this.#stopping) {
      await sleep(PROBE_EVERY_MS);
      if (this.#stopping) return;
      const well = await this.#probe();
      if (well) {
        this.#everWell = true;
        this.#misses = 0;
        continue;
      }
      const starting = !this.#everWell && Date.now() < this.#startedAtMs + START_WITHIN_MS;
      if (this.#child !== null && starting) continue;
      this.#misses += 1;
      if (this.#child !== null && this.#misses < MISSES_ALLOWED) continue;
      await this.#restart();
    }
  }

  async #restart(): Promise<void> {
    if (this.#group !== null) signalGroup(this.#group, "SIGKILL");
    this.#group = null;
    this.#child = null;
    this.restarts += 1;
    this.#plan.onRestart?.();
    await sleep(RESTART_PAUSE_MS);
    if (!this.#stopping) this.#spawn();
  }

  async #probe(): Promise<boolean> {
    try {
      const response = await fetch(this.#plan.probeUrl, { signal: AbortSignal.timeout(PROBE_TIMEOUT_MS) });
      await response.body?.cancel();
      return response.ok;
    } catch {
      return false;
    }
  }
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // The group has ended already.
  }
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
