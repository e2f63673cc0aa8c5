// Figures by plain forms and links: two days beside each other, the yearly report, and the rows behind its numbers.
import { join } from "../support/accounts";
import { audit, expectNoSidewaysScroll } from "../support/audit";
import { expect, test } from "../support/test";

test("staff follow three numbers of the yearly report to their rows, and see last year's end as it stood", async ({ page, server, js, isMobile }, info) => {
  test.slow();
  const narrow = async () => {
    if (isMobile) await expectNoSidewaysScroll(page, 320);
  };
  await join(page, server.invite(`figures-${info.project.name}-${process.pid}`, "staff"));
  await page.getByRole("link", { name: "数据与报告" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "数据与报告" })).toBeVisible();
  await audit(page, js);
  await narrow();

  const year = Number((await page.getByLabel("哪一天", { exact: true }).inputValue()).slice(0, 4));
  await page.getByRole("link", { name: `${year} 年度报告` }).click();
  await expect(page.getByRole("heading", { level: 1, name: new RegExp(`${year} 年度报告`) })).toBeVisible();
  await audit(page, js);
  await narrow();
  const report = page.url();
  for (const [table, figure] of [
    ["两天各是什么样", "开放的房间"],
    ["两天各是什么样", "没有整改完的问题"],
    ["其间发生的", "新发现的问题"],
  ] as const) {
    await page.goto(report);
    const row = page.getByRole("region", { name: table }).getByRole("row").filter({ has: page.getByRole("rowheader", { name: figure, exact: true }) });
    const link = row.getByRole("link").last();
    const number = Number(await link.textContent());
    expect(number).toBeGreaterThan(0);
    await link.click();
    await expect(page.getByRole("heading", { level: 1, name: `${figure}：背后的行` })).toBeVisible();
    await expect(page.locator("tbody tr")).toHaveCount(number);
  }
  await audit(page, js);
  await narrow();
  await page.locator("tbody tr").first().getByRole("link").click();
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();

  // Last year's end: of that day the registry may know nothing, and then says so.
  await page.goto("/staff/figures");
  await page.getByRole("link", { name: `${year - 1} 年度报告` }).click();
  await expect(page.getByText(`下面是 ${year - 1} 年 12 月 31 日结束时的样子`)).toBeVisible();
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "下载 Excel 表格" }).click();
  expect((await download).suggestedFilename()).toBe(`muying-${year - 1}.xlsx`);

  await page.emulateMedia({ media: "print" });
  await expect(page.getByRole("region", { name: "其间发生的" })).toBeVisible();
  await expect(page.getByRole("link", { name: "下载 Excel 表格" })).toBeHidden();
});

test("charts on the progress page have a table that says the same", async ({ page, isMobile }) => {
  await page.goto("/progress");
  const chart = page.getByRole("figure").filter({ hasText: "面积等级" });
  await expect(chart.getByRole("img")).toBeVisible();
  await chart.getByText("看表格").click();
  await expect(chart.getByRole("table")).toBeVisible();
  if (isMobile) await expectNoSidewaysScroll(page, 320);
});
