// After one visit, without any signal.
import { gcj02 } from "../support/datum";
import { cardLink, chip, count, names, search } from "../support/finder";
import { banner, cut, firstVisit, isShell, openOffline } from "../support/offline";
import { metres, nearest, room, ROOMS } from "../support/rooms";
import { expect, test } from "../support/test";

const HERE: [number, number] = [114.24783, 22.72051];
const DATED = /^离线，数据截至 \d+月\d+日.*\d+:\d\d$/;
const withHotWater = ROOMS.filter((room) => room.has("hot_water"));

test.use({ serviceWorkers: "allow", geolocation: { longitude: HERE[0], latitude: HERE[1] }, permissions: ["geolocation"] });
test.beforeEach(async ({ page, network, watch }) => {
  watch.allow(/Failed to load resource: net::/, /net::ERR_/);
  await firstVisit(page, network.url);
  await expect(banner(page)).toBeHidden();
});

test("the journey: nearest with hot water, the way, 高德", { tag: ["@js", "@phone"] }, async ({ page, network }) => {
  await cut(page, network);
  await openOffline(page, network.url);
  expect(await isShell(page)).toBe(true);
  await expect(banner(page)).toHaveText(DATED);
  await expect(count(page)).toHaveText(`${ROOMS.length} 间`);
  await page.getByRole("button", { name: "附近" }).tap();
  await chip(page, "热水").tap();
  const expected = nearest(withHotWater, HERE);
  await expect(cardLink(page)).toHaveText(expected[0].zh);
  expect((await names(page)).slice(0, 10)).toEqual(expected.slice(0, 10).map((room) => room.zh));
  await cardLink(page).tap();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(expected[0].zh);
  await expect(banner(page)).toHaveText(DATED);
  const way = page.getByRole("region", { name: "怎么走到门口" }).getByRole("listitem");
  await expect(way.last()).toHaveText(expected[0].way.at(-1)!);
  const link = await page.getByRole("link", { name: "高德地图" }).getAttribute("href");
  const [lon, lat] = new URL(link!).searchParams.get("to")!.split(",");
  expect(metres([+lon, +lat], gcj02(expected[0].at!))).toBeLessThan(0.2);
});

test("filters and text, from a link with a question", { tag: "@js" }, async ({ page, network }) => {
  await cut(page, network);
  await openOffline(page, `${network.url}/?has=hot_water`);
  await expect(count(page)).toHaveText(`${withHotWater.length} 间`);
  await expect(chip(page, "热水")).toBeChecked();
  await search(page).fill("dzxgy");
  await expect(cardLink(page)).toHaveText(room("LG-0020").zh);
  await expect(page).toHaveURL(/q=dzxgy/);
});

test("a room by its address, and one that the copy does not hold", { tag: ["@js", "@phone"] }, async ({ page, network }) => {
  await cut(page, network);
  await openOffline(page, `${network.url}/rooms/LG-0020`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(room("LG-0020").zh);
  await expect(page).toHaveTitle(new RegExp(room("LG-0020").zh));
  await openOffline(page, `${network.url}/rooms/LG-9999`);
  await expect(page.getByRole("main")).toContainText("离线的房间列表里没有这一间");
  await page.getByRole("link", { name: /首页/ }).click();
  await expect(count(page)).toHaveText(`${ROOMS.length} 间`);
});

test("English stays English", { tag: ["@js", "@phone"] }, async ({ page, network }) => {
  await page.getByRole("link", { name: "English" }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await expect.poll(() => page.evaluate(async () => (await window.caches.match("/lang"))?.text())).toBe("en");
  await cut(page, network);
  await openOffline(page, `${network.url}/rooms/LG-0020`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(room("LG-0020").en);
  await expect(banner(page)).toHaveText(/^Offline, data as of November \d+.*\d+:\d\d$|^Offline, data as of \w+ \d+/);
  await openOffline(page, `${network.url}/?lang=zh`);
  await expect(count(page)).toHaveText(`${ROOMS.length} 间`);
});

test("pages of text that were read, and those that were not", { tag: ["@js", "@phone"] }, async ({ page, network }) => {
  await page.goto(`${network.url}/about`);
  await expect.poll(() => page.evaluate(async () => !!(await window.caches.match("/about", { ignoreVary: true })))).toBe(true);
  await cut(page, network);
  await page.goto(`${network.url}/about`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("关于这个网站");
  await expect(banner(page)).toHaveText(DATED);
  await page.goto(`${network.url}/privacy`);
  await expect(page.getByRole("heading", { level: 1 })).toBeAttached(); // the finder rather than the browser's dinosaur
  await expect(banner(page)).toHaveText(DATED);
});

test("an open page says so when the signal goes, and takes it back", { tag: "@js" }, async ({ page, network }) => {
  await cut(page, network);
  await expect(banner(page)).toHaveText(DATED);
  await chip(page, "热水").check();
  await expect(count(page)).toHaveText(`${withHotWater.length} 间`);
  await cut(page, network, false);
  await expect(banner(page)).toBeHidden();
});

test("it can be installed", { tag: ["@js", "@phone"] }, async ({ page, request }) => {
  const address = await page.locator("link[rel=manifest]").getAttribute("href");
  const manifest = await (await request.get(address!)).json();
  expect(manifest).toMatchObject({ display: "standalone", start_url: expect.any(String) });
  expect(manifest.name).toBeTruthy();
  for (const icon of manifest.icons) expect((await request.get(icon.src)).status(), icon.src).toBe(200);
  expect(manifest.icons.map((icon: { sizes: string }) => icon.sizes)).toEqual(expect.arrayContaining(["192x192", "512x512"]));
  expect(manifest.icons.some((icon: { purpose?: string }) => icon.purpose?.includes("maskable"))).toBe(true);
});

test("a report made in the basement is sent when there is a signal", { tag: ["@js", "@phone"] }, async ({ page, network }) => {
  test.slow();
  await cut(page, network);
  await page.goto(`${network.url}/rooms/LG-0020/report`);
  await expect(page.getByRole("heading", { level: 1, name: "这间怎么了？" })).toBeVisible();
  await page.getByText("其他", { exact: true }).click();
  await page.getByRole("button", { name: "发送" }).click();
  await expect(page.getByRole("main").getByRole("status")).toContainText("这一项要写一句");
  await page.getByText("缺用品、没热水", { exact: true }).click();
  await page.getByText("补充说明或照片").click();
  const png = await page.screenshot();
  await page.getByLabel("从相册选").setInputFiles({ name: "tap.png", mimeType: "image/png", buffer: png });
  await page.getByRole("button", { name: "发送" }).click();
  await expect(page.getByRole("main").getByRole("status")).toContainText("已存在这部手机");
  await page.reload();

  await cut(page, network, false);
  await page.goto(network.url);
  const told = page.getByRole("main").locator(".kept-reports");
  await expect(told).toContainText("对 LG-0020 的反映，已经送到", { timeout: 15_000 });
  await told.getByRole("link").click();
  await expect(page.getByRole("main")).toContainText("已收到");
  await expect.poll(() => page.evaluate(() => localStorage.getItem("muying-reports"))).toBeNull();
});
