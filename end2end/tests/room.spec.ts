// The page of a room.
import { room } from "../support/rooms";
import { expect, test } from "../support/test";

const region = { door: "怎么走到门口", hours: "开放时间", who: "谁可以用，怎么进", facts: "里面有什么", go: "导航过去" };

test("it says how to get in, when, and who said so", async ({ page }) => {
  const wanted = room("LG-0020");
  await page.goto("/rooms/LG-0020");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(wanted.zh);
  await expect(page.getByRole("region", { name: region.hours })).toContainText("全天");
  await expect(page.getByRole("region", { name: region.hours }).getByRole("row")).toHaveCount(7);
  await expect(page.getByRole("row", { name: /（今天）/ })).toHaveCount(1);
  await expect(page.getByRole("region", { name: region.who })).toContainText("凭手机号登记");
  const facts = page.getByRole("region", { name: region.facts }).getByRole("listitem");
  await expect(facts.filter({ hasText: "热水" })).toContainText("官方登记 · 2025 年 11 月 24 日");
  await expect(facts.filter({ hasText: "洗手液" })).toContainText("还没有人说过");
  await expect(page.getByRole("region", { name: region.go }).getByRole("link")).toHaveText(["高德地图", "腾讯地图", "百度地图", "Apple 地图"]);
  await page.getByRole("link", { name: "返回列表" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "龙岗区母婴室" })).toBeAttached();
});

test("a suspended room says why and shows a way on", async ({ page }) => {
  const wanted = room("LG-0027");
  await page.goto("/rooms/LG-0027");
  const notice = page.getByRole("note");
  await expect(notice.getByRole("heading", { name: "暂停开放" })).toBeVisible();
  await expect(notice).toContainText(wanted.note);
  await notice.getByRole("link", { name: "看附近现在开放的" }).click();
  await expect(page).toHaveURL(new RegExp(`near=${wanted.at!.join("(,|%2C)")}&open=now`));
  await expect(page.getByRole("main").getByRole("article").filter({ hasText: "暂停开放" })).toHaveCount(0);
});

test("a room without a position is described, not navigated to", async ({ page }) => {
  await page.goto("/rooms/LG-0014");
  await expect(page.getByRole("heading", { level: 2, name: "没有位置" })).toBeVisible();
  await expect(page.getByRole("link", { name: "高德地图" })).toHaveCount(0);
  await page.goto("/?q=弹珠里科普馆");
  await expect(page.getByRole("main").getByRole("article").first()).toContainText("没有位置");
});

test("a code in small letters leads to the same room", async ({ page }) => {
  await page.goto("/rooms/lg-0020");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(room("LG-0020").zh);
});

test("share copies the address", { tag: ["@js", "@desktop"] }, async ({ page, context, baseURL }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto("/rooms/LG-0020");
  // Before its script has come the button is a plain link to the page: whoever was so quick clicks again.
  await expect(async () => {
    await page.locator("a.share").click();
    await expect(page.getByText("链接已复制")).toBeVisible({ timeout: 2000 });
  }).toPass();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(`${baseURL}/rooms/LG-0020`);
});

test("without scripts share is a plain link to the page", { tag: "@nojs" }, async ({ page, baseURL }) => {
  await page.goto("/rooms/LG-0020?from=map");
  await page.getByRole("link", { name: "分享这一页" }).click();
  await expect(page).toHaveURL(`${baseURL}/rooms/LG-0020`);
});

test("search engines read it as schema.org", { tag: ["@nojs", "@phone"] }, async ({ request }) => {
  const html = await (await request.get("/rooms/LG-0020")).text();
  const data = JSON.parse(html.match(/<script type="application\/ld\+json">(.*?)<\/script>/s)![1]);
  const [longitude, latitude] = room("LG-0020").at!;
  expect(data).toMatchObject({ "@type": "Place", identifier: "LG-0020", name: room("LG-0020").zh, geo: { longitude, latitude } });
});
