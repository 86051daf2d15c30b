/** What is given of a picture that was made on a plan that marks them: while its owner's plan does, the copy with the mark; else the clean one. */
import type { UserRow } from "@llamasketch/db";
import { withoutMark } from "../../media/keys.ts";
import type { Ports } from "../../ports.ts";
import { markOf } from "../../jobs/mark.ts";

/** `owner`: null for a visitor who has no row. */
export function shownKey(
  { config }: Pick<Ports, "config">,
  objectKey: string,
  owner: UserRow | null,
): string {
  const clean = withoutMark(objectKey);
  return clean !== null && markOf(config, owner?.plan ?? "free") === null ? clean : objectKey;
}
