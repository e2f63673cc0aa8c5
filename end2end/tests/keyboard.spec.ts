// The whole way with nothing but a keyboard.
import { cardLink, cards, chip, count, names, open, search } from "../support/finder";
import { focused, tabTo } from "../support/focus";
import { ROOMS } from "../support/rooms";
import { expect, test } from "../support/test";

const withHotWater = ROOMS.filter((room) => room.has("hot_water"));

test("from the top to the door of a room", { tag: "@desktop" }, async ({ page, js }) => {
  test.slow();
  const look = !js; // the rings are the same with scripts, and pictures are quicker without a map
  await open(page, "/", js);
  await page.keyboard.press("Tab");
  expect(await focused(page)).toBe("跳到正文");
  await expect(page.getByRole("link", { name: "跳到正文" })).toBeInViewport();
  await tabTo(page, "跳到结果", look);
  await tabTo(page, "搜索", look); // the field
  await expect(search(page)).toBeFocused();
  await page.keyboard.type("医院");
  await tabTo(page, "热水", look);
  await page.keyboard.press("Space");
  await expect(chip(page, "热水")).toBeChecked();
  if (!js) {
    await search(page).focus();
    await page.keyboard.press("Enter");
  }
  await expect(count(page)).toContainText("名称或地点里有“医院”");
  await expect(page).toHaveURL(/has=hot_water/);
  const [first] = await names(page);
  await tabTo(page, first, look);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(first);
  await tabTo(page, "高德地图", look);
  await expect(page.getByRole("link", { name: "高德地图" })).toHaveAttribute("href", /^https:\/\/uri\.amap\.com\//);
});

test("the skip links skip", { tag: "@desktop" }, async ({ page, js }) => {
  await open(page, "/", js);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  expect(await focused(page)).toBe("跳到结果");
  const card = await cardLink(page).elementHandle();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/#results$/);
  await page.keyboard.press("Tab");
  await expect(cardLink(page)).toBeFocused();
  await page.waitForTimeout(1_000); // and nothing is put in its place afterwards
  expect(await card!.evaluate((link) => link === document.activeElement)).toBe(true);
});

test("more filters open, are set and close by keyboard", { tag: "@desktop" }, async ({ page, js }) => {
  await open(page, "/", js);
  await chip(page, "无台阶").focus();
  await tabTo(page, "更多");
  await page.keyboard.press("Enter");
  await tabTo(page, "洗手台");
  await page.keyboard.press("Space");
  await expect(chip(page, "洗手台")).toBeChecked();
  await page.keyboard.press("Enter"); // sends the form without scripts; with them the list has followed
  const wanted = ROOMS.filter((room) => room.has("basin"));
  await expect(count(page)).toHaveText(`${wanted.length} 间`);
});

test("the focus stays on a chip while the list changes under it", { tag: "@js" }, async ({ page }) => {
  await open(page, "/", true);
  await chip(page, "热水").focus();
  await page.keyboard.press("Space");
  await expect(count(page)).toHaveText(`${withHotWater.length} 间`);
  await expect(chip(page, "热水")).toBeFocused();
});

test("turning a page puts the focus on the results", { tag: "@js" }, async ({ page }) => {
  await open(page, "/", true);
  await chip(page, "热水").check(); // from here on the device answers
  await expect(count(page)).toHaveText(`${withHotWater.length} 间`);
  await page.getByRole("link", { name: "下一页" }).press("Enter");
  await expect(page.getByRole("region", { name: `${withHotWater.length} 间` })).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(cardLink(page)).toBeFocused();
  await expect(cards(page)).toHaveCount(20);
});
