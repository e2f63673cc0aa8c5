// The finder: the same answers from the server and on the device.
import { alive, ask, cardLink, cards, chip, count, names, open, search, submit } from "../support/finder";
import { ROOMS, room } from "../support/rooms";
import { expect, test } from "../support/test";

const withHotWater = ROOMS.filter((room) => room.has("hot_water"));

test("the list is there at once, twenty rooms a page", async ({ page, js }) => {
  await open(page, "/", js);
  await expect(page.getByRole("heading", { level: 1, name: "龙岗区母婴室" })).toBeAttached();
  await expect(count(page)).toHaveText(`${ROOMS.length} 间`);
  await expect(cards(page)).toHaveCount(20);
  await expect(page.getByText("演示数据", { exact: true })).toBeVisible();
});

test("a filter is a question in the address", { tag: "@nojs" }, async ({ page }) => {
  await page.goto("/");
  await chip(page, "热水").check();
  await submit(page).click();
  expect(new URL(page.url()).searchParams.get("has")).toBe("hot_water");
  await expect(count(page)).toHaveText(`${withHotWater.length} 间`);
  await expect(chip(page, "热水")).toBeChecked();
  await expect(cards(page).filter({ has: page.getByRole("listitem").filter({ hasText: "热水" }) })).toHaveCount(20);
});

test("a chip changes list, count and address without loading a page", { tag: "@js" }, async ({ page }) => {
  await open(page, "/", true);
  await page.evaluate(() => Object.assign(window, { samePage: true }));
  await chip(page, "热水").check();
  await expect(count(page)).toHaveText(`${withHotWater.length} 间`);
  await expect(page).toHaveURL(/\?has=hot_water$/);
  await chip(page, "爸爸可进").check();
  const both = withHotWater.filter((room) => room.who === "everyone");
  await expect(count(page)).toHaveText(`${both.length} 间`);
  await chip(page, "热水").uncheck();
  await chip(page, "爸爸可进").uncheck();
  await expect(count(page)).toHaveText(`${ROOMS.length} 间`);
  await expect(page).toHaveURL(/\/$/);
  expect(await page.evaluate(() => "samePage" in window)).toBe(true);
});

test("what the device answers is what the server answers", { tag: "@js" }, async ({ page, browser, baseURL }) => {
  await open(page, "/", true);
  await page.clock.setFixedTime(new Date()); // a room may close between the two
  await chip(page, "热水").check();
  await chip(page, "无台阶").check();
  await search(page).fill("医院");
  await expect(count(page)).toContainText("医院");
  const onDevice = await names(page);
  const plain = await browser.newContext({ javaScriptEnabled: false, locale: "zh-CN" });
  const served = await plain.newPage();
  await served.goto(baseURL + new URL(page.url()).search.replace(/^/, "/"));
  expect(await names(served)).toEqual(onDevice);
  expect(onDevice.length).toBeGreaterThan(0);
  await plain.close();
});

test("a chip ticked before the scripts arrive counts once they do", { tag: ["@js", "@phone"] }, async ({ page }) => {
  let release = () => {};
  const held = new Promise<void>((done) => (release = done));
  await page.route("**/*.wasm", async (route) => (await held, route.continue()));
  await page.goto("/");
  await chip(page, "热水").check();
  release();
  await alive(page);
  await expect(count(page)).toHaveText(`${withHotWater.length} 间`);
});

test("pages follow one another to the last", async ({ page, js }) => {
  await open(page, "/", js);
  const first = await names(page);
  const pages = Math.ceil(ROOMS.length / 20);
  const pager = page.getByRole("navigation", { name: "分页" });
  await expect(pager).toContainText(`第 1 页，共 ${pages} 页`);
  await expect(pager.getByRole("link", { name: "上一页" })).toHaveCount(0);
  await pager.getByRole("link", { name: "下一页" }).click();
  await expect(pager).toContainText(`第 2 页，共 ${pages} 页`);
  await expect(page).toHaveURL(/page=2/);
  expect((await names(page)).filter((name) => first.includes(name))).toEqual([]);
  await open(page, `/?page=${pages}`, js);
  await expect(cards(page)).toHaveCount(ROOMS.length % 20);
  await expect(pager.getByRole("link", { name: "下一页" })).toHaveCount(0);
});

const NAMED = room("LG-0020");
for (const { how, words, tag } of [
  { how: "Chinese", words: "弹珠巷公园", tag: [] },
  { how: "pinyin", words: "danzhuxianggongyuan", tag: ["@phone"] },
  { how: "initials", words: "dzxgy", tag: ["@phone"] },
  { how: "English", words: "marble alley park", tag: ["@phone"] },
]) {
  test(`text in ${how} finds the room`, { tag }, async ({ page, js }) => {
    await open(page, "/", js);
    await search(page).fill(words);
    if (!js) await search(page).press("Enter");
    await expect(count(page)).toContainText(words);
    await expect(cardLink(page)).toHaveText(NAMED.zh);
    await expect(search(page)).toHaveValue(words);
    expect(new URL(page.url()).searchParams.get("q")).toBe(words);
  });
}

test("street and class are under more", async ({ page, js }) => {
  await open(page, "/", js);
  const street = page.getByRole("combobox", { name: "街道" });
  await expect(street).toBeHidden();
  await page.getByText("更多", { exact: true }).click();
  await street.selectOption({ label: "平湖街道" });
  await page.getByRole("combobox", { name: "面积等级" }).selectOption({ value: "A" });
  await ask(page, js);
  const wanted = ROOMS.filter((room) => room.street === "440307003000" && room.area >= 10);
  await expect(count(page)).toHaveText(`${wanted.length} 间`);
  expect((await names(page)).sort()).toEqual(wanted.map((room) => room.zh).sort());
  await page.reload();
  await expect(street).toBeVisible(); // what is set is not hidden
  await expect(count(page)).toHaveText(`${wanted.length} 间`);
});

test("a card leads to its room, and back to the question", async ({ page, js }) => {
  await open(page, "/?has=hot_water", js);
  const name = await cardLink(page).innerText();
  await cardLink(page).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(name);
  await page.goBack();
  await expect(page).toHaveURL(/has=hot_water/);
  await expect(count(page)).toHaveText(`${withHotWater.length} 间`);
  await expect(chip(page, "热水")).toBeChecked();
});

test("the language changes on the same question and is remembered", async ({ page, js }) => {
  await open(page, "/?has=hot_water", js);
  await page.getByRole("link", { name: "English" }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await expect(count(page)).toHaveText(`${withHotWater.length} rooms`);
  await page.goto("/about");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("About this site");
  await page.getByRole("link", { name: "中文" }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", "zh-CN");
});
