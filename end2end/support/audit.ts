// The accessibility audit that every page ends in.
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** No violation; in dark, too, what can differ there. */
export async function audit(page: Page, js: boolean, schemes: ("light" | "dark")[] = ["light"]) {
  // Where scripts are off, timers do not run either, and axe waits for them.
  if (!js) await page.evaluate(() => Object.assign(window, { setTimeout: (run: () => void) => void Promise.resolve().then(run) }));
  for (const colorScheme of schemes) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const axe = new AxeBuilder({ page }).setLegacyMode().options({ preload: false });
    if (colorScheme === "light") axe.withTags(TAGS);
    else axe.withRules(["color-contrast", "link-in-text-block"]);
    const { violations, passes } = await axe.analyze();
    const told = violations.map(({ id, help, nodes }) => `${id}: ${help}\n  ${nodes.slice(0, 3).map(({ html, failureSummary }) => `${html}\n  ${failureSummary}`).join("\n  ")}`);
    expect(told, `${page.url()} in ${colorScheme}`).toEqual([]);
    expect(passes.length).toBeGreaterThan(0); // the audit did look
  }
}

/** At this width nothing sticks out to the right. */
export async function expectNoSidewaysScroll(page: Page, width: number) {
  await page.setViewportSize({ width, height: 640 });
  const over = await page.evaluate(() => {
    const root = document.documentElement;
    return { scroll: root.scrollWidth, inner: window.innerWidth };
  });
  expect(over, page.url()).toEqual({ scroll: width, inner: width });
}
