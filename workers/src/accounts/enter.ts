/** What happens when a device was signed in, whichever way: its cookie, what its visitor made, the first admin. */
import type { Context } from "hono";
import type { App } from "../http/context.ts";
import { deviceName } from "./device-name.ts";
import { digestOf } from "./digest.ts";
import { clearCookie, readCookie, writeCookie } from "./cookies.ts";
import type { Engine, Opened } from "./engine.ts";
import { banned } from "./identity.ts";
import { pokeTurnAways } from "./turn-away.ts";

export const engineFor = (c: Context<App>): Engine =>
  c.get("services").engine(deviceName(c.req.header("user-agent")));

/** Gives the browser its device. What it made as a visitor is the account's from now on. */
export async function enter(c: Context<App>, { deviceId, userId }: Opened): Promise<void> {
  const services = c.get("services");
  const { accounts, devices, storage, commit, config } = services;
  const nowMs = Date.now();
  const user = await accounts.byId(userId);
  if (!user || user.bannedAt !== null) {
    await commit(devices.signOut(userId, deviceId, nowMs));
    throw banned();
  }
  if (user.email !== null && user.email === config.firstAdmin)
    await commit(accounts.makeFirstAdmin(userId, await digestOf(`first admin ${user.email}`), nowMs));
  await leaveDevice(c, nowMs);
  const visitor = await readCookie(c, "ls_user");
  if (visitor !== null) {
    await commit([...accounts.link(visitor, userId, nowMs), ...storage.follow(visitor, userId)]);
    clearCookie(c, "ls_user");
  }
  await writeCookie(c, "ls_device", deviceId);
  clearCookie(c, "ls_asked");
  await pokeTurnAways(services);
}

/** A browser is one device: who signs in on it signs out who was. */
async function leaveDevice(c: Context<App>, nowMs: number): Promise<void> {
  const identity = c.get("identity");
  if (!identity?.deviceId) return;
  const { devices, commit } = c.get("services");
  await commit(devices.signOut(identity.userId, identity.deviceId, nowMs));
}
