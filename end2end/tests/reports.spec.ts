// A parent at the door: scans the poster, reports what is wrong without an account, and follows it; staff look into it, and
// what was seen is taken over. By plain forms: with and without scripts.
import { join, leave } from "../support/accounts";
import { audit, expectNoSidewaysScroll } from "../support/audit";
import { expect, test } from "../support/test";

test("a parent reports from the door and follows, staff answer, and what was seen becomes a fact", async ({ page, server, js, isMobile, watch }, info) => {
  test.slow();
  watch.allow(/status of 4(04|22)/);
  const tag = `${info.project.name}-${process.pid}`;
  const code = { "phone-js": "LG-0090", "phone-nojs": "LG-0091", "desktop-js": "LG-0092", "desktop-nojs": "LG-0093" }[info.project.name]!;
  const look = async () => {
    await audit(page, js);
    if (isMobile) await expectNoSidewaysScroll(page, 320);
  };

  await page.goto(`/rooms/${code}`);
  await page.getByRole("link", { name: "报告问题" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "这间怎么了？" })).toBeVisible();
  await look();
  const began = Date.now();
  await page.getByText("开放时间锁着").click();
  await page.waitForTimeout(2100); // nobody reads a form faster
  await page.getByRole("button", { name: "发送" }).click();
  await expect(page.getByText("收到了，谢谢你。")).toBeVisible();
  expect(Date.now() - began, "without an account, in under 20 seconds").toBeLessThan(20_000);
  await expect(page.getByText("已收到，等工作人员核实")).toBeVisible();
  await look();
  const follow = new URL(page.url()).pathname;
  const reference = follow.split("/").pop()!;

  // A mistake keeps what was typed.
  await page.goto(`/rooms/${code}/report`);
  await page.getByText("其他", { exact: true }).click();
  await page.waitForTimeout(2100);
  await page.getByRole("button", { name: "发送" }).click();
  await expect(page.getByRole("alert")).toContainText("要写一句");
  await expect(page.getByLabel("其他", { exact: true })).toBeChecked();
  await page.getByLabel(/^怎么回事/).fill("门口的灯不亮");
  await page.getByRole("button", { name: "发送" }).click();
  await expect(page.getByText("收到了，谢谢你。")).toBeVisible();

  // What was seen: one tap each.
  await page.goto(`/rooms/${code}/report`);
  const fact = page.locator("fieldset.seen").first();
  const name = await fact.locator("legend span").first().innerText();
  await fact.getByText("没有", { exact: true }).click();
  await page.getByRole("group", { name: /^干净吗/ }).getByText("4", { exact: true }).click();
  await page.waitForTimeout(2100);
  await page.getByRole("button", { name: "告诉我们" }).click();
  await expect(page.getByText("收到了，谢谢。")).toBeVisible();

  await page.goto("/reports");
  await look();
  await page.getByLabel(/^查询编号/).fill("00000 00000");
  await page.getByRole("button", { name: "查进展" }).click();
  await expect(page.getByRole("alert")).toContainText("没有找到");
  await page.getByLabel(/^查询编号/).fill(reference.toLowerCase());
  await page.getByRole("button", { name: "查进展" }).click();
  await expect(page).toHaveURL(follow);

  await join(page, server.invite(`hears-${tag}`, "staff"));
  await page.getByRole("link", { name: "家长反映" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "家长反映" })).toBeVisible();
  await look();
  await page.getByRole("row", { name: new RegExp(code) }).filter({ hasText: "开放时间锁着" }).getByRole("link").first().click();
  await look();
  await page.getByText("不采纳", { exact: true }).click();
  await page.getByRole("button", { name: "记下这一步" }).click();
  await expect(page.getByRole("alert")).toContainText("等答复");
  await page.getByText("核实属实，公开并处理").click();
  await page.getByRole("button", { name: "记下这一步" }).click();
  await expect(page.getByRole("link", { name: "安排专家检查" })).toBeVisible();
  await look();
  const desk = page.url();
  await page.getByRole("link", { name: "安排专家检查" }).click();
  await expect(page.getByLabel("房间编号")).toHaveValue(code);
  await page.goto(`/rooms/${code}`);
  await expect(page.getByText("已核实，正在处理")).toBeVisible();
  await look();
  await page.goto(desk);
  await page.getByText("已解决", { exact: true }).click();
  await page.getByLabel(/^答复/).fill("已请场所在开放时间开门，钥匙放在服务台");
  await page.getByRole("button", { name: "记下这一步" }).click();

  await page.goto("/staff/reports/facts");
  await look();
  const room = page.locator("section.panel").filter({ hasText: code });
  await room.getByRole("button", { name: `采用：没有 ${name}` }).click();
  await expect(page.locator("section.panel").filter({ hasText: code })).toHaveCount(0);
  await page.goto(`/staff/posters?codes=${code}`);
  await expect(page.getByRole("img", { name: `${code} 的二维码` })).toBeVisible();
  await look();
  await leave(page);

  await page.goto(follow);
  await expect(page.getByText("钥匙放在服务台")).toBeVisible();
  await look();
});
