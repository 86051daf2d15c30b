/** Who may draw: one pen a sketch, a lease with an epoch. */
import { LIVE_PROTOCOL, REFUSALS, YIELD_MS, type ClientMessage } from "@llamasketch/contract";
import { spend } from "./budget.ts";
import { refused, remember, type SessionEffect } from "./events.ts";
import { PEN_CHANGES, type Conn, type SessionState } from "./state.ts";
import { tellStatusTo } from "./status.ts";

export const holdsPen = (state: SessionState, conn: Conn): boolean => state.pen?.conn === conn;

export function onHello(
  state: SessionState,
  conn: Conn,
  hello: Extract<ClientMessage, { type: "hello" }>,
  nowMs: number,
  effects: SessionEffect[],
): void {
  if (hello.protocol !== LIVE_PROTOCOL) {
    onClientLeft(state, conn, nowMs, effects);
    effects.push({ type: "close", conn, why: "protocol_version" });
    return;
  }
  const seat = state.clients.get(conn);
  if (!seat || seat.clientId !== null) return;
  for (const other of state.clients.values()) {
    if (other.clientId !== hello.clientId) continue;
    state.clients.delete(other.conn);
    effects.push({ type: "close", conn: other.conn, why: "replaced" });
  }
  seat.clientId = hello.clientId;
  seat.can = hello.can ?? [];
  effects.push({
    type: "toClient",
    conn,
    message: { type: "welcome", protocol: LIVE_PROTOCOL, generation: state.generation, chunks: state.chunks },
  });
  tellStatusTo(state, seat, effects);
  if (state.pen?.clientId === hello.clientId) {
    state.pen.conn = conn;
    tellPen(state, effects);
    if (state.agent?.turnOpen) state.wantOwed = true;
  } else if (hello.pen !== "watch" && (state.pen === null || state.pen.conn === null)) {
    grant(state, conn, effects);
  } else if (hello.pen === "take") {
    onTake(state, conn, nowMs, effects);
  } else {
    tellOne(state, conn, effects);
  }
  // The last: what the shell tells it of its own, the meter, comes after the welcome.
  effects.push({ type: "holdClient", conn, clientId: hello.clientId, can: seat.can });
}

export function onTake(state: SessionState, conn: Conn, nowMs: number, effects: SessionEffect[]): void {
  if (holdsPen(state, conn)) {
    // Perhaps it was asked to yield by a life before this one.
    if (!state.yielding) tellOne(state, conn, effects);
    return;
  }
  // One that is on its way already costs nothing more, whoever it ends with.
  if (!state.yielding && spend(state.penChanges, PEN_CHANGES, nowMs) > 0) {
    effects.push(refused(conn, "R16", REFUSALS.R16));
    tellOne(state, conn, effects);
    return;
  }
  const holder = state.pen?.conn ?? null;
  if (holder === null) {
    grant(state, conn, effects);
    return;
  }
  state.yielding = { toConn: conn, byMs: state.yielding?.byMs ?? nowMs + YIELD_MS };
  effects.push({ type: "toClient", conn: holder, message: { type: "yield" } });
}

export function onYielded(state: SessionState, conn: Conn, effects: SessionEffect[]): void {
  if (!holdsPen(state, conn)) return;
  if (state.yielding) finishYield(state, effects);
  // A life before this one asked for it, and who wanted the pen is forgotten: its holder draws on.
  else tellOne(state, conn, effects);
}

export function finishYield(state: SessionState, effects: SessionEffect[]): void {
  const to = state.yielding?.toConn;
  state.yielding = null;
  if (to !== undefined && state.clients.has(to)) grant(state, to, effects);
  // Nobody is there to take it. Its holder stopped drawing at `yield`, and is told to go on.
  else tellPen(state, effects);
}

export function onClientLeft(state: SessionState, conn: Conn, nowMs: number, effects: SessionEffect[]): void {
  if (!state.clients.delete(conn)) return;
  if (state.pen?.conn === conn) {
    state.pen.conn = null;
    if (state.yielding) finishYield(state, effects);
    else tellPen(state, effects);
  }
  if (state.clients.size === 0) state.emptySinceMs = nowMs;
}

function grant(state: SessionState, conn: Conn, effects: SessionEffect[]): void {
  const clientId = state.clients.get(conn)?.clientId;
  if (!clientId) return;
  state.epoch += 1;
  state.pen = { clientId, conn };
  state.done = 0;
  state.ready = null;
  state.waiting = null;
  // What is being made was drawn under the old pen: its pictures will be refused as such.
  state.inFlight = [];
  state.variations = null;
  state.settings = null;
  effects.push(remember(state));
  tellPen(state, effects);
  if (state.agent?.attached) state.wantOwed = state.agent.turnOpen;
}

function tellPen(state: SessionState, effects: SessionEffect[]): void {
  for (const seat of state.clients.values()) if (seat.clientId) tellOne(state, seat.conn, effects);
}

function tellOne(state: SessionState, conn: Conn, effects: SessionEffect[]): void {
  const holder = holdsPen(state, conn) ? "you" : state.pen?.conn ? "other" : "none";
  effects.push({ type: "toClient", conn, message: { type: "pen", holder, epoch: state.epoch } });
}
