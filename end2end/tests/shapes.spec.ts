// Boundaries of streets: plainly fictional ones that tile the district's outline are uploaded, looked at and published; the map
// stands beside its table for everybody, and is gone when they are withdrawn.
import { readFileSync } from "node:fs";
import path from "node:path";
import { join } from "../support/accounts";
import { audit, expectNoSidewaysScroll } from "../support/audit";
import { Server } from "../support/server";
import { expect, test } from "../support/test";

type Place = [number, number];

const REGIONS = path.resolve(__dirname, "../../data/regions");
const ROWS = 160;

/** Names and codes of the district's streets, in their order. */
function streets() {
  const parts = readFileSync(path.join(REGIONS, "longgang.toml"), "utf8").split("[[streets]]").slice(1);
  const of = (part: string, field: string) => new RegExp(`^${field} = "(.*)"`, "m").exec(part)![1];
  return parts.map((part) => ({ code: of(part, "code"), name: of(part, "name_zh") }));
}

/** One stripe from south to north a street, in pieces whose ends follow the outline. */
function tiles(shift = 0) {
  const shapes = JSON.parse(readFileSync(path.join(REGIONS, "longgang.geojson"), "utf8"));
  const district = shapes.features.find((one: { properties: { kind: string } }) => one.properties.kind === "district");
  const polygons: Place[][][] = district.geometry.type === "Polygon" ? [district.geometry.coordinates] : district.geometry.coordinates;
  const rings = polygons.flat();
  const [lons, lats] = [rings.flat().map(([lon]) => lon), rings.flat().map(([, lat]) => lat)];
  const [west, east, south, north] = [Math.min(...lons), Math.max(...lons), Math.min(...lats), Math.max(...lats)];
  const all = streets();
  const edge = (row: number) => south + ((north - south) * row) / ROWS;
  const stripe = (number: number) => west + ((east - west) * number) / all.length;
  const crossed = (lat: number) =>
    rings
      .flatMap((ring) => ring.slice(1).map((to, place) => [ring[place], to]))
      .filter(([a, b]) => a[1] > lat !== b[1] > lat)
      .map(([a, b]) => a[0] + ((lat - a[1]) / (b[1] - a[1])) * (b[0] - a[0]))
      .sort((a, b) => a - b);
  const ground = all.map(() => [] as Place[][][]);
  for (let row = 0; row < ROWS; row += 1) {
    const [low, high] = [edge(row) + shift, edge(row + 1) + shift];
    const ends = crossed((edge(row) + edge(row + 1)) / 2);
    for (let at = 0; at + 1 < ends.length; at += 2) {
      all.forEach((_, number) => {
        const [left, right] = [Math.max(ends[at], stripe(number)), Math.min(ends[at + 1], stripe(number + 1))];
        if (right - left > 1e-6) ground[number].push([[[left, low], [right, low], [right, high], [left, high], [left, low]]]);
      });
    }
  }
  const features = all.map(({ code, name }, number) => ({
    type: "Feature",
    properties: { code, name },
    geometry: { type: "MultiPolygon", coordinates: ground[number] },
  }));
  return { name: "boundaries.geojson", mimeType: "application/geo+json", buffer: Buffer.from(JSON.stringify({ type: "FeatureCollection", features })) };
}

test("boundaries are uploaded, looked at, published beside a table, and withdrawn", async ({ page, js, isMobile, watch }, info) => {
  test.slow();
  watch.allow(/status of 422/);
  // What is published here is seen on a page that other tests look at: a server of its own.
  const server = await Server.start();
  try {
    const at = (address: string) => `${server.url}${address}`;
    const look = async () => {
      await audit(page, js, ["light", "dark"]);
      if (isMobile) await expectNoSidewaysScroll(page, 320);
    };
    await page.goto(at("/progress"));
    await expect(page.getByText("还没有录入官方的街道边界")).toBeVisible();
    await expect(page.getByRole("region", { name: "各街道" }).locator("tbody tr")).toHaveCount(11);
    await look();

    await join(page, server.invite(`map-${info.project.name}-${process.pid}`, "staff"));
    await page.getByRole("link", { name: "街道边界" }).click();
    await expect(page.getByText("还没有上传过街道边界")).toBeVisible();
    const send = async (file: ReturnType<typeof tiles>) => {
      await page.getByLabel(/^来源/).fill("演示边界（虚构）");
      await page.getByLabel("这是虚构的，仅供演示").check();
      await page.getByRole("combobox", { name: /^坐标系/ }).selectOption({ label: "WGS-84（GPS、天地图可近似）" });
      await page.getByLabel(/^文件/).setInputFiles(file);
      await page.getByRole("button", { name: "检查并存为草稿" }).click();
    };
    await send(tiles(0.02));
    await expect(page.getByRole("alert")).toContainText("什么都没有存");
    await expect(page.getByLabel(/^来源/)).toHaveValue("演示边界（虚构）");
    await look();

    await send(tiles());
    await expect(page.getByRole("heading", { level: 1, name: "演示边界（虚构）" })).toBeVisible();
    await expect(page.getByRole("img", { name: "边界预览" })).toBeVisible();
    await expect(page.getByRole("status")).toContainText("草稿");
    await look();
    await page.getByLabel("我看过地图，边界没有错，可以给所有人看").check();
    await page.getByRole("button", { name: "公布", exact: true }).click();
    await expect(page.getByRole("status")).toContainText("已公布");
    const set = page.url();

    await page.getByRole("link", { name: "看公开的页面" }).click();
    await expect(page.getByRole("img", { name: "开放的母婴室（间）" })).toBeVisible();
    await expect(page.locator("svg path.street")).toHaveCount(11);
    await expect(page.getByText("这些边界是虚构的，仅供演示")).toBeVisible();
    const table = page.getByRole("region", { name: "各街道" });
    const open = await table.locator("tr", { hasText: "平湖街道" }).locator("td").first().innerText();
    await expect(page.locator("svg desc#streets-said")).toContainText(`平湖街道 ${open};`);
    await look();
    await page.getByRole("link", { name: "近一年检查过的占多少" }).click();
    await expect(page.getByRole("img", { name: "近一年检查过的占多少" })).toBeVisible();
    const geojson = await page.getByRole("link", { name: "下载边界（GeoJSON）" }).getAttribute("href");
    expect((await page.request.get(at(geojson!))).status()).toBe(200);

    await page.goto(set);
    await page.getByRole("button", { name: "撤下" }).click();
    await expect(page.getByRole("status")).toContainText("已撤下");
    await page.goto(at("/progress"));
    await expect(page.getByText("还没有录入官方的街道边界")).toBeVisible();
    await expect(page.locator("svg path.street")).toHaveCount(0);
    expect((await page.request.get(at(geojson!))).status()).toBe(404);
  } finally {
    await server.stop();
  }
});
