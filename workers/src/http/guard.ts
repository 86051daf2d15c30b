/** Stands before every route: how often, then who. Whose a thing is, its route finds out by reading it by owner. */
import type { Context, MiddlewareHandler } from "hono";
import { hasApiAccess } from "../accounts/api-access.ts";
import { banned, identify, type Identity } from "../accounts/identity.ts";
import { networkOf } from "../free/address.ts";
import { requireHost } from "../hosts/require-host.ts";
import { requireBearer } from "./bearer.ts";
import { BUCKETS, type BucketName } from "./buckets.ts";
import type { App } from "./context.ts";
import { ApiError } from "./errors.ts";
import type { Access } from "./route.ts";

export const guard =
  (access: Access): MiddlewareHandler<App> =>
  async (c, next) => {
    const { who } = access;
    if (who === "development" && !c.get("services").config.isDevelopment)
      throw new ApiError("not_found", "There is no such address here.");
    // A secret is tried before it is known whose it is: what is counted then is the address.
    const identity = isPersons(who) ? await identify(c) : null;
    c.set("identity", identity);
    c.set("userId", identity?.userId ?? null);
    if (access.limit !== null) await spend(c, access.limit, access.cost ?? 1);
    await requireWho(c, access, identity);
    await next();
  };

const isPersons = (who: Access["who"]): boolean =>
  who === "anyone" || who === "owner" || who === "account" || who === "moderator" || who === "admin";

async function requireWho(c: Context<App>, access: Access, identity: Identity | null): Promise<void> {
  const { secrets } = c.get("services");
  const { who } = access;
  if (who === "agent") return c.set("host", await requireHost(c));
  if (who === "operator") return requireBearer(c.req.header("authorization"), secrets.operatorTokens);
  if (!isPersons(who)) return;
  const account = identity?.account ?? null;
  if (who !== "anyone" && identity === null)
    throw new ApiError("unauthorized", "This needs to know who you are.", {
      hint: "Start a sketch first, or sign in.",
    });
  if (account !== null && account.bannedAt !== null && access.banned !== "welcome") throw banned();
  if (identity?.scopes && !(access.scope && identity.scopes.includes(access.scope)))
    throw new ApiError("forbidden", "This key is not for that.", {
      hint: "Make one with the scope it needs, or sign in.",
    });
  if (identity?.scopes && account && isMediaApi(access) && !hasApiAccess(c.get("services").config, account))
    throw new ApiError("forbidden", "Keys of your plan do not open the media API.", {
      hint: "Those of Pro and Unlimited do. Signed in, in a browser, every plan generates.",
    });
  if (who === "anyone" || who === "owner") return;
  if (account === null)
    throw new ApiError("unauthorized", "This needs an account.", { hint: "Sign in first." });
  const isAllowed =
    who === "account" || account.role === "admin" || (who === "moderator" && account.role === "moderator");
  if (!isAllowed) throw new ApiError("forbidden", "This is not for your role.");
}

const isMediaApi = ({ scope }: Access): boolean => scope?.startsWith("generations:") ?? false;

/** Throws once this bucket is empty. */
async function spend(c: Context<App>, name: BucketName, cost: number): Promise<void> {
  const limiter = c.get("services").limiter(name);
  const { by, periodS } = BUCKETS[name];
  const userId = by === "who" ? c.get("userId") : null;
  const key = userId ?? networkOf(c.req.header("cf-connecting-ip"));
  for (let taken = 0; taken < cost; taken++) {
    if (await limiter(key)) continue;
    c.header("retry-after", String(periodS));
    throw new ApiError("too_many_requests", "That was too often.", {
      hint: `Wait ${periodS} seconds, then try again.`,
    });
  }
}
