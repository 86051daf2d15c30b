/** Every page about somebody, and of those who run it: looked at by everyone, and worked by key and thumb. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { problemsFor } from "./everyone.ts";
import { fillLibrary } from "./library-page.ts";
import { proofTo, signInByLink, whoIs } from "./people.ts";
import { openStage, type Stage } from "./stage.ts";

const ADMIN = "admin@example.com";
const REASON = "asked for by mail";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({
    painter: false,
    vars: { LIMITS: "off", API_ACCESS: "by_plan", FIRST_ADMIN: ADMIN },
  });
}, 120_000);
afterAll(() => stage?.close());

const newEmail = (): string => `person-${Date.now().toString(36)}@example.com`;
const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name });

async function inBothWidths(page: Page, name: string): Promise<void> {
  const before = page.viewportSize();
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 800 });
    await page.getByLabel("Revoke my keys for programs too").scrollIntoViewIfNeeded();
    await stage.shoot(page, `${name}-${width}`);
  }
  if (before) await page.setViewportSize(before);
}

describe("signing in", () => {
  it.each(["dark", "light"] as const)(
    "is for everyone, in %s",
    async (colorScheme) => {
      const { context, page } = await stage.phone({ colorScheme });
      for (const [path, heading] of [
        ["/sign-in", "Sign in or make an account"],
        ["/sign-in/new", "Make an account"],
        ["/sign-in/forgot", "Choose a new password"],
        ["/sign-in?problem=google", "Sign in or make an account"],
        ["/sign-in/link", "Signing in"],
        ["/account", "Account"],
        ["/account/gone", "All of it is gone"],
        ["/admin", "Administration"],
      ] as const) {
        await page.goto(path);
        await page.getByRole("heading", { name: heading, exact: true }).waitFor();
        await page.waitForLoadState("networkidle");
        expect(await problemsFor(page), path).toEqual([]);
      }
      await page.goto("/sign-in");
      await button(page, "Mail me a link").click();
      await page.getByText("This is not an email address.").waitFor();
      await button(page, "Use a password").click();
      await stage.shoot(page, `sign-in-password-${colorScheme}`);
      expect(await problemsFor(page)).toEqual([]);
      await context.close();
    },
    60_000,
  );

  it("with a password: made, confirmed by mail, wrong ones told, forgotten, chosen anew", async () => {
    const { context, page } = await stage.desktop();
    const email = newEmail();
    await page.goto("/sign-in/new");
    await page.getByLabel("Email address").fill(email);
    await page.getByLabel("Password", { exact: true }).fill("short");
    await button(page, "Make the account").click();
    expect(await page.getByLabel("Password", { exact: true }).getAttribute("aria-invalid")).toBe("true");
    await page.getByLabel("Password", { exact: true }).fill("a long enough password");
    await stage.shoot(page, "sign-up");
    await button(page, "Make the account").click();
    await page.getByRole("heading", { name: "Look at your mail" }).waitFor();
    await stage.shoot(page, "sign-up-sent");
    await page.goto(await proofTo(stage.stack.url, email));
    await button(page, "Confirm").click();
    await page.waitForURL("**/sketches");
    expect((await whoIs(page))?.email).toBe(email);
    expect(page.url()).not.toContain("#");

    await page.goto("/account");
    await button(page, "Sign out").first().click();
    await page.waitForURL(stage.stack.url);
    await page.goto("/sign-in");
    await button(page, "Use a password").click();
    await page.getByLabel("Email address").fill(email);
    await page.getByLabel("Password", { exact: true }).fill("another long password");
    await page.getByLabel("Password", { exact: true }).press("Enter");
    await page.getByRole("alert").waitFor();
    await page.getByRole("link", { name: "Forgot the password?" }).click();
    await page.getByRole("heading", { name: "Choose a new password" }).waitFor();
    await page.getByLabel("Email address").fill(email);
    await button(page, "Mail me the link").click();
    await page.getByRole("heading", { name: "Look at your mail" }).waitFor();
    await page.goto(await proofTo(stage.stack.url, email));
    await page.getByLabel("New password").fill("the second good password");
    const revokes = page.getByLabel("Revoke my keys for programs too");
    expect(await revokes.isChecked()).toBe(true);
    await inBothWidths(page, "reset");
    await button(page, "Save it and sign in").click();
    await page.waitForURL("**/account");

    // Keys go with the old password, unless they are to stay.
    const keys = () =>
      page.evaluate(async () => {
        const made = { name: "A program", scopes: ["sketches:read"] };
        const headers = { "content-type": "application/json" };
        await fetch("/api/account/keys", { method: "POST", headers, body: JSON.stringify(made) });
      });
    const left = () =>
      page.evaluate(
        async () => ((await (await fetch("/api/account/keys")).json()) as { keys: unknown[] }).keys.length,
      );
    await keys();
    const change = async (current: string, next: string): Promise<void> => {
      await page.getByLabel("Present password").fill(current);
      await page.getByLabel("New password").fill(next);
      await button(page, "Save the password").click();
      await page.getByText(/^The password is changed/).waitFor();
      await page.getByText(/^The password is changed/).waitFor({ state: "hidden" });
    };
    await page.getByLabel("Present password").scrollIntoViewIfNeeded();
    await inBothWidths(page, "account-password");
    await revokes.uncheck();
    await change("the second good password", "the third good password");
    expect(await left()).toBe(1);
    expect(await revokes.isChecked()).toBe(true);
    await change("the third good password", "the fourth good password");
    expect(await left()).toBe(0);
    await context.close();
  }, 90_000);

  it("a link that was opened elsewhere asks first; a used one says so", async () => {
    const asked = await stage.desktop();
    const email = newEmail();
    await asked.page.goto("/sign-in");
    await asked.page.getByLabel("Email address").fill(email);
    await button(asked.page, "Mail me a link").click();
    await asked.page.getByRole("heading", { name: "Look at your mail" }).waitFor();
    const link = await proofTo(stage.stack.url, email);
    const { context, page } = await stage.phone();
    await page.goto(link);
    await page.getByRole("heading", { name: "Sign in here?" }).waitFor();
    await page.getByText(email).waitFor();
    await stage.shoot(page, "phone-sign-in-elsewhere");
    expect(await problemsFor(page)).toEqual([]);
    expect(await whoIs(page)).toBe(null);
    await button(page, "Sign in").click();
    await page.waitForURL("**/sketches");
    await page.goto(link);
    await page.getByRole("heading", { name: "You are signed in already" }).waitFor();
    await asked.page.goto(link);
    await asked.page.getByRole("heading", { name: "This link does not work any more" }).waitFor();
    await asked.context.close();
    await context.close();
  }, 60_000);

  it("with Google: there, and back as somebody", async () => {
    const { context, page } = await stage.desktop();
    await page.goto("/sign-in");
    await button(page, "Continue with Google").click();
    await page.getByRole("heading", { name: "In Google's place" }).waitFor();
    await page.getByLabel("Email address").fill(newEmail());
    await button(page, "Continue").click();
    await page.waitForURL(`${stage.stack.url}/account`);
    await page.getByText("Google is connected").waitFor();
    await context.close();
  }, 40_000);
});

