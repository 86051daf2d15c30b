import { deviceDoors, devices, outbox, users, type DeviceRow, type UserRow } from "@llamasketch/db";
import { and, desc, eq, gt, isNull, ne, sql, type SQL } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import type { Statement } from "../commit.ts";
import { outboxEntry } from "../outbox/outbox-entry-store.ts";

/** The devices people are signed in on, and the live sessions these were let into. */
export const createDeviceStore = (db: DrizzleD1Database) => {
  const ofOne = (userId: string, deviceId: string) =>
    and(eq(devices.userId, userId), eq(devices.id, deviceId));
  const turnAway = (doors: SQL, nowMs: number): Statement =>
    db
      .insert(outbox)
      .select(
        db
          .select(
            outboxEntry(
              "turn_away",
              sql`'turn:' || ${nowMs} || ':' || ${deviceDoors.address} || ':' || ${deviceDoors.deviceId}`,
              sql`${deviceDoors.address} || ' ' || ${deviceDoors.deviceId}`,
              nowMs,
            ),
          )
          .from(deviceDoors)
          .where(doors),
      )
      // Said twice in one millisecond.
      .onConflictDoNothing();
  /** Signs out what `which` picks: the row goes, and whoever it let in is turned away by the outbox. */
  const signOut = (which: SQL | undefined, nowMs: number): Statement[] => {
    const picked = db.select({ id: devices.id }).from(devices).where(which);
    const doors = sql`${deviceDoors.deviceId} IN ${picked}`;
    return [turnAway(doors, nowMs), db.delete(deviceDoors).where(doors), db.delete(devices).where(which)];
  };
  return {
    seen: (id: string, nowMs: number, expiresAtMs: number): Statement =>
      db.update(devices).set({ seenAt: nowMs, expiresAt: expiresAtMs }).where(eq(devices.id, id)),
    signOut: (userId: string, deviceId: string, nowMs: number): Statement[] =>
      signOut(ofOne(userId, deviceId), nowMs),
    signOutOthers: (userId: string, deviceId: string, nowMs: number): Statement[] =>
      signOut(and(eq(devices.userId, userId), ne(devices.id, deviceId)), nowMs),
    signOutAll: (userId: string, nowMs: number): Statement[] => signOut(eq(devices.userId, userId), nowMs),

    /** Everyone whom a device of this person let in leaves; the devices stay signed in. */
    turnAwayAll: (userId: string, nowMs: number): Statement[] => [
      turnAway(
        sql`${deviceDoors.deviceId} IN ${db.select({ id: devices.id }).from(devices).where(eq(devices.userId, userId))}`,
        nowMs,
      ),
    ],

    /** Notes a ticket. False when the device was signed out, or its person banned, meanwhile: then no ticket may be given. */
    open: async (deviceId: string, address: string, nowMs: number): Promise<boolean> => {
      const row = db
        .select({
          deviceId: devices.id,
          address: sql<string>`${address}`.as("address"),
          openedAt: sql<number>`${nowMs}`.as("opened_at"),
        })
        .from(devices)
        .innerJoin(users, eq(devices.userId, users.id))
        .where(and(eq(devices.id, deviceId), isNull(users.bannedAt)));
      const written = await db
        .insert(deviceDoors)
        .select(row)
        .onConflictDoUpdate({ target: [deviceDoors.deviceId, deviceDoors.address], set: { openedAt: nowMs } })
        .run();
      return written.meta.changes > 0;
    },

    /** The device and its person, while both may come in. */
    byId: (id: string, nowMs: number): Promise<{ device: DeviceRow; user: UserRow } | undefined> =>
      db
        .select({ device: devices, user: users })
        .from(devices)
        .innerJoin(users, eq(devices.userId, users.id))
        .where(and(eq(devices.id, id), gt(devices.expiresAt, nowMs)))
        .get(),
    ofUser: (userId: string, nowMs: number): Promise<DeviceRow[]> =>
      db
        .select()
        .from(devices)
        .where(and(eq(devices.userId, userId), gt(devices.expiresAt, nowMs)))
        .orderBy(desc(devices.seenAt))
        .all(),
  };
};
