/** One seeded run of the live machines under loss, reorder, duplication, eviction, crashes and agents' deaths. */
import { variationSeed } from "@llamasketch/contract";
import { World, settled, shownText, type Browser } from "./world.ts";

export interface RunReport {
  seed: number;
  /** What went wrong, in words; empty when the run held. */
  problems: string[];
  pictures: number;
  variations: number;
  /** Steps of queued work. */
  queuedSteps: number;
  faults: number;
  log: string[];
}

const ROUNDS = 3;
const STORMY_MS = 9000;
/** After the faults end, everything must be on screen within this: the longest chain is a dead agent that looks alive. */
const CALM_MS = 25_000;
const REST_MS = 1000;
const CAPACITY = 4;

/**
 * With `extras` hands ask for variations too, of agents most of which can make them; with `pauses` sessions run
 * out of credits now and then, and get new ones; with `queued` agents work off queued jobs beside.
 */
export async function runLive(
  seed: number,
  extras = false,
  pauses = false,
  queued = false,
): Promise<RunReport> {
  const world = new World(seed);
  const log: string[] = [];
  const counts = { pictures: 0, variations: 0, faults: 0, queuedSteps: 0 };
  const report: RunReport = { seed, problems: [], ...counts, log };
  const note = (text: string): void => void log.push(`${Math.round(world.clock.nowMs)} ${text}`);
  const produceMs = 80 + world.random() * 500;
  const agents = 1 + Math.floor(world.random() * 2);
  for (let at = 0; at < agents; at++) {
    const slots = extras ? 1 + Math.floor(world.random() * 2) : 1;
    const agent = world.addAgent(produceMs, slots, CAPACITY);
    if (extras && world.random() < 0.85) agent.can = ["variations"];
    if (queued) agent.workOff(100 + world.random() * 900);
  }
  const sketches = 1 + Math.floor(world.random() * 3);
  for (let at = 0; at < sketches; at++) world.openBrowser(world.addSession(), "free", extras ? 2 : 0);
  if (world.random() < 0.5) world.openBrowser(world.sessions[0] ?? world.addSession(), "free");
  await world.clock.run(3000);
  for (let round = 0; round < ROUNDS && report.problems.length === 0; round++) {
    world.storm = world.random() < 0.5 ? 0.15 * world.random() : 0;
    for (const browser of world.browsers) draw(world, browser, STORMY_MS, extras);
    const endMs = world.clock.nowMs + STORMY_MS;
    while (world.clock.nowMs < endMs) {
      await world.clock.run(world.clock.nowMs + 300 + world.random() * 1500);
      if (world.random() < 0.5) continue;
      report.faults += 1;
      note(pauses && world.random() < 0.4 ? spend(world) : strike(world));
    }
    world.storm = 0;
    for (const session of world.sessions) session.dispatch({ type: "resumed" });
    note("calm");
    await calm(world, report);
  }
  for (const browser of world.browsers) check(browser, report);
  for (const agent of world.agents) report.queuedSteps += agent.queuedSteps;
  return report;
}

/** Strokes and pauses until `forMs` from now. */
function draw(world: World, browser: Browser, forMs: number, extras: boolean): void {
  const { clock, random } = world;
  const endMs = clock.nowMs + forMs;
  const stroke = (): void => {
    if (clock.nowMs >= endMs) return;
    const points = 1 + Math.floor(random() * 20);
    const { live } = browser;
    if (live.state.holder === "you") live.pen(true);
    const ink = (left: number): void => {
      if (live.state.holder === "you") live.inked();
      if (left > 0) return void clock.timer(16, () => ink(left - 1));
      if (live.state.holder === "you") live.pen(false);
      if (extras && random() < 0.3) live.askVariations(1 + Math.floor(random() * 4));
      clock.timer(100 + random() * 1500, stroke);
    };
    ink(points);
  };
  clock.timer(random() * 500, stroke);
}

function spend({ random, sessions }: World): string {
  const session = sessions[Math.floor(random() * sessions.length)];
  if (random() < 0.4) {
    session?.dispatch({ type: "resumed" });
    return `${session?.address} has credits`;
  }
  session?.dispatch({ type: "paused", reason: random() < 0.5 ? "no_credits" : "limit" });
  return `${session?.address} has no credits`;
}

function strike(world: World): string {
  const { random, agents, sessions, browsers } = world;
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
  const roll = random();
  const agent = pick(agents);
  const session = pick(sessions);
  const browser = pick(browsers);
  if (roll < 0.14 && agent?.alive) {
    world.killAgent(agent, false, 500 + random() * 3000, CAPACITY);
    return `${agent.agentId} dies`;
  }
  if (roll < 0.22 && agent?.alive) {
    world.killAgent(agent, true, 2000 + random() * 3000, CAPACITY);
    return `${agent.agentId} dies without a word`;
  }
  if (roll < 0.28 && agent?.alive) {
    agent.hung = true;
    world.clock.timer(4000, () => world.killAgent(agent, false, 500, CAPACITY));
    return `${agent.agentId} hangs`;
  }
  if (roll < 0.45) {
    session?.evict();
    return `${session?.address} is evicted`;
  }
  if (roll < 0.55) {
    session?.crash();
    return `${session?.address} crashes`;
  }
  if (roll < 0.7) {
    browser?.wire?.close(null, 1006);
    return `${browser?.name} loses its socket`;
  }
  if (roll < 0.8) {
    const wire = pick([...world.wires].filter((candidate) => candidate.open));
    if (wire) wire.black = true;
    return "a socket turns black";
  }
  if (roll < 0.88) {
    world.restartDispatcher(CAPACITY);
    return "the dispatcher restarts";
  }
  if (roll < 0.94 && browser) {
    browser.live.takePen();
    return `${browser.name} takes the pen`;
  }
  browser?.live.setSettings({ prompt: `words ${Math.floor(random() * 1e6)}`, strength: 0.5, seed: 1 });
  return `${browser?.name} changes the words`;
}

