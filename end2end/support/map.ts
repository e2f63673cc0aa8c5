// The map as a visitor sees it.
import { expect, type Page } from "@playwright/test";
import { colours, token } from "./pixels";

export const map = (page: Page) => page.getByRole("region", { name: "母婴室地图" });
export const canvas = (page: Page) => page.getByRole("region", { name: "地图：方向键移动，加减号缩放" });

/** Until the district is drawn and nothing moves any more. */
export async function drawn(page: Page) {
  await expect(canvas(page)).toBeVisible();
  const land = await token(page, "--map-land");
  let before = "";
  await expect.poll(async () => {
    const seen = await colours(canvas(page));
    const now = JSON.stringify([...seen]);
    const still = now === before;
    before = now;
    return still && (seen.get(land) ?? 0) > 5_000;
  }, { timeout: 15_000, intervals: [300] }).toBe(true);
}
