import { denied, shelf } from "../page/browser-gifts.ts";

const KEY = "llamasketch.cookies-kept";

/** Whether this browser is known again at its next request. Asked once, after it was first given a cookie. */
export async function keepsCookies(readMe: () => Promise<unknown>): Promise<boolean> {
  if (denied.get().cookies) return false;
  if (shelf.getItem(KEY) !== null) return true;
  const me = await readMe().catch(() => undefined);
  if (me === null) denied.set({ cookies: true });
  else if (me !== undefined) shelf.setItem(KEY, "1");
  return me !== null;
}