/** Waits for everything to settle; what does not is a problem. */
async function calm(world: World, report: RunReport): Promise<void> {
  const byMs = world.clock.nowMs + CALM_MS;
  let quietSinceMs: number | null = null;
  while (world.clock.nowMs < byMs) {
    await world.clock.run(world.clock.nowMs + 100);
    if (!world.browsers.every((browser) => settled(browser) && !browser.live.state.penDown))
      quietSinceMs = null;
    else quietSinceMs ??= world.clock.nowMs;
    if (quietSinceMs !== null && world.clock.nowMs - quietSinceMs > REST_MS) break;
  }
  const stuck = !world.browsers.every(settled);
  if (stuck) report.log.push(...world.agents.map((agent) => JSON.stringify(agent.summary())));
  for (const browser of world.browsers) {
    const { holder, version, shown, connection, status, sent, want, saidChangedAtMs } = browser.live.state;
    if (!settled(browser)) {
      report.problems.push(
        `${browser.name}: stuck, holder ${holder}, connection ${connection}, version ${version}, shown ${JSON.stringify(shown)}, status ${JSON.stringify(status)}, want ${JSON.stringify(want)}, sent ${JSON.stringify(sent)}, said ${saidChangedAtMs}, now ${world.clock.nowMs}, session ${JSON.stringify(summary(browser))}`,
      );
    } else if (holder === "you" && version > 0 && shown.quality !== null) {
      const { prompt } = browser.live.state.settings;
      const shows = shownText(browser);
      const right = shows.startsWith(`${browser.name} v`) && shows.endsWith(` ${prompt}`);
      if (!right)
        report.problems.push(`${browser.name}: the screen shows "${shows}", not its own words "${prompt}"`);
    }
  }
}

/** The session's side of a stuck browser, for whoever reads the failure. */
function summary({ session }: Browser): unknown {
  const { agent, placing, ready, waiting, inFlight, done, wantOwed, settings, epoch } = session.state;
  const brief = (frame: typeof waiting) =>
    frame && { version: frame.header.version, sentAtMs: frame.sentAtMs };
  return {
    agent,
    placing,
    ready,
    waiting: brief(waiting),
    inFlight: inFlight.map(brief),
    done,
    wantOwed,
    settings,
    epoch,
  };
}

/** Nothing older after something newer; what a picture says it shows is what it shows. */
function check(browser: Browser, report: RunReport): void {
  let before: { epoch: number; seq: number } | null = null;
  const newest = new Map<string, number>();
  for (const { header, shows } of browser.screen) {
    report.pictures += 1;
    if (header.variation !== undefined)
      report.problems.push(`${browser.name}: a variation is on screen (${shows})`);
    if (
      before &&
      (header.epoch < before.epoch || (header.epoch === before.epoch && header.seq <= before.seq))
    ) {
      report.problems.push(
        `${browser.name}: an older picture came after a newer one (${header.seq} after ${before.seq})`,
      );
    }
    before = header;
    const { key, version } = drawn(shows, header.epoch);
    if (version < header.version)
      report.problems.push(`${browser.name}: says v${header.version}, shows v${version}`);
    if (header.version < (newest.get(key) ?? 0))
      report.problems.push(`${browser.name}: the canvas went back to v${header.version}`);
    newest.set(key, header.version);
  }
  checkBeside(browser, report);
}

function drawn(shows: string, epoch: number): { key: string; version: number } {
  const [drawer = "", versionText = ""] = shows.split(" ");
  return { key: `${drawer} ${epoch}`, version: Number(versionText.slice(1)) };
}

/** Variations are of no older canvas than the screen's, each under its own seed. */
function checkBeside({ name, beside }: Browser, report: RunReport): void {
  const newestSeq = new Map<number, number>();
  for (const { header, shows, screen } of beside) {
    report.variations += 1;
    const { epoch, version, variation = 0, seq } = header;
    if (screen && (epoch < screen.epoch || (epoch === screen.epoch && version < screen.version)))
      report.problems.push(`${name}: a variation of v${version} came beside v${screen.version}`);
    if (seq <= (newestSeq.get(variation) ?? 0)) report.problems.push(`${name}: an older variation came late`);
    newestSeq.set(variation, seq);
    // Every hand here draws with seed 1.
    const isRight = shows.endsWith(` seed ${variationSeed(1, variation)}`);
    if (drawn(shows, epoch).version < version || !isRight)
      report.problems.push(`${name}: variation ${variation} of v${version} shows "${shows}"`);
  }
}
