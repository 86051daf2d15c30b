/**
 * Every door of the Worker, from its own table: 24 simultaneous repeats of every call that changes something, with and
 * without a length, by a visitor, by people who were banned, by a key that reads, by people whose things they are not; then
 * what may happen once, and every message of a live socket. Nothing fails, nothing is let through, nothing is a surprise.
 */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { PLENTY, root, startStack } from "../../scripts/stack.ts";
import { divergencesIn } from "./books.ts";
import { Knocker } from "./knock.ts";
import { Messages } from "./messages.ts";
import { Once } from "./once.ts";
import { newAccount, newVisitor, type Person } from "./people.ts";
import { isParting, soundCall } from "./sound.ts";
import { idPrefix, isPersonal, isWrite, readTable, type Route } from "./table.ts";
import { Tally } from "./tally.ts";

const TIMES = 24;
const ADMIN = "doors-admin@example.com";
const reason = "asked for by the bench";

interface Caller {
  name: string;
  person: Person;
  /** Whose things stand in the address. */
  whose: Person;
  mayPass(route: Route): boolean;
  knocksAt(route: Route): boolean;
  /** How often at once; as often as anybody unless said. */
  times?: number;
}

export async function run(): Promise<{
  calls: number;
  fiveHundreds: number;
  letThrough: number;
  undocumented: number;
}> {
  const stateDir = join(root, ".tmp", `bench-doors-${process.pid}`);
  const vars = { ...PLENTY, LIMITS: "off", FIRST_ADMIN: ADMIN };
  const stack = await startStack({
    port: 0,
    stateDir,
    painter: true,
    vars,
    watched: false,
    log: () => undefined,
  });
  const knocker = new Knocker(stack.url, TIMES);
  const tally = new Tally();
  const beganMs = performance.now();
  const said = (what: string): void =>
    console.log(`  ${what}: ${knocker.calls} calls, ${Math.round((performance.now() - beganMs) / 1000)} s`);
  try {
    const routes = await readTable(stack.url);
    const admin = await newAccount(knocker, ADMIN);
    const victim = await newAccount(knocker, "doors-victim@example.com");
    const drawer = await newVisitor(knocker);
    const untouched = await snapshot([victim, drawer]);
    for (const caller of await strangers(knocker, admin, victim, drawer)) {
      for (const route of routes) if (caller.knocksAt(route)) await repeat(knocker, tally, route, caller);
      said(caller.name);
    }
    await foreignInBodies(knocker, tally, routes, drawer);
    const still = await snapshot([victim, drawer]);
    for (const [what, text] of untouched)
      if (still.get(what) !== text) tally.pass(`${what} of somebody else is not as it was`);
    for (const route of routes.filter(isWrite)) {
      const visitor = await newVisitor(knocker);
      const own: Caller = {
        name: "visitor",
        person: visitor,
        whose: visitor,
        mayPass: ({ access }) => ["nobody", "anyone", "owner"].includes(access.who),
        knocksAt: () => true,
      };
      await repeat(knocker, tally, route, own);
      await visitor.ask("POST", "/api/account/delete", { confirm: "delete" }).catch(() => undefined);
    }
    said("visitor");
    const once = new Once(knocker, tally, TIMES);
    await once.byKey(routes);
    await once.all(admin);
    said("once");
    const messages = new Messages(stack.url, tally, TIMES);
    await messages.run(drawer);
    console.log(`  messages on live sockets: ${messages.sent}`);
    for (const line of divergencesIn(stateDir)) tally.pass(`the books: ${line}`);
    tally.print();
    const statuses = [...tally.statuses].toSorted(([a], [b]) => a - b);
    console.log(`  answers: ${statuses.map(([status, times]) => `${status} × ${times}`).join(", ")}`);
    const { fiveHundreds, letThrough, undocumented } = tally;
    return { calls: knocker.calls + messages.sent, fiveHundreds, letThrough, undocumented };
  } finally {
    knocker.close();
    await stack.stop();
    rmSync(stateDir, { recursive: true, force: true });
  }
}

/** With its length told, then without. */
async function repeat(knocker: Knocker, tally: Tally, route: Route, caller: Caller): Promise<void> {
  const { path, body, type } = soundCall(route, caller.whose, 1);
  const headers = { ...caller.person.credentials, ...(type && { "content-type": type }) };
  // What only looks is looked at once.
  const [lengths, times] = isWrite(route) ? [[true, false], caller.times ?? TIMES] : [[true], 1];
  for (const hasLength of lengths) {
    const call = { method: route.method, path, body, headers, hasLength };
    const answers = await Promise.all(Array.from({ length: times }, () => knocker.knock(call)));
    for (const { status } of answers) tally.answer(route, status, caller.name, caller.mayPass(route));
  }
}

