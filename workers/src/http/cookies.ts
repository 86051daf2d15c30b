/** Signed cookies. The newest key signs, all verify. */
import type { Context } from "hono";
import { deleteCookie, getSignedCookie, setSignedCookie } from "hono/cookie";
import type { CookieName } from "./caller.ts";
import type { App } from "./context.ts";

const YEAR_S = 400 * 86_400;
const LIFE_S: Record<CookieName, number> = {
  ls_user: YEAR_S,
  ls_device: YEAR_S,
  ls_asked: 3600,
  ls_free: 86_400,
};

/**
 * The cookie's value when it carries a good signature, by any key that still verifies. In production a cookie is of this host
 * alone, by its very name; one that was set before that was so is read once more and set anew.
 */
export async function readCookie(c: Context<App>, name: CookieName): Promise<string | null> {
  if (!isHostOnly(c)) return signedValue(c, name);
  const ofHost = await signedValue(c, name, "host");
  if (ofHost !== null) return ofHost;
  const before = await signedValue(c, name);
  if (before === null) return null;
  deleteCookie(c, name, attributes(c));
  await writeCookie(c, name, before);
  return before;
}

async function signedValue(c: Context<App>, name: CookieName, prefix?: "host"): Promise<string | null> {
  for (const key of c.get("services").secrets.cookieKeys) {
    const value = await getSignedCookie(c, key, name, prefix);
    if (typeof value === "string") return value;
    if (value === undefined) return null;
  }
  return null;
}

export async function writeCookie(
  c: Context<App>,
  name: CookieName,
  value: string,
  lifeS = LIFE_S[name],
): Promise<void> {
  const [key = ""] = c.get("services").secrets.cookieKeys;
  const prefix = isHostOnly(c) ? { prefix: "host" as const } : {};
  await setSignedCookie(c, name, value, key, { ...attributes(c), ...prefix, maxAge: lifeS });
}

export const clearCookie = (c: Context<App>, name: CookieName): void => {
  deleteCookie(c, name, attributes(c));
  if (isHostOnly(c)) deleteCookie(c, name, { ...attributes(c), prefix: "host" });
};

const isSecure = (c: Context<App>): boolean => new URL(c.req.url).protocol === "https:";
/** `__Host-`: no other host, no neighbour by name and no unencrypted page can set it. */
const isHostOnly = (c: Context<App>): boolean => !c.get("services").config.isDevelopment && isSecure(c);

/** Sent to other sites' pages only when pages of this product are served from one. */
const attributes = (c: Context<App>) => {
  const isElsewhere = c.get("services").config.pageOrigins.length > 0;
  return {
    path: "/",
    httpOnly: true,
    sameSite: isElsewhere ? ("None" as const) : ("Lax" as const),
    secure: isElsewhere || isSecure(c),
  };
};
