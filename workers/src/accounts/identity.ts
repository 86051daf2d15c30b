/** Who is asking: an anonymous user, known by a signed cookie. */
import { userId as userIdSchema } from "@llamasketch/contract";
import type { Context } from "hono";
import { getSignedCookie, setSignedCookie } from "hono/cookie";
import { ApiError } from "../http/errors.ts";
import type { App } from "../http/context.ts";
import { newId } from "../ids.ts";
import type { Statement } from "../spine/commit.ts";

const COOKIE = "ls_user";
const COOKIE_DAYS = 400;

/** Sets `userId` when the cookie carries a good signature, by any key that still verifies. */
export async function identify(c: Context<App>): Promise<void> {
  c.set("userId", null);
  for (const key of c.get("services").secrets.cookieKeys) {
    const value = await getSignedCookie(c, key, COOKIE);
    if (typeof value !== "string") continue;
    if (userIdSchema.safeParse(value).success) c.set("userId", value);
    return;
  }
}

export function requireUser(c: Context<App>): string {
  const userId = c.get("userId");
  if (!userId)
    throw new ApiError("unauthorized", "This needs the browser it was drawn in.", {
      hint: "Start a sketch first.",
    });
  return userId;
}

/** The present user, or a new anonymous one: then its row must be committed with what it makes. */
export async function userOrNew(
  c: Context<App>,
  nowMs: number,
): Promise<{ userId: string; statements: Statement[] }> {
  const known = c.get("userId");
  const { accounts, secrets } = c.get("services");
  if (known && (await accounts.byId(known))) return { userId: known, statements: [] };
  const userId = newId("user");
  const [key = ""] = secrets.cookieKeys;
  await setSignedCookie(c, COOKIE, userId, key, {
    path: "/",
    httpOnly: true,
    sameSite: "Lax",
    secure: new URL(c.req.url).protocol === "https:",
    maxAge: COOKIE_DAYS * 86_400,
  });
  return { userId, statements: [accounts.addAnonymous(userId, nowMs)] };
}