async function strangers(knocker: Knocker, admin: Person, victim: Person, drawer: Person): Promise<Caller[]> {
  const reader = await newAccount(knocker, "doors-reader@example.com");
  const program = await reader.program(["sketches:read", "generations:read"]);
  const [bannedVisitor, bannedAccount] = [
    await newVisitor(knocker),
    await newAccount(knocker, "doors-banned@example.com"),
  ];
  const bannedProgram = await bannedAccount.program(["sketches:write", "generations:write"]);
  for (const { things } of [bannedVisitor, bannedAccount])
    await admin.ask("POST", `/api/admin/users/${things.usr}/ban`, { banned: true, reason });
  const stranger = await newVisitor(knocker);
  const account = await newAccount(knocker, "doors-stranger@example.com");
  const isShut = (route: Route): boolean => !isPersonal(route) && route.access.who !== "nobody";
  const asBanned = (name: string, person: Person, isWelcome: boolean): Caller => {
    const mayPass = (route: Route): boolean =>
      !isShut(route) && (!isPersonal(route) || (isWelcome && route.access.banned !== null));
    // Signing out, they would be nobody; and what is open to them is no door to try.
    const knocksAt = (route: Route): boolean =>
      route.access.who !== "development" && !isParting(route) && (!mayPass(route) || !isWrite(route));
    return { name, person, whose: person, mayPass, knocksAt };
  };
  const asForeign = (name: string, person: Person, whose: Person): Caller => ({
    name,
    person,
    whose,
    mayPass: () => false,
    knocksAt: (route) =>
      route.path.includes("{id}") &&
      isPersonal(route) &&
      hasThing(route, whose) &&
      !route.path.startsWith("/dev"),
  });
  return [
    asBanned("banned visitor", bannedVisitor, true),
    asBanned("banned account", bannedAccount, true),
    { ...asBanned("a key of the banned", bannedProgram, false), times: 2 },
    {
      name: "read key",
      person: program,
      whose: program,
      mayPass: (route) =>
        !isShut(route) && (!isPersonal(route) || (route.access.scope?.endsWith(":read") ?? false)),
      knocksAt: isWrite,
    },
    asForeign("foreign visitor", stranger, drawer),
    asForeign("foreign account", account, victim),
    { ...asForeign("foreign account at a visitor's", account, drawer), times: 2 },
  ];
}

const hasThing = (route: Route, { things }: Person): boolean => {
  const prefix = idPrefix(route);
  return prefix === null || (things[prefix as keyof typeof things] ?? "") !== "";
};

/** Somebody else's picture, result and upload, named in a body of one's own. */
async function foreignInBodies(
  knocker: Knocker,
  tally: Tally,
  routes: readonly Route[],
  { things }: Person,
): Promise<void> {
  const stranger = await newVisitor(knocker);
  const edit = { prompt: "a pond", model: "painter", kind: "edit" };
  const bodies: [method: string, path: string, json: object][] = [
    ["POST", "/api/sketches", { branchOf: things.pic }],
    ["POST", "/api/v1/generations", { ...edit, image: { generation: things.job } }],
    ["POST", "/api/v1/generations", { ...edit, image: { upload: things.upl } }],
    ["POST", "/api/v1/quotes", { ...edit, image: { upload: things.upl } }],
    ["POST", "/api/v1/generations/archive", { ids: [things.job] }],
  ];
  for (const [method, path, json] of bodies) {
    const route = routes.find((one) => one.method === method && one.path === path);
    if (!route) throw new Error(`${method} ${path} is not in the document`);
    const body = new TextEncoder().encode(JSON.stringify(json));
    const headers = { ...stranger.credentials, "content-type": "application/json" };
    const call = { method, path, body, headers, hasLength: true };
    const answers = await Promise.all(Array.from({ length: TIMES }, () => knocker.knock(call)));
    for (const { status } of answers) tally.answer(route, status, "foreign in the body", false);
  }
}

/** All that can be seen of people's things, but for addresses that are signed anew. */
async function snapshot(people: readonly Person[]): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const [at, person] of people.entries()) {
    const sketch = `/api/sketches/${person.things.skt}`;
    const paths = ["/api/me", "/api/sketches", sketch, `${sketch}/pictures`, `${sketch}/finals`];
    paths.push(
      "/api/v1/generations",
      "/api/v1/uploads",
      "/api/v1/webhook-secret",
      "/api/v1/webhook-deliveries",
    );
    if (person.things.dvc) paths.push("/api/account/devices", "/api/account/keys");
    for (const path of paths) {
      const { status, text } = await person.call({ method: "GET", path, body: null });
      found.set(
        `${at} ${path}`,
        `${status} ${text.replaceAll(/"(url|webmUrl|thumbnailUrl|expiresAt|seenAt)":"[^"]*"/g, "")}`,
      );
    }
  }
  return found;
}
