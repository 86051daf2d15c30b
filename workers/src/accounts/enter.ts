/** What happens when a device was signed in, whichever way: its cookie, what its visitor made, the first admin. */
import type { Statement } from "../commit.ts";
import type { Ports } from "../ports.ts";
import type { Caller } from "../http/caller.ts";
import { deviceName } from "./device-name.ts";
import { digestOf } from "../digest.ts";
import type { Engine, Opened } from "./engine.ts";
import { banned } from "../http/errors.ts";
import { pokeTurnAways } from "./poke-turn-aways.ts";

export const engineFor = (caller: Caller): Engine =>
  caller.ports.engine(deviceName(caller.header("user-agent")));

/** Gives the browser its device. What it made as a visitor is the account's from now on. */
export async function enter(caller: Caller, { deviceId, userId }: Opened): Promise<void> {
  const services = caller.ports;
  const { accounts, devices, commit, config } = services;
  const nowMs = Date.now();
  const user = await accounts.byId(userId);
  if (!user || user.bannedAt !== null) {
    await commit(devices.signOut(userId, deviceId, nowMs));
    throw banned();
  }
  if (user.email !== null && user.email === config.firstAdmin)
    await commit(accounts.makeFirstAdmin(userId, await digestOf(`first admin ${user.email}`), nowMs));
  await leaveDevice(caller, nowMs);
  const visitor = await caller.cookies.read("ls_user");
  if (visitor !== null) {
    await commit(linking(services, visitor, userId, nowMs));
    caller.cookies.clear("ls_user");
  }
  await caller.cookies.write("ls_device", deviceId);
  caller.cookies.clear("ls_asked");
  await pokeTurnAways(services);
}

/** One batch: the visitor becomes the account, and what each feature has of it follows. */
export const linking = (ports: Ports, visitorId: string, accountId: string, nowMs: number): Statement[] => [
  ports.accounts.link(visitorId, accountId, nowMs),
  ...ports.links.flatMap((link) => link(ports, visitorId, accountId, nowMs)),
];

/** A browser is one device: who signs in on it signs out who was. */
async function leaveDevice(caller: Caller, nowMs: number): Promise<void> {
  const identity = caller.identity;
  if (!identity?.deviceId) return;
  const { devices, commit } = caller.ports;
  await commit(devices.signOut(identity.userId, identity.deviceId, nowMs));
}
