/** A ComfyUI started and kept alive by the agent, in a process group of its own. */
import { spawn, type ChildProcess } from "node:child_process";

export interface SupervisedOptions {
  /** A shell command line. */
  command: string;
  /** Answers when the process is of use. */
  probeUrl: string;
  log(level: "info" | "warn", text: string): void;
  probeEveryMs?: number;
  /** Silence that ends a process which answered before, ms. */
  silentMs?: number;
  /** Silence that ends one which never answered, ms: the first start may load much. */
  startMs?: number;
  backoffMinMs?: number;
}

const PROBE_EVERY_MS = 2000;
const PROBE_TIMEOUT_MS = 2000;
const SILENT_MS = 30_000;
const START_MS = 600_000;
const BACKOFF_MIN_MS = 1000;
const BACKOFF_MAX_MS = 60_000;
/** A process that ran this long did not fail at its start. */
const SETTLED_MS = 120_000;
const TERM_WITHIN_MS = 5000;

export class SupervisedComfy {
  readonly #options: SupervisedOptions;
  #child: ChildProcess | null = null;
  #startedAtMs = 0;
  #heardAtMs = 0;
  #hasAnswered = false;
  #failures = 0;
  #stopping = false;
  #timer: NodeJS.Timeout | null = null;
  #probes: NodeJS.Timeout;
  /** How often it was started. */
  starts = 0;

  constructor(options: SupervisedOptions) {
    this.#options = options;
    this.#start();
    this.#probes = setInterval(() => void this.#probe(), options.probeEveryMs ?? PROBE_EVERY_MS);
  }

  /** It answered and has not been silent since. */
  get isAnswering(): boolean {
    return this.#child !== null && this.#hasAnswered;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Ends the process; it is started again by itself. */
  restart(why: string): void {
    this.#options.log("warn", `ComfyUI is being started again: ${why}`);
    // What hangs may not listen to a polite word.
    this.#signal("SIGKILL");
  }

  /** Ends the process and everything it started. */
  async stop(): Promise<void> {
    this.#stopping = true;
    clearInterval(this.#probes);
    if (this.#timer) clearTimeout(this.#timer);
    const child = this.#child;
    if (!child) return;
    const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
    this.#signal("SIGTERM");
    const kill = setTimeout(() => this.#signal("SIGKILL"), TERM_WITHIN_MS);
    await ended;
    clearTimeout(kill);
    this.#signal("SIGKILL");
  }

  /** Ends everything at once, without waiting. */
  kill(): void {
    this.#stopping = true;
    this.#signal("SIGKILL");
  }

  #start(): void {
    this.#timer = null;
    this.starts += 1;
    this.#startedAtMs = this.#heardAtMs = Date.now();
    this.#hasAnswered = false;
    // Its output may quote prompts in tracebacks: it goes nowhere.
    const child = spawn("sh", ["-c", this.#options.command], { detached: true, stdio: "ignore" });
    this.#child = child;
    child.once("error", () => this.#ended(child, "it could not be started"));
    child.once("exit", (code, signal) => this.#ended(child, signal ?? `code ${code}`));
  }

  #ended(child: ChildProcess, how: string): void {
    if (this.#child !== child) return;
    // Its children hold the port and the device.
    this.#signal("SIGKILL");
    this.#child = null;
    if (this.#stopping) return;
    this.#failures = Date.now() - this.#startedAtMs > SETTLED_MS ? 1 : this.#failures + 1;
    const least = this.#options.backoffMinMs ?? BACKOFF_MIN_MS;
    const waitMs = Math.min(BACKOFF_MAX_MS, least * 2 ** (this.#failures - 1));
    this.#options.log(
      "warn",
      `ComfyUI ended (${how}); it is started again in ${Math.round(waitMs / 100) / 10} s`,
    );
    this.#timer = setTimeout(() => this.#start(), waitMs);
  }

  async #probe(): Promise<void> {
    if (!this.#child) return;
    const isUp = await fetch(this.#options.probeUrl, { signal: AbortSignal.timeout(PROBE_TIMEOUT_MS) }).then(
      async (response) => {
        await response.body?.cancel();
        return response.ok;
      },
      () => false,
    );
    if (isUp) {
      this.#heardAtMs = Date.now();
      this.#hasAnswered = true;
      return;
    }
    const { silentMs = SILENT_MS, startMs = START_MS } = this.#options;
    if (this.#child && Date.now() - this.#heardAtMs > (this.#hasAnswered ? silentMs : startMs)) {
      this.#heardAtMs = Date.now();
      this.restart("it stopped answering");
    }
  }

  #signal(signal: NodeJS.Signals): void {
    const pid = this.#child?.pid;
    if (pid === undefined) return;
    try {
      process.kill(-pid, signal);
    } catch {
      // The group is gone already.
    }
  }
}