describe("an account", () => {
  it("is named, makes a key that works and revokes it, and takes everything along", async () => {
    const { context, page } = await stage.phone();
    await page.goto("/account");
    await signInByLink(page, newEmail());
    await page.goto("/account");
    await page.getByLabel("Name", { exact: true }).fill("Ada");
    await button(page, "Save").first().click();
    await page.getByText("Saved.").waitFor();
    await page.getByLabel("What is it for?").fill("a program");
    await page.getByText("Keys that generate come with Pro and Unlimited").waitFor();
    await button(page, "Make a key").click();
    const key = await page.getByTestId("new-key").innerText();
    const asProgram = () =>
      fetch(`${stage.stack.url}/api/sketches`, { headers: { authorization: `Bearer ${key}` } });
    expect((await asProgram()).status).toBe(200);
    await page.getByTestId("new-key").scrollIntoViewIfNeeded();
    await stage.shoot(page, "phone-account-key");
    expect(await problemsFor(page)).toEqual([]);
    await button(page, "Revoke a program").click();
    await page.getByText("There are none.").waitFor();
    expect((await asProgram()).status).toBe(401);
    const download = page.waitForEvent("download");
    await page.getByRole("link", { name: "Download everything" }).click();
    expect((await download).suggestedFilename()).toBe("llamasketch.zip");
    await context.close();
  }, 60_000);
});

