/** The whole product on one machine: Worker, painter and agent, each supervised. Used by `npm start`, tests and benches. */
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { startGoogleDouble } from "../packages/testing/src/google.ts";
import { startTurnstileDouble } from "../packages/testing/src/turnstile.ts";
import { buildWeb } from "./build-web.ts";
import { root } from "./root.ts";
import { keptHost } from "./host-credential.ts";
import { localSecrets, type LocalSecrets } from "./secrets.ts";
import { Supervised } from "./supervisor.ts";

export { root };
const bin = (name: string): string => join(root, "node_modules", ".bin", name);

export interface StackOptions {
  /** 0 takes any free port. */
  port: number;
  /** Where D1, R2, queues and objects live; made when missing. */
  stateDir: string;
  /** Start the built-in painter and an agent on it. */
  painter: boolean;
  /** Live sketches the agent takes; by measured speed when absent. */
  capacity?: number;
  /** What describes the Worker, `wrangler.toml` unless said: a measurement may put something around its script. */
  config?: string;
  /** More of the Worker's configuration. */
  vars?: Readonly<Record<string, string>>;
  /** False: a Worker that is kept busy on purpose is not started anew when it is slow to answer. */
  watched?: boolean;
  /** Puts something between the agent and what it dials: gets the address, gives the one to use. */
  between?(what: "agent to Worker" | "agent to painter", url: string): Promise<string>;
  log(line: string): void;
}

export interface Stack {
  url: string;
  secrets: LocalSecrets;
  worker: Supervised;
  easel: Supervised | null;
  agent: Supervised | null;
  easelUrl: string | null;
  stop(): Promise<void>;
}

/** More free drawing than any measurement or test does. */
export const PLENTY = { FREE_DAILY_CREDITS: "1000000", FREE_BUDGET_CREDITS: "1000000000" };
/** Who tries the product on their own machine is not sold anything there. */
const FREE_DAILY_CREDITS = "500";

const QUIET = {
  CI: "1",
  WRANGLER_SEND_METRICS: "false",
  CLOUDFLARE_CF_FETCH_ENABLED: "false",
  NO_COLOR: "1",
};

