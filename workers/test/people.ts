/** Callers of the HTTP API: people with a cookie each, and their sketches. */
import { exports } from "cloudflare:workers";
import type { DispatcherOverview, LiveStats, SketchView, TicketView } from "@llamasketch/contract";
import { buy, holderWith, known } from "./ledger/books.ts";
import { noteSaid } from "./logs.ts";
import { SECRETS } from "./secrets.ts";
import { ORIGIN } from "./wire.ts";

export interface Call {
  cookie?: string;
  json?: unknown;
  body?: BodyInit;
  headers?: Record<string, string>;
}

/** Every call comes from somewhere else: what is counted by address is counted where a test says from which. */
const newAddress = (): string => [10, ...crypto.getRandomValues(new Uint8Array(3))].join(".");

/** The door of free work is open for one address: whoever passed it calls from there. */
const doors = new Map<string, string>();
const doorIn = (cookie = ""): string => /ls_free=[^;]*/.exec(cookie)?.[0] ?? "";

/** The same visitor, past the door of free work. */
export async function pastDoor(owned: Owned): Promise<Owned> {
  const from = newAddress();
  const answer = await call("POST", "/api/free", {
    json: { token: `pass:free:llama.test:${crypto.randomUUID()}` },
    headers: { "cf-connecting-ip": from },
  });
  const door = answer.headers.get("set-cookie")?.split(";")[0] ?? "";
  doors.set(door, from);
  return { ...owned, cookie: `${owned.cookie}; ${door}`, from };
}

export async function call(
  method: string,
  path: string,
  { cookie, json, body, headers }: Call = {},
): Promise<Response> {
  const from = headers?.["cf-connecting-ip"] ?? doors.get(doorIn(cookie)) ?? newAddress();
  noteSaid([json, from, headers?.authorization, ...(cookie?.split(/[=;] ?/) ?? [])]);
  return exports.default.fetch(ORIGIN + path, {
    method,
    redirect: "manual",
    headers: {
      ...(cookie && { cookie }),
      ...(json !== undefined && { "content-type": "application/json" }),
      ...headers,
      "cf-connecting-ip": from,
    },
    ...((json !== undefined || body !== undefined) && { body: body ?? JSON.stringify(json) }),
  });
}

/** The answer's JSON; throws unless it has this status. */
export async function expectJson<T>(answer: Promise<Response>, status = 200): Promise<T> {
  const response = await answer;
  const text = await response.text();
  if (response.status !== status) throw new Error(`${response.status} instead of ${status}: ${text}`);
  return JSON.parse(text) as T;
}

export interface Owned {
  cookie: string;
  sketch: SketchView;
  /** Has no credits but those that the test gives; everybody else can draw as long as they like. */
  isPoor?: boolean;
  /** The address that it is drawn from. */
  from?: string;
}

const provided = new Set<string>();

/** Credits of one's own, more than any test draws. */
export async function provide({ cookie, isPoor = false }: Owned): Promise<void> {
  if (isPoor || provided.has(cookie)) return;
  provided.add(cookie);
  await give(cookie, 1000);
}

/** Credits for the person of this cookie; their holder. */
export async function give(cookie: string, units: number): Promise<string> {
  const { user } = await expectJson<{ user: { id: string } }>(call("GET", "/api/me", { cookie }));
  const before = await known.ledger.holderId(user.id);
  if (before) {
    await buy(before, units);
    return before;
  }
  const holderId = await holderWith(units);
  await known.commit([known.ledger.addHolder(user.id, holderId, Date.now())]);
  return holderId;
}

/** A new sketch, of a new person unless a cookie is given. */
export async function newSketch(json: object = {}, cookie?: string): Promise<Owned> {
  const answer = await call("POST", "/api/sketches", { json, ...(cookie && { cookie }) });
  if (answer.status !== 201) throw new Error(`no sketch: ${answer.status} ${await answer.text()}`);
  const given = answer.headers.get("set-cookie")?.split(";")[0];
  return { cookie: given ?? cookie ?? "", sketch: await answer.json<SketchView>() };
}

/** The same of a visitor past the door; with a cookie, of who is. */
export const newSketchPastDoor = async (json: object = {}, cookie?: string): Promise<Owned> => {
  const owned = await newSketch(json, cookie);
  return cookie ? owned : pastDoor(owned);
};

export const ticketFor = ({ cookie, sketch, from }: Owned): Promise<TicketView> => {
  const headers: Record<string, string> = from === undefined ? {} : { "cf-connecting-ip": from };
  return expectJson(call("POST", `/api/sketches/${sketch.id}/tickets`, { cookie, headers }), 201);
};

export const statsOf = ({ cookie, sketch }: Owned): Promise<LiveStats> =>
  expectJson(call("GET", `/api/sketches/${sketch.id}/live`, { cookie }));

export const operator = { authorization: `Bearer ${SECRETS.OPERATOR_TOKEN}` };

export const overview = (): Promise<DispatcherOverview> =>
  expectJson(call("GET", "/api/operator/dispatcher", { headers: operator }));