describe("those who run it", () => {
  it("find people, say why they look, ban, book credits and stop everything", async () => {
    const somebody = await stage.desktop();
    const [sketchId = ""] = await fillLibrary(somebody.page, stage.stack.url, ["of somebody"]);
    const email = newEmail();
    await somebody.page.goto("/sign-in");
    await signInByLink(somebody.page, email);

    const { context, page } = await stage.desktop();
    await page.goto("/sign-in");
    await signInByLink(page, ADMIN);
    await page.goto("/account");
    await page.getByRole("link", { name: "Administration" }).click();
    await page.getByRole("link", { name: email }).waitFor();
    await stage.shoot(page, "admin");
    expect(await problemsFor(page)).toEqual([]);
    await page.getByLabel("Email address, its first letters, or an id").fill(email);
    await button(page, "Search").click();
    await page.getByRole("link", { name: email }).click();
    await button(page, "Look").click();
    await page.getByText("Say at least a word or two.").waitFor();
    await page.getByLabel(/^Why\?/).fill(REASON);
    await button(page, "Look").click();
    await page.getByRole("heading", { name: email }).waitFor();

    await page.getByText("Put credits right").first().click();
    const credits = page.getByRole("region", { name: "Credits" });
    await credits.getByLabel(/^Credits, with/).fill("25");
    await credits.getByLabel("Ticket").fill("mail-17");
    await credits.getByLabel(/^Why\?/).fill(REASON);
    await credits.getByRole("button", { name: "Book it" }).click();
    await expect.poll(() => credits.getByTestId("balance").innerText()).toBe("25 credits");
    const person = page.getByRole("region", { name: email });
    await person.getByLabel(/^Why\?/).fill("spam");
    await person.getByRole("button", { name: "Ban" }).click();
    await person.getByText(/^Banned/).waitFor();
    await stage.shoot(page, "admin-user");
    expect(await problemsFor(page)).toEqual([]);
    const refused = await somebody.page.evaluate(async () => (await fetch("/api/sketches")).status);
    expect(refused).toBe(403);

    await page.goto("/admin");
    await page.getByLabel("Id of the sketch").fill(sketchId);
    await button(page, "Look").click();
    await page.getByLabel(/^Why\?/).fill(REASON);
    await button(page, "Look").click();
    await page.getByRole("heading", { name: "of somebody" }).waitFor();

    await page.goto("/admin");
    const brakes = page.getByRole("region", { name: "Emergency brakes" });
    await brakes.getByRole("button", { name: "Stop" }).last().click();
    await brakes.getByLabel(/^Why\?/).fill("the cellar is full of water");
    await brakes.getByRole("button", { name: "Stop" }).last().click();
    await brakes.getByText(/^Stopped since/).waitFor();
    await page.getByRole("cell", { name: /the cellar is full of water/ }).waitFor();
    await brakes.getByRole("button", { name: "Go on" }).click();
    await brakes.getByLabel(/^Why\?/).fill("it is dry again");
    await brakes.getByRole("button", { name: "Go on" }).last().click();
    await expect.poll(() => brakes.getByText("Running").count()).toBe(2);
    await page.setViewportSize({ width: 390, height: 844 });
    await stage.shoot(page, "admin-narrow");
    expect(await problemsFor(page)).toEqual([]);
    await somebody.context.close();
    await context.close();
  }, 90_000);
});
