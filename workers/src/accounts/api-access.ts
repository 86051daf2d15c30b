/** Whether a person's keys open the media API: what their plan says, unless whoever runs this opened it to all. */
import type { UserRow } from "@llamasketch/db";
import type { Config } from "../config.ts";
import { planOf } from "../plan.ts";

export const hasApiAccess = ({ apiAccess }: Config, { plan }: Pick<UserRow, "plan">): boolean =>
  apiAccess === "everyone" || planOf(plan).limits.apiAccess;
