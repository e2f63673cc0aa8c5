// Targets by plain forms: set, seen beside what there is, revised, a year frozen, and what everybody sees.
import { join } from "../support/accounts";
import { audit, expectNoSidewaysScroll } from "../support/audit";
import { expect, test } from "../support/test";

test("staff set a target, revise it with a reason, and freeze a year once", async ({ page, server, js, isMobile, watch }, info) => {
  test.slow();
  watch.allow(/status of 422/);
  // One year to set and one to freeze for each project and try: they share a server.
  const own = info.config.projects.findIndex((project) => project.name === info.project.name) + 12 * info.retry;
  const [coming, past] = [2040 + own, 2001 + own];
  const narrow = async () => {
    if (isMobile) await expectNoSidewaysScroll(page, 320);
  };

  await join(page, server.invite(`targets-${info.project.name}-${process.pid}`, "staff"));
  await page.getByRole("link", { name: "建设目标" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "建设目标" })).toBeVisible();
  await audit(page, js);
  await narrow();

  await page.getByRole("link", { name: "定一个目标" }).click();
  await audit(page, js);
  await narrow();
  await page.getByLabel("年份").fill(String(coming));
  await page.getByLabel(/^年底开放多少间/).fill("许多");
  await page.getByLabel(/^依据文件/).fill("演示·年度计划（虚构）");
  await page.getByRole("button", { name: "定下目标" }).click();
  await expect(page.getByRole("alert")).toContainText("整数");
  await expect(page.getByLabel(/^年底开放多少间/)).toHaveValue("许多");
  await page.getByLabel(/^年底开放多少间/).fill("9999");
  await page.getByRole("button", { name: "定下目标" }).click();
  await expect(page).toHaveURL(new RegExp(`year=${coming}`));
  const row = page.getByRole("row", { name: /9999/ }).first();
  await expect(row).toContainText("演示·年度计划（虚构）");
  await audit(page, js);
  await narrow();

  await row.getByRole("link").first().click();
  await page.getByLabel(/^修订为多少间/).fill("1");
  await page.getByLabel(/^修订原因/).fill("任务调整");
  await page.getByRole("button", { name: "记下修订" }).click();
  await expect(page.locator("ol.lines > li").first()).toContainText("任务调整");
  await expect(page.locator("ol.lines > li").last()).toContainText("9999 间");
  await audit(page, js);
  await narrow();
  await page.goto(`/staff/targets?year=${coming}`);
  await expect(page.getByRole("row", { name: /演示·年度计划/ })).toContainText("已达到");
  await page.getByRole("region", { name: "按街道和等级" }).getByRole("link").first().click();
  await expect(page.getByRole("heading", { level: 1, name: "是哪些房间" })).toBeVisible();
  await audit(page, js);
  await narrow();

  await page.goto("/staff/targets/duty");
  await audit(page, js);
  await narrow();

  await page.goto(`/staff/targets/freeze?year=${past}`);
  await audit(page, js);
  await narrow();
  await page.getByRole("button", { name: `确认冻结 ${past} 年底` }).click();
  await expect(page.getByRole("heading", { level: 1, name: `${past} 年底（已冻结）` })).toBeVisible();
  await audit(page, js);
  await narrow();
});

test("everybody finds the progress page at the foot of a page", async ({ page, js, isMobile }) => {
  await page.goto("/about");
  await page.getByRole("contentinfo").getByRole("link", { name: "建设进展" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "建设进展" })).toBeVisible();
  await expect(page.getByRole("row", { name: /^合计/ })).toBeVisible();
  await audit(page, js);
  await expectNoSidewaysScroll(page, isMobile ? 320 : 1280);
});
