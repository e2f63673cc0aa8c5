// Every page: nothing to object to for axe, and nothing sideways on the smallest phone.
import { audit, expectNoSidewaysScroll } from "../support/audit";
import { alive, chip } from "../support/finder";
import { PAGES } from "../support/pages";
import { expect, test } from "../support/test";

for (const { name, address, status = 200 } of PAGES) {
  test(`${name}: axe finds nothing`, async ({ page, js, isMobile, watch }) => {
    if (status !== 200) watch.allow(/Failed to load resource: the server responded with a status of 4/);
    const response = await page.goto(address);
    expect(response!.status()).toBe(status);
    if (js && (await page.locator("leptos-island").count())) await alive(page);
    await audit(page, js, js && isMobile ? ["light", "dark"] : ["light"]); // dark has the same rules everywhere
    if (isMobile) await expectNoSidewaysScroll(page, 320);
  });
}

test("what the device has answered: axe finds nothing", { tag: "@js" }, async ({ page }) => {
  await page.goto("/");
  await alive(page);
  await chip(page, "热水").check();
  await expect(page).toHaveURL(/has=hot_water/);
  await page.getByText("更多", { exact: true }).click();
  await audit(page, true);
});

test("the open map on a phone: axe finds nothing", { tag: ["@js", "@phone"] }, async ({ page }) => {
  await page.goto("/");
  await alive(page);
  await page.getByRole("button", { name: "地图", exact: true }).tap();
  await expect(page.getByRole("region", { name: "地图：方向键移动，加减号缩放" })).toBeVisible();
  await audit(page, true);
  await expectNoSidewaysScroll(page, 320);
});

test("in very large letters nothing sticks out", { tag: ["@phone", "@nojs"] }, async ({ page }) => {
  for (const address of ["/", "/rooms/LG-0020", "/data", "/?lang=en"]) {
    await page.goto(address);
    await page.evaluate(() => (document.documentElement.style.fontSize = "200%"));
    await expectNoSidewaysScroll(page, 390);
  }
});

test("chips, buttons and selects are 44 px high or more", { tag: "@phone" }, async ({ page, js }) => {
  for (const address of ["/", "/rooms/LG-0020"]) {
    await page.goto(address);
    if (js && address === "/") await alive(page);
    const controls = page.getByRole("main").locator("button:visible, .chip:visible, a.button:visible, summary:visible, select:visible");
    const small = await controls.evaluateAll((all) =>
      all.map((it) => [it.textContent!.trim(), it.getBoundingClientRect().height] as const).filter(([, height]) => height < 43.9),
    );
    expect(small, address).toEqual([]);
  }
});
