// What the site is for: a newcomer gets to the door of the nearest room with hot water.
import { cardLink, chip, count, names, open, search, submit } from "../support/finder";
import { gcj02, STATIONS } from "../support/datum";
import { metres, nearest, type Room, room, ROOMS } from "../support/rooms";
import { expect, type Page, test, type Watch } from "../support/test";

// Longcheng, with digits that stand nowhere else.
const HERE: [number, number] = [114.24783, 22.72051];
const IN_A_REQUEST = /114\.24|22\.72/;

const byDistance = nearest(ROOMS.filter((room) => room.has("hot_water")), HERE);

test.use({ geolocation: { longitude: HERE[0], latitude: HERE[1] }, permissions: ["geolocation"] });

test("our own conversion agrees with the vectors to two centimetres", { tag: ["@phone", "@nojs"] }, () => {
  for (const [, wgs, gcj] of STATIONS) {
    expect(metres(gcj02(wgs), gcj)).toBeLessThan(0.02);
    expect(metres(wgs, gcj)).toBeGreaterThan(300);
  }
});

/** The page of a room: its way as registered, and 高德 opened at the spot, in its own datum. */
async function reachDoor(page: Page, wanted: Room, watch: Watch) {
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(wanted.zh);
  const way = page.getByRole("region", { name: "怎么走到门口" }).getByRole("listitem");
  await expect(way.first()).toContainText(wanted.venue);
  expect((await way.allTextContents()).slice(-wanted.way.length)).toEqual(wanted.way);

  watch.allow(/^asked https:\/\/uri\.amap\.com\//);
  let asked = new URL("about:blank");
  let referrer: string | undefined;
  await page.context().route("https://uri.amap.com/**", (route) => {
    asked = new URL(route.request().url());
    referrer = route.request().headers().referer;
    return route.fulfill({ contentType: "text/html; charset=utf-8", body: "<h1>高德</h1>" });
  });
  await page.getByRole("link", { name: "高德地图" }).click();
  await expect(page.getByRole("heading", { name: "高德" })).toBeVisible();
  const [lon, lat, name] = asked.searchParams.get("to")!.split(",");
  expect(metres([+lon, +lat], gcj02(wanted.at!))).toBeLessThan(0.2); // six decimals
  expect(name).toBe(wanted.zh);
  expect(Object.fromEntries(asked.searchParams)).toMatchObject({ coordinate: "gaode", mode: "walk", callnative: "1" });
  expect(referrer).toBeUndefined();
}

test("two taps find the nearest room with hot water, and nothing tells where one is", { tag: ["@phone", "@js"] }, async ({ page, network, watch }) => {
  const asked: string[] = [];
  page.context().on("request", (request) => asked.push(`${request.url()}\n${request.postData()}\n${JSON.stringify(request.headers())}`));
  await open(page, network.url, true);
  await page.getByRole("button", { name: "附近" }).tap();
  await expect(count(page)).toHaveText(`${ROOMS.length} 间，由近到远`);
  await chip(page, "热水").tap();
  await expect(count(page)).toHaveText(`${byDistance.length + unplaced()} 间，由近到远`);
  await expect(page.getByText("从您的位置量起")).toBeVisible();
  expect((await names(page)).slice(0, 12)).toEqual(byDistance.slice(0, 12).map((room) => room.zh));
  await expect(page).toHaveURL(/\/\?has=hot_water$/);

  await cardLink(page).tap();
  await reachDoor(page, byDistance[0], watch);

  expect(network.seen.map(({ path }) => path)).toContain("/pack.bin");
  expect(network.seen.filter(({ text }) => IN_A_REQUEST.test(text))).toEqual([]);
  expect(asked.filter((text) => IN_A_REQUEST.test(text) && !text.startsWith("https://uri.amap.com/"))).toEqual([]);
});

const unplaced = () => ROOMS.filter((room) => room.has("hot_water") && !room.at).length;

test("open now keeps what is open for certain", { tag: ["@phone", "@js"] }, async ({ page }) => {
  // Tomorrow: the phone's timetables begin today. At half past two what is open is open all day.
  const tomorrow = new Date(Date.now() + 32 * 3600_000).toISOString().slice(0, 10);
  await page.clock.setFixedTime(new Date(`${tomorrow}T02:30:00+08:00`));
  await open(page, "/", true);
  await page.getByRole("button", { name: "附近" }).tap();
  await chip(page, "热水").tap();
  await chip(page, "现在开放").tap();
  const always = byDistance.filter((room) => room.hours === "24/7" && room.stage === "open");
  await expect(cardLink(page)).toHaveText(always[0].zh);
  expect((await names(page)).slice(0, always.length)).toEqual(always.map((room) => room.zh));
  await expect(page.getByRole("main").getByRole("article").first()).toContainText("全天开放");

  await page.clock.setFixedTime(new Date(`${tomorrow}T10:30:00+08:00`));
  await chip(page, "现在开放").tap();
  await chip(page, "现在开放").tap();
  await expect(cardLink(page)).toHaveText(byDistance[0].zh); // from 06:30 to 21:30 at least, every day
});

test("a position that is refused is explained", { tag: "@js" }, async ({ page, context }) => {
  await context.clearPermissions();
  await open(page, "/", true);
  await page.getByRole("button", { name: "附近" }).click();
  await expect(page.getByRole("status").filter({ hasText: "浏览器没有给出位置" })).toBeVisible();
  await expect(count(page)).toHaveText(`${ROOMS.length} 间`);
});

test("without scripts the same by typing", { tag: "@nojs" }, async ({ page, watch }) => {
  const wanted = room("LG-0020");
  await page.goto("/");
  await expect(page.getByRole("button", { name: "附近" })).toBeHidden();
  await search(page).fill("弹珠巷公园");
  await chip(page, "热水").check();
  await submit(page).click();
  await expect(cardLink(page)).toHaveText(wanted.zh);
  await expect(page.getByRole("main").getByRole("article").first()).toContainText("全天开放");
  // What else is near follows, nearest to it first.
  const others = nearest(ROOMS.filter((other) => other.has("hot_water") && other !== wanted), wanted.at!).slice(0, 5);
  expect((await names(page)).slice(1)).toEqual(others.map((other) => other.zh));
  await cardLink(page).click();
  await reachDoor(page, wanted, watch);
});
