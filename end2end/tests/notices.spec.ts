// A parent reports an intrusion; staff are told at once, take it from the inbox, look into it, and it is gone. By plain forms:
// with and without scripts.
import { join, leave } from "../support/accounts";
import { audit, expectNoSidewaysScroll } from "../support/audit";
import { expect, test } from "../support/test";

test("an intrusion reaches staff, is taken, looked into and gone", async ({ page, server, js, isMobile, watch }, info) => {
  test.slow();
  watch.allow(/status of 422/);
  const tag = `${info.project.name}-${process.pid}`;
  const code = { "phone-js": "LG-0094", "phone-nojs": "LG-0095", "desktop-js": "LG-0096", "desktop-nojs": "LG-0097" }[info.project.name]!;
  const look = async () => {
    await audit(page, js);
    if (isMobile) await expectNoSidewaysScroll(page, 320);
  };

  // Who is to be told has an account before it happens.
  await join(page, server.invite(`told-${tag}`, "staff"));
  await page.getByRole("link", { name: "通知", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "通知" })).toBeVisible();
  await look();
  await page.goto(`/rooms/${code}/report`);
  await page.getByText(/闯入|偷拍/).first().click();
  await page.waitForTimeout(2100); // nobody reads a form faster
  await page.getByRole("button", { name: "发送" }).click();
  await expect(page.getByText("收到了，谢谢你。")).toBeVisible();

  // At once: what happens is told within seconds.
  await expect(async () => {
    await page.goto("/notices?unread=1");
    await expect(page.getByRole("link", { name: new RegExp(`紧急：家长反映 ${code}`) })).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 20_000 });
  await look();
  await page.goto("/account");
  await expect(page.getByRole("link", { name: /通知（\d+ 条未读）/ })).toBeVisible();
  await page.goto("/notices");
  await page.getByRole("link", { name: new RegExp(`紧急：家长反映 ${code}`) }).click();
  await expect(page).toHaveURL(/\/staff\/reports\//);

  await page.goto("/account");
  await page.getByRole("link", { name: "待办", exact: true }).click();
  await look();
  const row = page.getByRole("row", { name: new RegExp(code) });
  await row.getByRole("button", { name: "我来办" }).click();
  await page.goto("/staff/inbox?owner=me");
  await expect(row.getByText("我", { exact: true })).toBeVisible();
  await row.getByText("转给别人、改期限").click();
  await row.getByLabel(/^另定期限/).fill("2020-01-01");
  await row.getByRole("button", { name: "保存" }).click();
  await expect(row.getByText("另定", { exact: true })).toBeVisible();
  await look();

  await row.getByRole("link").first().click();
  await page.getByText("核实属实，公开并处理").click();
  await page.getByRole("button", { name: "记下这一步" }).click();
  await page.goto("/staff/inbox");
  await expect(row).toHaveCount(0);

  await page.goto("/account/notices");
  await look();
  await page.getByLabel("从", { exact: true }).fill("22:00");
  await page.getByLabel(/^家长反映的其他新问题/).selectOption("off");
  await page.getByRole("button", { name: "保存" }).click();
  await expect(page.getByRole("alert")).toContainText("起止两个不同的时间");
  await expect(page.getByLabel(/^家长反映的其他新问题/)).toHaveValue("off");
  await page.getByLabel("到", { exact: true }).fill("07:00");
  await page.getByRole("button", { name: "保存" }).click();
  await expect(page.getByText("已保存。")).toBeVisible();
  await leave(page);

  await join(page, server.invite(`boss-${tag}`, "administrator"));
  await page.getByRole("link", { name: "对外推送" }).click();
  await look();
  await page.getByLabel("名称").fill(`城市大脑 ${tag}（虚构）`);
  await page.getByLabel(/^地址/).fill("https://127.0.0.1:9/hook");
  await page.getByRole("button", { name: "添加并显示密钥" }).click();
  await expect(page.getByRole("alert")).toContainText("至少选一类");
  await page.getByLabel(/^房间暂停显示/).check();
  await page.getByRole("button", { name: "添加并显示密钥" }).click();
  await expect(page.getByText("只显示这一次")).toBeVisible();
  await look();
  await page.getByRole("button", { name: "发一次测试" }).click();
  await expect(async () => {
    await page.reload();
    await expect(page.getByText("地址在不允许的网络里")).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 20_000 });
  await page.goto("/staff/outbox");
  await expect(page.getByText("没有设置发邮件")).toBeVisible();
  await look();
});
