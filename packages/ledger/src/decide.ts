import { capture, type Capture } from "./operations/capture.ts";
import { expire, type Expire } from "./operations/expire.ts";
import { fill, type Fill } from "./operations/fill.ts";
import { hold, type Hold } from "./operations/hold.ts";
import { issue, type Issue } from "./operations/issue.ts";
import { release, type Release } from "./operations/release.ts";
import { share, type Share } from "./operations/share.ts";
import { take, type Take } from "./operations/take.ts";
import type { SqlStatement } from "./statement.ts";

export type Command = Issue | Take | Fill | Share | Hold | Capture | Release | Expire;

/**
 * What a command writes, to be run in one batch with what it pays for. Nothing is read before: the rules of the schema
 * refuse (see `refusalOf`), and then the whole batch is undone.
 */
export function decide(command: Command): SqlStatement[] {
  switch (command.kind) {
    case "grant":
    case "purchase":
    case "adjust_in":
      return issue(command);
    case "clawback":
    case "adjust_out":
      return take(command);
    case "share":
      return share(command);
    case "fill":
      return fill(command);
    case "hold":
      return hold(command);
    case "capture":
      return capture(command);
    case "release":
      return release(command);
    case "expire":
      return expire(command);
  }
}
