// From what an inspection found to closure, by plain forms: with and without scripts. A camera is the shortest sheet:
// whoever finds one stops there.
import { join, leave } from "../support/accounts";
import { audit, expectNoSidewaysScroll } from "../support/audit";
import { expect, test } from "../support/test";

test("a camera shuts the room, the operator mends the lock, an expert checks it again", async ({ page, server, js, isMobile, watch }, info) => {
  test.slow();
  watch.allow(/status of 4(04|22)/);
  const tag = `${info.project.name}-${process.pid}`;
  const code = { "phone-js": "LG-0060", "phone-nojs": "LG-0061", "desktop-js": "LG-0062", "desktop-nojs": "LG-0063" }[info.project.name]!;
  const look = async () => {
    await audit(page, js);
    if (isMobile) await expectNoSidewaysScroll(page, 390);
  };
  const operator = server.invite(`wang-${tag}`, "operator");
  const expert = server.invite(`zhou-${tag}`, "expert");

  await join(page, expert);
  await page.goto("/inspect");
  await page.getByLabel("房间编号").fill(code);
  await page.getByRole("button", { name: "开始检查" }).click();
  const sheet = page.url();
  await page.goto(`${sheet}/3`);
  await page.getByRole("group", { name: /3\.01/ }).locator(".choices").getByText("有但坏了").click();
  await page.getByRole("group", { name: /3\.03/ }).getByText("是", { exact: true }).click();
  await page.getByRole("button", { name: "保存，下一节" }).click();
  await expect(page.getByRole("heading", { name: "发现图像采集设备" })).toBeVisible();
  await look();
  await page.goto(sheet);
  await page.getByRole("button", { name: "提交检查" }).click();
  await expect(page.getByRole("heading", { name: "检查报告" })).toBeVisible();
  await page.goto("/rectifications");
  await look();
  await leave(page);

  await join(page, server.invite(`liu-${tag}`, "staff"));
  await page.getByRole("link", { name: "待确认的检查" }).click();
  await page.getByRole("link", { name: new RegExp(code) }).click();
  await expect(page.getByText("确认前先核实是否已报警")).toBeVisible();
  await page.getByRole("button", { name: "确认并公开" }).click();
  await expect(page.getByText("公开的一版")).toBeVisible();
  await look();
  await page.goto("/staff/operators");
  await page.getByLabel("场所联系人").selectOption({ label: `王小明（虚构） (wang-${tag})` });
  await page.getByLabel("房间编号").fill(code);
  await page.getByRole("button", { name: "归其负责" }).click();
  await expect(page.getByRole("button", { name: new RegExp(`解除 ${code}`) })).toBeVisible();
  await look();
  await leave(page);

  await page.goto(`/rooms/${code}`);
  await expect(page.getByText(/起暂停：安全原因/)).toBeVisible();
  await expect(page.getByText("采集设备")).toHaveCount(0);
  await look();

  await join(page, operator);
  await page.getByRole("link", { name: "整改", exact: true }).click();
  await look();
  await expect(page.getByRole("link", { name: /^3\.03/ })).toHaveCount(0);
  await page.getByRole("link", { name: /^3\.01/ }).click();
  await look();
  const item = page.url();
  await page.getByLabel("做了什么").fill("换了新锁");
  await page.getByRole("button", { name: "提交回复" }).click();
  await expect(page.getByText("已回复，待复查")).toBeVisible();
  await leave(page);

  // The link of invitation is used up: the expert signs in by the password.
  await page.goto(`/sign-in?next=${encodeURIComponent(new URL(item).pathname)}`);
  await page.getByLabel("账户名").fill(`zhou-${tag}`);
  await page.getByLabel("密码").fill("kite-lantern-42-river");
  await page.getByRole("button", { name: "登录" }).click();
  await page.getByRole("link", { name: "复查", exact: true }).click();
  await look();
  await page.getByRole("group", { name: /3\.01/ }).getByText("有且可用", { exact: true }).click();
  await page.getByLabel("怎么查的，看到什么").fill("锁了三次，都锁得上");
  await page.getByLabel("我在现场查的").uncheck();
  await page.getByRole("button", { name: "提交复查结果" }).click();
  await expect(page.getByRole("alert")).toContainText("这一条要到现场查");
  await expect(page.getByLabel("怎么查的，看到什么")).toHaveValue("锁了三次，都锁得上");
  await look();
  await page.getByLabel("我在现场查的").check();
  await page.getByRole("button", { name: "提交复查结果" }).click();
  await expect(page.getByRole("heading", { name: "复查通过" })).toBeVisible();
  await look();
  await leave(page);

  await join(page, server.invite(`gao-${tag}`, "staff"));
  await page.goto("/staff/rectifications");
  await look();
  const shut = page.getByRole("listitem").filter({ hasText: code });
  await shut.getByText("恢复开放").first().click();
  await shut.getByLabel("理由").fill("公安机关已查明并拆除");
  await shut.getByRole("button", { name: "恢复开放" }).click();
  await expect(page.getByRole("listitem").filter({ hasText: code })).toHaveCount(0);
  await leave(page);
  await page.goto(`/rooms/${code}`);
  await expect(page.getByText("公安机关已查明并拆除")).toBeVisible();
  await expect(page.getByText(/复查：3\.01/)).toBeVisible();
  await look();
});
