import { ID_PREFIX, type IdKind } from "@llamasketch/contract";
import { decodeTime, encodeTime, ulid } from "ulid";

/** A new public id: prefixed, time-ordered, unguessable. */
export const newId = (kind: IdKind): string => `${ID_PREFIX[kind]}_${ulid()}`;

/** A new id that stands among others by the time `atMs`. */
export const newIdAt = (kind: IdKind, atMs: number): string => `${ID_PREFIX[kind]}_${ulid(atMs)}`;

const ULID_CHARS = 26;

/** A new id that stands among others where `id` does: both are of the same millisecond. */
export const newIdBeside = (kind: IdKind, id: string): string =>
  `${ID_PREFIX[kind]}_${ulid(decodeTime(id.slice(-ULID_CHARS)))}`;

/** No id of that time or later sorts before it. */
export const firstIdAt = (kind: IdKind, atMs: number): string =>
  `${ID_PREFIX[kind]}_${encodeTime(atMs, 10)}${"0".repeat(ULID_CHARS - 10)}`;
