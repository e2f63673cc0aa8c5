// Where the keyboard is, and whether one can see it.
import { expect, type Page } from "@playwright/test";

/** The name of what has the focus, as far as a test needs it. */
export const focused = (page: Page) =>
  page.evaluate(() => {
    const it = document.activeElement as HTMLElement & { labels?: NodeListOf<HTMLElement> };
    return (it.getAttribute("aria-label") ?? it.labels?.[0]?.textContent ?? it.textContent ?? "").trim();
  });

/** Presses Tab until something of this name has the focus; where one looks, whatever is passed must show its focus. */
export async function tabTo(page: Page, name: string, look = false) {
  for (let steps = 0; steps < 60; steps++) {
    await page.keyboard.press("Tab");
    if (look) await expectVisibleFocus(page);
    if ((await focused(page)) === name) return;
  }
  throw new Error(`Tab never came to ${name}`);
}

const MARGIN = 24; // a ring may go around the card that the link stands in

/** Looks at the picture with and without the focus: they must differ where it is. */
async function expectVisibleFocus(page: Page) {
  const box = await page.evaluate(() => {
    document.activeElement!.scrollIntoView({ block: "nearest" });
    const { x, y, width, height } = document.activeElement!.getBoundingClientRect();
    return { x, y, width, height };
  });
  const left = Math.max(0, box.x - MARGIN);
  const top = Math.max(0, box.y - MARGIN);
  const clip = { x: left, y: top, width: box.x + box.width + MARGIN - left, height: Math.min(box.y + box.height + MARGIN, page.viewportSize()!.height) - top };
  const name = await focused(page);
  const shown = await page.screenshot({ clip });
  await page.evaluate(() => {
    Object.assign(window, { lastFocus: document.activeElement });
    (document.activeElement as HTMLElement).blur();
  });
  const plain = await page.screenshot({ clip });
  await page.evaluate(() => (window as unknown as { lastFocus: HTMLElement }).lastFocus.focus({ preventScroll: true }));
  expect(shown.equals(plain), `the focus on “${name}” can be seen`).toBe(false);
}
