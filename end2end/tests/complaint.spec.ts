// What a parent reports becomes a rectification, and ends when the operator has mended it and an expert has seen that.
import { join, leave, signIn } from "../support/accounts";
import { inspectOnline, PICTURE } from "../support/sheet";
import { expect, test } from "../support/test";

test("a broken lock is reported, inspected, mended, checked again, and the parent sees it end", { tag: ["@phone"] }, async ({ page, server, js, watch }, info) => {
  test.slow();
  watch.allow(/status of 4(03|04|22)/);
  const tag = `${info.project.name}-${process.pid}`;
  const code = js ? "LG-0094" : "LG-0095";
  const [staff, expert, operator] = [`heeds-${tag}`, `sees-${tag}`, `mends-${tag}`];
  for (const [login, role] of [[expert, "expert"], [operator, "operator"]] as const) {
    await join(page, server.invite(login, role));
    await leave(page);
  }

  await page.goto(`/rooms/${code}/report`);
  await page.getByText("有东西坏了").click();
  await page.waitForTimeout(2100); // nobody reads a form faster
  await page.getByRole("button", { name: "发送" }).click();
  await expect(page.getByText("收到了，谢谢你。")).toBeVisible();
  const follow = new URL(page.url()).pathname;

  await join(page, server.invite(staff, "staff"));
  await page.goto("/staff/operators");
  await page.getByLabel("场所联系人").selectOption({ label: `王小明（虚构） (${operator})` });
  await page.getByLabel("房间编号").fill(code);
  await page.getByRole("button", { name: "归其负责" }).click();
  await page.goto("/staff/inbox?kind=report");
  await page.getByRole("row", { name: new RegExp(code) }).getByRole("link").first().click();
  await page.getByText("核实属实，公开并处理").click();
  await page.getByRole("button", { name: "记下这一步" }).click();
  await leave(page);

  await signIn(page, expert);
  await page.goto("/inspect");
  await page.getByLabel("房间编号").fill(code);
  await page.getByRole("button", { name: "开始检查" }).click();
  await inspectOnline(page, async (section) => {
    if (section === "3") await page.getByRole("group", { name: /3\.01/ }).locator(".choices").getByText("有但坏了").click();
  });
  await leave(page);
  await signIn(page, staff);
  await page.goto("/staff/inbox?kind=inspection");
  await page.getByRole("row", { name: new RegExp(code) }).getByRole("link").first().click();
  await page.getByRole("button", { name: "确认并公开" }).click();
  await expect(page.getByText("公开的一版")).toBeVisible();
  await leave(page);
  await page.goto(follow);
  await expect(page.getByText("检查发现的问题正在整改")).toBeVisible();

  await signIn(page, operator);
  await page.getByRole("link", { name: "整改", exact: true }).click();
  await page.getByRole("link", { name: /^3\.01/ }).click();
  const item = new URL(page.url()).pathname;
  await page.getByLabel("做了什么").fill("换了新锁");
  await page.locator("input[name=file]").last().setInputFiles(PICTURE);
  await page.getByRole("button", { name: "提交回复" }).click();
  await expect(page.getByText("已回复，待复查")).toBeVisible();
  await leave(page);
  await signIn(page, expert);
  await page.goto(`${item}/recheck`);
  await page.getByRole("group", { name: /3\.01/ }).getByText("有且可用", { exact: true }).click();
  await page.getByLabel("怎么查的，看到什么").fill("锁了三次，都锁得上");
  await page.getByLabel("我在现场查的").check();
  await page.getByRole("button", { name: "提交复查结果" }).click();
  await expect(page.getByRole("heading", { name: "复查通过" })).toBeVisible();
  await leave(page);

  await page.goto(follow);
  await expect(page.getByText("这件事已经结束")).toBeVisible();
});
