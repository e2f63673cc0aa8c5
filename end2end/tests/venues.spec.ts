// Venues by plain forms: a list is brought in, one of them has no room, and one is proposed there.
import { join } from "../support/accounts";
import { audit, expectNoSidewaysScroll } from "../support/audit";
import { expect, test } from "../support/test";

test("staff bring in a list, find a venue without a room and propose one there", async ({ page, server, js, isMobile, watch }, info) => {
  test.slow();
  watch.allow(/status of 422/);
  // Projects and tries share a server: each has a list and venues of its own.
  const tag = `${info.project.name.replace(/\W/g, "")}${info.retry}${process.pid}`;
  const station = `演示·客运站${tag}`;
  const look = async () => {
    await audit(page, js);
    if (isMobile) await expectNoSidewaysScroll(page, 320);
  };

  await join(page, server.invite(`venues-${tag}`.toLowerCase(), "staff"));
  await page.getByRole("link", { name: "场所名单", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "场所名单" })).toBeVisible();
  await look();

  await page.getByRole("link", { name: "导入场所名单" }).click();
  await look();
  await page.getByLabel(/^哪一份名单/).fill(`演示名单 ${tag}`);
  await page.getByLabel(/^依据文件/).fill("演示·名单（虚构）");
  await page.getByLabel("这是虚构的，仅供演示").check();
  const rows = page.getByLabel(/^或者把内容贴在这里/);
  await rows.fill("街道,建筑面积\n龙城,1\n");
  await page.getByRole("button", { name: "上传并核对" }).click();
  await expect(page.getByRole("alert")).toContainText("少了要读的一栏");
  await expect(page.getByLabel(/^依据文件/)).toHaveValue("演示·名单（虚构）");
  await look();
  const list = ["名称,街道,场所类型,建筑面积,日客流量,是否经常有母婴逗留,经度,纬度", `${station},龙城,交通枢纽,,12000,是,114.25,22.72`, `演示·书店${tag},龙城,mall,-3,,是,,`, ""];
  await page.getByLabel(/^文件\s*\.csv/).setInputFiles({ name: "名单.csv", mimeType: "text/csv", buffer: Buffer.from(list.join("\n")) });
  await page.getByRole("button", { name: "上传并核对" }).click();
  await expect(page.getByText("增加 1 处，改动 0 处，0 处不变，0 处这次没有，1 行读不了。")).toBeVisible();
  await expect(page.getByRole("region", { name: "原因" })).toContainText("建筑面积要是 0 到 10000000 的平方米数");
  await look();
  await page.getByRole("button", { name: "写入：增加 1 处，改动 0 处" }).click();
  await expect(page.getByRole("alert")).toContainText("请勾选不写入它们");
  await page.getByLabel("读不了的 1 行不写入，我知道了").check();
  await page.getByRole("button", { name: "写入：增加 1 处，改动 0 处" }).click();
  await expect(page.getByRole("status")).toContainText("增加 1 处，改动 0 处，结束 0 处");
  await look();

  await page.getByRole("link", { name: "应当有母婴室的场所" }).click();
  await expect(page.getByText(/应当有的 \d+ 处，已有开放母婴室的 \d+ 处。/)).toBeVisible();
  await expect(page.getByRole("region", { name: "分街道的覆盖率" }).getByRole("row", { name: /龙城街道/ })).toContainText("%");
  await look();
  await page.getByRole("region", { name: "应当有、现在没有开放母婴室的" }).getByRole("link", { name: station }).click();
  await expect(page.getByText("应当有 · 没有")).toBeVisible();
  await look();

  await page.getByRole("link", { name: "在这里提议一间" }).click();
  await expect(page.getByLabel("名称", { exact: true })).toHaveValue(`${station} 母婴室`);
  await expect(page.getByLabel(/^所在场所/)).toHaveValue(station);
  await page.getByRole("button", { name: "提议", exact: true }).click();
  await expect(page).toHaveURL(/\/staff\/build\/LG-\d+$/);
  await page.goto("/staff/venues?q=" + encodeURIComponent(station));
  await expect(page.getByRole("row", { name: new RegExp(station) })).toContainText("还没有开放的，有一间");
  await look();
  await page.getByRole("link", { name: station }).click();
  await page.getByRole("button", { name: /^在这里 LG-/ }).first().click();
  await expect(page.getByText("已确认在这里")).toBeVisible();
  await look();

  await page.getByRole("link", { name: "改场所信息" }).click();
  await page.getByLabel(/^场所建筑面积/).fill("15000");
  await page.getByLabel(/^为什么改/).fill("按竣工图");
  await look();
  await page.getByRole("button", { name: "保存" }).click();
  await expect(page.locator("ol.lines > li").first()).toContainText("按竣工图");
});
