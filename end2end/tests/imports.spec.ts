// A list is uploaded, understood, put right, written and taken back; by files of the shape of Seoul's and Tokyo's lists, in a
// few fictional rows.
import { join } from "../support/accounts";
import { audit, expectNoSidewaysScroll } from "../support/audit";
import { expect, test } from "../support/test";

const seoul = (tag: string) =>
  JSON.stringify(
    [
      ["가나역", "11.7", "가족수유실"],
      ["다라역", "넓음", "모유수유실"],
    ].map(([station, area, kind], place) => ({
      연번: String(place + 1),
      호선: `${tag}`,
      역명: `${station}（虚构${tag}）`,
      주소: "서울특별시 종로구 종로 1",
      상세위치: "B1 개찰구 옆",
      조성연도: "2007",
      "면적(제곱미터)": area,
      시설구분: kind,
      "운임 비운임": "비운임",
      "고객안전실 경유": "단독",
      "비품(손소독제)": "O",
      "비품(기저귀교환대)": "1",
      "비품(기저귀수거함)": "O",
      "비품(수유용칸막이)": "X",
      "비품(1인용 소파)": "X",
      "비품(2인용 소파)": "O",
      "비품(탁자)": "O",
    })),
  );

test("a list like Seoul's is recognised, put right, written and taken back", async ({ page, server, js, isMobile, watch }, info) => {
  test.slow();
  watch.allow(/status of 422/);
  const tag = `${info.project.name}-${process.pid}`;
  await join(page, server.invite(`import-${tag}`, "staff"));
  await page.getByRole("link", { name: "导入名单" }).click();
  await audit(page, js);
  await page.getByLabel(/^名单文件/).setInputFiles({ name: "a.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7") });
  await page.getByRole("button", { name: "上传" }).click();
  await expect(page.getByRole("alert")).toContainText("这不是名单文件");
  const file = { name: `수유실-${tag}.json`, mimeType: "application/json", buffer: Buffer.from(seoul(tag)) };
  await page.getByLabel(/^名单文件/).setInputFiles(file);
  await page.getByRole("button", { name: "上传" }).click();
  await expect(page.getByText("共 2 行，17 栏。")).toBeVisible();
  await audit(page, js, ["light", "dark"]);
  if (isMobile) await expectNoSidewaysScroll(page, 320);
  await page.getByRole("link", { name: "下一步：栏目" }).click();
  await expect(page.getByLabel(/看起来是/)).toBeChecked();
  await audit(page, js);
  if (isMobile) await expectNoSidewaysScroll(page, 320);
  await page.getByRole("button", { name: "下一步：核对" }).click();
  await expect(page.getByText("1 处读不了")).toBeVisible();
  await audit(page, js, ["light", "dark"]);
  if (isMobile) await expectNoSidewaysScroll(page, 320);
  await page.getByLabel(/^第 2 行的/).fill("8.5");
  await page.getByRole("button", { name: "改好了，再核对" }).click();
  await page.getByRole("button", { name: "写入：增加 2 间，改动 0 间" }).click();
  await expect(page.getByRole("status")).toContainText("写入");
  await audit(page, js);
  await page.getByText("撤销整个导入").first().click();
  await page.getByRole("button", { name: "撤销整个导入" }).click();
  await expect(page.getByRole("status")).toContainText("撤销了这次导入");
});

const tokyo = (tag: string) => {
  const common = { category: "public_facility", has_nursing_room: true, has_diaper_table: true, has_hot_water: false, open_hours: "9:00～17:00", access_policy: "x", access_note: "x", source_name: "x", source_url: "x", last_verified_at: "2026-03-31", verification_method: "x", confidence: "x", geocode_status: "x", inside_of: "x", available_days: "月～土", female_only: false, key_required: false, coordinate_match: "x", switch_url: "x", tel: "" };
  const feature = (id: string, coordinates: number[]) => ({
    type: "Feature",
    geometry: { type: "Point", coordinates },
    properties: { ...common, id: `${tag}-${id}`, name: `虚构プラザ${tag}`, address: "千代田区ほげ町１　６階", location_note: "", target_users: "男性・女性問わず利用できる", nearest_station: "某駅", nursing_room_lock: "施錠できる" },
  });
  return JSON.stringify({ type: "FeatureCollection", features: [feature("1", [139.7774, 35.699]), feature("2", [35.699, 139.7774])] });
};

test("a list like Tokyo's: a row that cannot be read is left out", async ({ page, server, js, watch }, info) => {
  test.slow();
  watch.allow(/status of 422/);
  const tag = `${info.project.name}-${process.pid}`;
  await join(page, server.invite(`import-tokyo-${tag}`, "staff"));
  await page.goto("/staff/imports");
  await page.getByLabel(/^名单文件/).setInputFiles({ name: `tokyo-${tag}.geojson`, mimeType: "application/geo+json", buffer: Buffer.from(tokyo(tag)) });
  await page.getByRole("button", { name: "上传" }).click();
  await page.getByRole("link", { name: "下一步：栏目" }).click();
  await page.getByRole("button", { name: "下一步：核对" }).click();
  await expect(page.getByText("1 处读不了")).toBeVisible();
  await page.getByLabel("不要第 2 行").check();
  await page.getByRole("button", { name: "改好了，再核对" }).click();
  await expect(page.getByText("0 处读不了")).toBeVisible();
  await audit(page, js);
  await page.getByRole("button", { name: "写入：增加 1 间，改动 0 间" }).click();
  await page.getByText("撤销整个导入").first().click();
  await page.getByRole("button", { name: "撤销整个导入" }).click();
  await expect(page.getByRole("status")).toContainText("撤销了这次导入");
});
