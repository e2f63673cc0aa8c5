// The map beside the list.
import { cardLink, cards, count, open } from "../support/finder";
import { canvas, drawn, map } from "../support/map";
import { colours, token } from "../support/pixels";
import { ROOMS } from "../support/rooms";
import { expect, test } from "../support/test";

test("on a desk it opens by itself and draws district and rooms", { tag: ["@js", "@desktop"] }, async ({ page }) => {
  await open(page, "/", true);
  await drawn(page);
  const seen = await colours(canvas(page));
  for (const name of ["--map-out", "--map-near", "--map-land", "--primary"]) {
    expect(seen.get(await token(page, name)) ?? 0, name).toBeGreaterThan(200);
  }
  await expect(map(page).getByText("© GeoNames (CC BY 4.0)")).toBeVisible();
});

test("on a phone it opens by a button, above the list", { tag: ["@js", "@phone"] }, async ({ page }) => {
  const maps: string[] = [];
  page.on("request", (request) => void (request.url().includes("maplibre") && maps.push(request.url())));
  await open(page, "/", true);
  await expect(map(page)).toBeHidden();
  await page.getByRole("button", { name: "地图", exact: true }).tap();
  await drawn(page);
  expect(maps.length).toBeGreaterThan(0);
  await expect(cardLink(page)).toBeVisible();
  await page.getByRole("button", { name: "列表", exact: true }).tap();
  await expect(map(page)).toBeHidden();
});

test("the phone loads no map before it is asked for", { tag: ["@js", "@phone"] }, async ({ page }) => {
  const maps: string[] = [];
  page.on("request", (request) => void (/maplibre|\/map(-style)?\.js/.test(request.url()) && maps.push(request.url())));
  await open(page, "/", true);
  await page.waitForLoadState("networkidle");
  expect(maps).toEqual([]);
});

test("a room on the map leads to its card, a card to its room on the map", { tag: ["@js", "@desktop"] }, async ({ page }) => {
  const alone = ROOMS.filter((room) => room.street === "440307018000" && room.has("bottle_warmer"));
  expect(alone.length).toBe(1);
  await open(page, "/?street=440307018000", true);
  await drawn(page);
  await page.getByRole("checkbox", { name: "温奶器" }).check();
  await expect(cards(page)).toHaveCount(1);
  await drawn(page); // the map has moved: the one room stands in its middle
  const ring = await token(page, "--primary");
  const unlit = (await colours(canvas(page))).get(ring) ?? 0;

  const { width, height } = (await canvas(page).boundingBox())!;
  await canvas(page).click({ position: { x: width / 2, y: height / 2 } });
  await expect(cardLink(page)).toBeFocused();
  await expect.poll(async () => (await colours(canvas(page))).get(ring) ?? 0).toBeGreaterThan(unlit + 50);

  await page.getByRole("searchbox").focus();
  await page.mouse.move(5, 5);
  await cards(page).hover();
  await expect.poll(async () => (await colours(canvas(page))).get(ring) ?? 0).toBeGreaterThan(unlit + 50);
  await cardLink(page).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(alone[0].zh);
});

test("by keyboard one moves the map and searches what it shows", { tag: ["@js", "@desktop"] }, async ({ page }) => {
  await open(page, "/", true);
  await drawn(page);
  const area = page.getByRole("button", { name: "搜索这个区域" });
  await expect(area).toBeHidden();
  await cardLink(page, 19).focus();
  for (let steps = 0; steps < 5 && !(await canvas(page).evaluate((it) => it === document.activeElement)); steps++) {
    await page.keyboard.press("Shift+Tab");
  }
  await canvas(page).focus();
  for (let zoom = 0; zoom < 2; zoom++) await page.keyboard.press("Equal");
  await page.keyboard.press("ArrowRight");
  await expect(area).toBeVisible();
  await area.focus();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/bbox=/);
  await expect(page.getByText("只列出地图这一块里的")).toBeVisible();
  const [west, south, east, north] = new URL(page.url()).searchParams.get("bbox")!.split(",").map(Number);
  const inside = ROOMS.filter(({ at }) => at && at[0] >= west && at[0] <= east && at[1] >= south && at[1] <= north);
  expect(inside.length).toBeGreaterThan(0);
  expect(inside.length).toBeLessThan(ROOMS.length);
  await expect(count(page)).toHaveText(`${inside.length} 间`);
  await expect(area).toBeHidden();
  await page.reload(); // the address holds the question
  await expect(count(page)).toHaveText(`${inside.length} 间`);
});

test("the map's parts can be reached and worked by keyboard", { tag: ["@js", "@desktop"] }, async ({ page }) => {
  await open(page, "/", true);
  await drawn(page);
  await canvas(page).focus();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "放大" })).toBeFocused();
  const before = await colours(canvas(page));
  await page.keyboard.press("Enter");
  await expect.poll(async () => JSON.stringify([...(await colours(canvas(page)))])).not.toBe(JSON.stringify([...before]));
  await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "缩小" })).toBeFocused();
});

test("a device that cannot draw says so; the list is untouched", { tag: "@js" }, async ({ page, isMobile, watch }) => {
  watch.allow(/map: Error: no WebGL2/);
  await page.addInitScript(() => {
    const get = HTMLCanvasElement.prototype.getContext;
    HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, kind: string, ...rest: unknown[]) {
      return kind.startsWith("webgl") ? null : (get as Function).call(this, kind, ...rest);
    } as typeof get;
  });
  await open(page, "/", true);
  if (isMobile) await page.getByRole("button", { name: "地图", exact: true }).tap();
  await expect(map(page).getByRole("status")).toHaveText("这台设备画不出地图。列表里有全部结果。");
  await expect(count(page)).toHaveText(`${ROOMS.length} 间`);
});

test("without scripts there is no empty map", { tag: "@nojs" }, async ({ page }) => {
  await page.goto("/");
  await expect(map(page)).toBeHidden();
  await expect(page.getByRole("button", { name: "地图", exact: true })).toBeHidden();
});
