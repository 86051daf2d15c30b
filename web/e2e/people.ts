/** Signing in as a person does: by the letters that the machine would have sent. */
import type { Page } from "playwright-core";

/** Asks for a link on the page that is open, and follows it from the outbox, in the same browser. */
export async function signInByLink(page: Page, email: string): Promise<void> {
  await page.getByLabel("Email address").fill(email);
  await page.getByRole("button", { name: "Mail me a link" }).click();
  await page.getByRole("heading", { name: "Look at your mail" }).waitFor();
  const outbox = page.waitForEvent("popup");
  await page.getByRole("link", { name: /read the letters here/ }).click();
  const letters = await outbox;
  await letters
    .getByRole("article")
    .filter({ hasText: email })
    .first()
    .getByRole("link", { name: /\/sign-in\// })
    .click();
  await letters.waitForURL("**/sketches");
  await letters.close();
}

/** The link in the newest letter to this address. */
export async function proofTo(origin: string, email: string): Promise<string> {
  const asked = await fetch(`${origin}/dev/mail?to=${encodeURIComponent(email)}`, {
    headers: { accept: "application/json" },
  });
  const { letters } = (await asked.json()) as { letters: { text: string }[] };
  const link = letters[0]?.text.match(/https?:\/\/\S+#\S+/)?.[0];
  if (!link) throw new Error(`no letter with a link to ${email}`);
  return link;
}

/** What the API says of who this page's browser is. */
export const whoIs = (page: Page, api = ""): Promise<{ id: string; email: string | null } | null> =>
  page.evaluate(async (api) => {
    const answer = await fetch(`${api}/api/me`, { credentials: "include" });
    return ((await answer.json()) as { user: { id: string; email: string | null } | null }).user;
  }, api);
