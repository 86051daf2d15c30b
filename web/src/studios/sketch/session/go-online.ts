import { ApiFailure } from "../../../api/api-failure.ts";
import { words } from "./words.ts";

export type Online = typeof import("./online.ts");

/** What speaks with the server; rejects with an `ApiFailure` when it cannot be fetched now. */
export async function goOnline(): Promise<Online> {
  try {
    return await import("./online.ts");
  } catch {
    throw new ApiFailure({ status: 0, code: "unreachable", message: words.unreachable });
  }
}
