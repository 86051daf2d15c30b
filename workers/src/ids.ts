import { ID_PREFIX, type IdKind } from "@llamasketch/contract";
import { decodeTime, ulid } from "ulid";

/** A new public id: prefixed, time-ordered, unguessable. */
export const newId = (kind: IdKind): string => `${ID_PREFIX[kind]}_${ulid()}`;

const ULID_CHARS = 26;

/** A new id that stands among others where `id` does: both are of the same millisecond. */
export const newIdBeside = (kind: IdKind, id: string): string =>
  `${ID_PREFIX[kind]}_${ulid(decodeTime(id.slice(-ULID_CHARS)))}`;
