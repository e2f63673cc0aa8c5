// Where next: candidates are loaded, a plan with one in each street is worked out, and the map shows what it gains.
import { join } from "../support/accounts";
import { audit, expectNoSidewaysScroll } from "../support/audit";
import { expect, test } from "../support/test";

test("a planner loads candidates and gets an optimal plan with one in each street", async ({ page, server, js, isMobile, watch }, info) => {
  test.slow();
  watch.allow(/status of 422/);
  const tag = `${info.project.name}-${process.pid}`;
  const look = async () => {
    await audit(page, js);
    if (isMobile) await expectNoSidewaysScroll(page, 320);
  };
  const drawn = (name: string) => expect(page.getByRole("region", { name })).toHaveAttribute("data-drawn", /^[1-9]/, { timeout: 20_000 });

  await join(page, server.invite(`plans-${tag}`, "staff"));
  await page.getByRole("link", { name: "覆盖与选址" }).click();
  await expect(page.getByText("它数的是面积，不是人").first()).toBeVisible();
  if (js) await drawn("缺口地图");
  await look();
  await page.getByRole("combobox", { name: /^几点/ }).selectOption({ label: "3:00" });
  await page.getByRole("button", { name: "查看" }).click();
  await expect(page.getByText(/其中 3:00 确定开着的/)).toBeVisible();

  await page.getByRole("link", { name: "需求和候选点数据" }).click();
  await page.getByRole("combobox", { name: /^是什么数据/ }).selectOption({ label: "候选点" });
  await page.getByLabel("名称", { exact: true }).fill(`演示候选 ${tag}`);
  await page.getByLabel(/^来源/).fill("虚构");
  await page.getByLabel("这是虚构的，仅供演示").check();
  const rows = page.getByLabel(/^或者把内容贴在这里/);
  await rows.fill("name,lon,lat,street\n甲,22.72,114.25,龙城\n");
  await page.getByRole("button", { name: "检查并载入" }).click();
  await expect(page.getByRole("alert")).toContainText("第 2 行：22.72, 114.25 不是经度、纬度");
  await expect(page.getByLabel(/^来源/)).toHaveValue("虚构");
  await look();
  await rows.fill("name,lon,lat,street\n甲,114.25,22.72,龙城\n");
  await page.getByRole("button", { name: "检查并载入" }).click();
  await look();
  await page.getByRole("link", { name: "做一个方案" }).click();
  await page.getByLabel("选几处").fill("1");
  await page.getByLabel("每个街道至少几处").fill("1");
  await page.getByRole("button", { name: "开始算" }).click();
  await expect(page.getByRole("alert")).toContainText("平湖街道要至少 1 处，候选点只有 0 处");
  await look();

  await page.goto("/staff/coverage/sets");
  await page.getByRole("button", { name: "载入虚构的候选点" }).click();
  await page.getByRole("link", { name: "做一个方案" }).click();
  await page.getByLabel("选几处").fill("15");
  await page.getByLabel("每个街道至少几处").fill("1");
  await page.getByRole("button", { name: "开始算" }).click();
  await expect(page.getByText("已证明最优")).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole("region", { name: "选哪几处，各增加多少" }).getByRole("row")).toHaveCount(16);
  await expect(page.getByRole("heading", { name: "对照：逐个挑眼前最好的" })).toBeVisible();
  await page.getByText("逐个挑会选哪几处").click();
  await expect(page.getByRole("region", { name: "逐个挑会选哪几处" }).getByRole("row")).toHaveCount(16);
  if (js) await drawn("方案地图");
  await look();
});
