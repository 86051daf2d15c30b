/** What holds on every page, for everyone: asked of a page as it stands. */
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";

/** A fingertip, in CSS pixels. */
const HIT_PX = 44;

/** What axe calls serious or critical. */
async function serious(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}

/** Everything to be touched that a fingertip may miss. A field counts with its label. */
const smallTargets = (page: Page): Promise<string[]> =>
  page.evaluate((hitPx) => {
    const small: string[] = [];
    for (const element of document.querySelectorAll<HTMLElement>(
      "button, a[href], input, select, textarea, summary",
    )) {
      if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
      if (element.matches(":disabled, .skip-link") || element.closest("[inert], p")) continue;
      const boxes = [element, element.closest("label")].map((each) => each?.getBoundingClientRect());
      const isHit = boxes.some((box) => box && box.width >= hitPx - 0.5 && box.height >= hitPx - 0.5);
      const box = boxes[0];
      const isOutside =
        !box || box.bottom <= 0 || box.top >= innerHeight || box.right <= 0 || box.left >= innerWidth;
      if (!isHit && !isOutside) small.push(`${element.outerHTML.slice(0, 120)} ${box.width}×${box.height}`);
    }
    return small;
  }, HIT_PX);

/** What sticks out of the screen's sides, or has words cut off without an ellipsis. */
const overflows = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const out: string[] = [];
    const root = document.documentElement;
    if (root.scrollWidth > innerWidth) out.push(`the page is ${root.scrollWidth} px wide`);
    for (const element of document.body.querySelectorAll<HTMLElement>("*")) {
      if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
      if (element.closest(".sr-only, .skip-link, [aria-hidden=true], [data-scrolls], .toasts")) continue;
      const style = getComputedStyle(element);
      const box = element.getBoundingClientRect();
      const hasText = [...element.childNodes].some((node) => node.nodeType === 3 && node.nodeValue?.trim());
      if (!hasText || box.width === 0) continue;
      const isMeantToBeCut = style.textOverflow === "ellipsis" || element.matches("input, textarea");
      const name = `${element.tagName} “${element.textContent?.slice(0, 40)}”`;
      if (!isMeantToBeCut && element.scrollWidth > element.clientWidth + 1 && style.display !== "inline")
        out.push(`${name} is cut`);
      const scrolls = element.closest("[class*=overflow-x-auto], [class*=overflow-auto]");
      if (!scrolls && (box.right > innerWidth + 1 || box.left < -1)) out.push(`${name} sticks out`);
    }
    return out;
  });

/** Asks all of it, and says what does not hold. */
export async function problemsFor(page: Page): Promise<string[]> {
  return [...(await serious(page)), ...(await smallTargets(page)), ...(await overflows(page))];
}

/** Names of all that the focus reaches by Tab from the page's top on, until it comes round. */
export async function tabStops(page: Page): Promise<string[]> {
  const names: string[] = [];
  await page.locator(".skip-link").focus();
  for (let at = 0; at < 80; at++) {
    await page.keyboard.press("Tab");
    const name = await page.evaluate(() => {
      const { activeElement: element } = document;
      if (!element || element === document.body || element.matches(".skip-link")) return null;
      return element.getAttribute("aria-label") ?? (element.id || element.textContent || element.tagName);
    });
    if (name === null) break;
    names.push(name);
  }
  return names;
}

/** Sum of the layout's shifts since the page began that no hand caused. Asked for before the page is loaded. */
export async function watchShifts(page: Page): Promise<() => Promise<number>> {
  await page.addInitScript(() => {
    const seen = Object.assign(window, { shifted: 0 });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & {
        value: number;
        hadRecentInput: boolean;
      })[])
        if (!entry.hadRecentInput) seen.shifted += entry.value;
    }).observe({ type: "layout-shift", buffered: true });
  });
  return () => page.evaluate(() => (window as unknown as { shifted: number }).shifted);
}
