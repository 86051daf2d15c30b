import { ID_PREFIX, type IdKind } from "@llamasketch/contract";
import { ulid } from "ulid";

/** A new public id: prefixed, time-ordered, unguessable. */
export const newId = (kind: IdKind): string => `${ID_PREFIX[kind]}_${ulid()}`;
