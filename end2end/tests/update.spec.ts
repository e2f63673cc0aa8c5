// A new version must never strand anyone on a mix of old and new files.
import { rmSync } from "node:fs";
import { chip, count, open } from "../support/finder";
import { banner, caches, cut, firstVisit, inCharge, isShell, openOffline, shellVersion } from "../support/offline";
import { ROOMS } from "../support/rooms";
import { Server } from "../support/server";
import { nextSite, version } from "../support/site";
import { expect, test } from "../support/test";

const OLD = version();
const NEW = "abcdef012345";
const withHotWater = ROOMS.filter((room) => room.has("hot_water"));

let site: string;
let next: Server;
test.use({ serviceWorkers: "allow" });
test.beforeAll(async () => {
  site = nextSite(NEW);
  next = await Server.start(site);
});
test.afterAll(async () => {
  await next?.stop();
  rmSync(site, { recursive: true, force: true });
});

test("the old page goes on, the new version takes over whole", { tag: ["@js", "@phone"] }, async ({ page, network, watch }) => {
  watch.allow(/net::ERR_/);
  await firstVisit(page, network.url);
  expect(await caches(page)).toContain(`muying-${OLD}`);

  network.route = () => next.url; // whose folder has nothing of the old version
  const other = await page.context().newPage();
  await open(other, network.url, true);
  expect(await shellVersion(other)).toBe(NEW);
  await inCharge(other, NEW);

  // The page of the old version loads its map, of which it had no file yet, only now.
  await page.getByRole("button", { name: "地图" }).click();
  await expect(page.getByRole("region", { name: "地图：方向键移动，加减号缩放" })).toBeVisible();
  await chip(page, "热水").check();
  await expect(count(page)).toHaveText(`${withHotWater.length} 间`);
  expect(await shellVersion(page)).toBe(OLD);

  // Without a signal the new version answers, with its own files alone.
  await cut(page, network);
  await openOffline(other, network.url);
  expect(await isShell(other)).toBe(true);
  expect(await shellVersion(other)).toBe(NEW);
  await expect(count(other)).toHaveText(`${ROOMS.length} 间`);
});

test("a roll-out half done is refused, and goes through once it is whole", { tag: ["@js", "@phone"] }, async ({ page, network, watch, server }) => {
  watch.allow(/net::ERR_/, /worker:/, /404 \(Not Found\)/);
  await firstVisit(page, network.url);

  // The new worker is there, its pages are still the old ones.
  network.route = (path) => (path === "/sw.js" || path.startsWith(`/pkg/${NEW}/`) ? next.url : server.url);
  const update = () => page.evaluate(async () => void (await (await navigator.serviceWorker.getRegistration())!.update().catch(() => {})));
  const asked = network.seen.length;
  await update();
  await expect.poll(() => network.seen.slice(asked).map(({ path }) => path)).toContain("/offline?lang=zh");
  await expect.poll(() => page.evaluate(async () => !!(await navigator.serviceWorker.getRegistration())!.installing)).toBe(false);
  expect(await caches(page)).not.toContain(`muying-${NEW}`);
  await cut(page, network);
  await openOffline(page, network.url);
  expect(await shellVersion(page)).toBe(OLD);
  await expect(count(page)).toHaveText(`${ROOMS.length} 间`);

  await cut(page, network, false);
  network.route = () => next.url;
  await update();
  await inCharge(page, NEW);
  await cut(page, network);
  await openOffline(page, network.url);
  expect(await shellVersion(page)).toBe(NEW);
});

test("the server's words for trouble in front of it give the copy too", { tag: ["@js", "@phone"] }, async ({ page, network, watch }) => {
  watch.allow(/50[234]/);
  await firstVisit(page, network.url);
  network.broken = 503;
  await openOffline(page, network.url);
  expect(await isShell(page)).toBe(true);
  await expect(banner(page)).toBeVisible();
  await expect(count(page)).toHaveText(`${ROOMS.length} 间`);
});
