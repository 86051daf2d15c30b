/** The keeper of a session by itself: one life of it, which a test may end at any moment by forgetting it. */
import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { Keeper } from "../../../../src/studios/sketch/live/keeper.ts";
import { StoredRoom } from "../../../../src/studios/sketch/live/stored-room.ts";
import { services } from "../../../../src/services.ts";
import type { Owned } from "../../../people.ts";

export const lifeOf = ({ sketch }: Owned, isAlone = true): Keeper =>
  new Keeper(services(env), sketch.id, roomForAll(), {
    isAlone: () => isAlone,
    holds: () => undefined,
    wrote: () => undefined,
  });

/** Nobody's: it lets in what is small. */
const roomForAll = (): StoredRoom =>
  new StoredRoom(
    services(env),
    () => null,
    () => 0,
  );

/** While `meanwhile` goes on nothing can be put by this sketch's session. */
export async function withoutStore({ sketch }: Owned, meanwhile: () => Promise<void>): Promise<void> {
  const stub = env.SESSIONS.getByName(`${sketch.id}:1`);
  const original = await runInDurableObject(stub, (session) => {
    const { MEDIA } = bindingsOf(session);
    const put = MEDIA.put.bind(MEDIA);
    Object.assign(MEDIA, { put: () => Promise.reject(new Error("the store is away")) });
    return put;
  });
  try {
    await meanwhile();
  } finally {
    await runInDurableObject(
      stub,
      (session) => void Object.assign(bindingsOf(session).MEDIA, { put: original }),
    );
  }
}

const bindingsOf = (session: unknown): { MEDIA: R2Bucket } => (session as { env: { MEDIA: R2Bucket } }).env;