/** Brings the whole stack up, or throws after stopping what had started. */
export async function startStack(options: StackOptions): Promise<Stack> {
  // The Worker serves the built page: without it, it does not start.
  buildWeb();
  mkdirSync(options.stateDir, { recursive: true });
  const secrets = localSecrets(join(options.stateDir, ".dev.vars"));
  const envFile = join(options.stateDir, ".dev.vars");
  const config = options.config ?? join(root, "wrangler.toml");
  migrate(options.stateDir, config);
  const port = options.port || (await freePort());
  const url = `http://localhost:${port}`;
  const direct = `http://127.0.0.1:${port}`;
  const args = ["dev", "--config", config, "--ip", "127.0.0.1", "--port", String(port)];
  args.push(
    "--inspector-port",
    String(await freePort()),
    "--persist-to",
    options.stateDir,
    "--env-file",
    envFile,
  );
  // Cloudflare and Google are not asked for a machine of one's own: doubles take their places.
  const turnstile = await startTurnstileDouble(secrets.TURNSTILE_SECRET);
  const google = await startGoogleDouble();
  const vars = {
    GOOGLE_ISSUER: google.issuer,
    GOOGLE_CLIENT_ID: google.clientId,
    GOOGLE_CLIENT_SECRET: google.clientSecret,
    ENVIRONMENT: "development",
    PUBLIC_URL: url,
    TURNSTILE: "off",
    TURNSTILE_URL: turnstile.url,
    TURNSTILE_SITE_KEY: "local",
    FREE_DAILY_CREDITS,
    API_ACCESS: "everyone",
    ...options.vars,
  };
  for (const [name, value] of Object.entries(vars)) args.push("--var", `${name}:${value}`);
  args.push("--show-interactive-dev-session=false", "--log-level", "warn");
  const note = (what: string) => () => options.log(`${what} was silent and is being started again`);
  const worker = new Supervised({
    name: "worker",
    command: bin("wrangler"),
    args,
    env: QUIET,
    probeUrl: `${direct}/api/health`,
    watched: options.watched ?? true,
    onLine: options.log,
    onRestart: note("the Worker"),
  });
  const children = [worker];
  const stop = async (): Promise<void> => {
    await Promise.all(children.map((child) => child.stop()));
    turnstile.close();
  };
  try {
    await worker.start();
    const drawing = options.painter ? await startPainter(options, direct, secrets, children) : null;
    return {
      url,
      secrets,
      worker,
      easel: drawing?.easel ?? null,
      agent: drawing?.agent ?? null,
      easelUrl: drawing?.easelUrl ?? null,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startPainter(
  options: StackOptions,
  url: string,
  secrets: LocalSecrets,
  children: Supervised[],
) {
  const easelPort = await freePort();
  const statusPort = await freePort();
  const easelUrl = `http://127.0.0.1:${easelPort}`;
  const easel = new Supervised({
    name: "painter",
    command: bin("node"),
    args: [join(root, "packages/easel/src/main.ts"), "--port", String(easelPort)],
    probeUrl: `${easelUrl}/system_stats`,
    onLine: options.log,
    onRestart: () => options.log("the painter was silent and is being started again"),
  });
  children.push(easel);
  await easel.start();
  const file = join(options.stateDir, "built-in.credential");
  const env: Record<string, string> = {
    AGENT_CREDENTIAL: await keptHost(file, url, secrets.OPERATOR_TOKEN, "built-in painter"),
  };
  if (options.capacity !== undefined) env.AGENT_CAPACITY = String(options.capacity);
  const between = options.between ?? ((_what: string, address: string) => Promise.resolve(address));
  const workerUrl = await between("agent to Worker", url);
  const comfyUrl = await between("agent to painter", easelUrl);
  const agent = new Supervised({
    name: "agent",
    command: bin("node"),
    args: [
      join(root, "gpu-agent/src/main.ts"),
      "--url",
      workerUrl,
      "--comfy",
      comfyUrl,
      "--status-port",
      String(statusPort),
    ],
    env,
    probeUrl: `http://127.0.0.1:${statusPort}/health`,
    onLine: options.log,
    onRestart: () => options.log("the agent was silent and is being started again"),
  });
  children.push(agent);
  await agent.start();
  await untilSomethingIsMade(url);
  return { easel, agent, easelUrl };
}

const READY_WITHIN_MS = 15_000;
const READY_EVERY_MS = 100;

/** Whoever asks for a picture before the agent has would be queued for a model that never comes. Later than this it is not waited for. */
async function untilSomethingIsMade(url: string): Promise<void> {
  for (const endMs = Date.now() + READY_WITHIN_MS; Date.now() < endMs; await wait(READY_EVERY_MS)) {
    const answer = await fetch(`${url}/api/v1/models`).catch(() => null);
    if (/"available":true/.test((await answer?.text().catch(() => "")) ?? "")) return;
  }
}

/** Applies what is not yet applied of `migrations/` to the local database of a configuration. */
export function migrate(
  stateDir: string,
  config = join(root, "wrangler.toml"),
  database = "llamasketch",
): void {
  const run = spawnSync(
    bin("wrangler"),
    ["d1", "migrations", "apply", database, "--local", "--config", config, "--persist-to", stateDir],
    { cwd: root, env: { ...process.env, ...QUIET }, encoding: "utf8" },
  );
  if (run.status === 0) return;
  const logFile = join(stateDir, "migrations.log");
  mkdirSync(stateDir, { recursive: true });
  writeFileSync(logFile, `${run.stdout}\n${run.stderr}`);
  throw new Error(`The local database could not be migrated; the reason is in ${logFile}`);
}

/** A port nobody listens on at this moment. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}
