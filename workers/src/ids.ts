import { ID_PREFIX, type IdKind } from "@llamasketch/contract";
import { encodeTime, ulid } from "ulid";

/** A new public id: prefixed, time-ordered, unguessable. */
export const newId = (kind: IdKind): string => `${ID_PREFIX[kind]}_${ulid()}`;

const ULID_CHARS = 26;

/** No id of that time or later sorts before it. */
export const firstIdAt = (kind: IdKind, atMs: number): string =>
  `${ID_PREFIX[kind]}_${encodeTime(atMs, 10)}${"0".repeat(ULID_CHARS - 10)}`;
