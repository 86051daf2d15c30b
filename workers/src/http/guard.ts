/** Stands before every route: how often, then who. Whose a thing is, its route finds out by reading it by owner. */
import type { Context, MiddlewareHandler } from "hono";
import { type Identity } from "./caller.ts";
import { callerOf } from "./caller-of.ts";
import { requireBearer } from "./bearer.ts";
import { BUCKETS, type BucketName } from "./buckets.ts";
import type { App } from "./context.ts";
import { ApiError, banned } from "./errors.ts";
import { networkOf } from "./network.ts";
import type { Access } from "./access.ts";

export const guard =
  (access: Access): MiddlewareHandler<App> =>
  async (c, next) => {
    const { who } = access;
    if (who === "development" && !c.get("services").config.isDevelopment)
      throw new ApiError("not_found", "There is nothing at this address.");
    const { limit, cost = 1 } = access;
    if (limit === "mail" && c.get("services").off.includes("mail"))
      throw new ApiError("unavailable", "This site does not send email.", {
        hint: "Sign in with a password or with Google, or write to the operator of this site.",
      });
    const isByAddress = limit !== null && BUCKETS[limit].by === "address";
    // What an address is counted for is counted before the database is asked who it is.
    if (isByAddress) await spend(c, limit, cost);
    const identity = isPersons(who) ? await c.get("doors").identify(callerOf(c)) : null;
    c.set("identity", identity);
    c.set("userId", identity?.userId ?? null);
    if (limit !== null && !isByAddress) await spend(c, limit, cost);
    await requireWho(c, access, identity);
    await next();
  };

const isPersons = (who: Access["who"]): boolean =>
  who === "anyone" || who === "owner" || who === "account" || who === "moderator" || who === "admin";

async function requireWho(c: Context<App>, access: Access, identity: Identity | null): Promise<void> {
  const { secrets } = c.get("services");
  const { who } = access;
  if (who === "agent") return c.set("host", await c.get("doors").requireHost(callerOf(c)));
  if (who === "operator") return requireBearer(callerOf(c), secrets.operatorTokens);
  if (!isPersons(who)) return;
  const account = identity?.account ?? null;
  if (who !== "anyone" && identity === null)
    throw new ApiError("unauthorized", "Authentication required.", {
      hint: "Start a sketch first, or sign in.",
    });
  // Their own data stay theirs, in a browser: what programs ask for them is over.
  const isWelcome = access.banned === "welcome" && !identity?.scopes;
  if (identity?.person && identity.person.bannedAt !== null && !isWelcome) throw banned();
  if (identity?.scopes && !(access.scope && identity.scopes.includes(access.scope)))
    throw new ApiError("forbidden", "This API key lacks the required scope.", {
      hint: "Make one with the scope it needs, or sign in.",
    });
  if (identity?.scopes && isMediaApi(access)) c.get("doors").requireApiAccess(callerOf(c), identity);
  if (who === "anyone" || who === "owner") return;
  if (account === null)
    throw new ApiError("unauthorized", "This requires an account.", { hint: "Sign in first." });
  const isAllowed =
    who === "account" || account.role === "admin" || (who === "moderator" && account.role === "moderator");
  if (!isAllowed) throw new ApiError("forbidden", "Your role does not allow this.");
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
    throw new ApiError("too_many_requests", "Rate limit exceeded.", {
      hint: `Wait ${periodS} seconds, then try again.`,
      retryAfterS: periodS,
    });
  }
}
