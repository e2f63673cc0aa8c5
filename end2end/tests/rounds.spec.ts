// A round by plain forms: planned with a draw, found on the expert's list, a conflict of interest refused.
import { join, leave, signIn } from "../support/accounts";
import { audit, expectNoSidewaysScroll } from "../support/audit";
import { expect, test } from "../support/test";

test("staff plan a round, the expert finds the room and begins", async ({ page, server, js, isMobile, watch }, info) => {
  test.slow();
  watch.allow(/status of 4(03|04|22)/);
  const tag = `round-${info.project.name}-${process.pid}`;
  const code = { "phone-js": "LG-0050", "phone-nojs": "LG-0051", "desktop-js": "LG-0052", "desktop-nojs": "LG-0053" }[info.project.name]!;

  await join(page, server.invite(`wang-${tag}`, "expert"));
  await page.getByLabel("专业领域").fill(`儿科 ${tag}`);
  await page.getByLabel("有关联的单位").fill("某物业公司（虚构）");
  await page.getByLabel("常驻街道").selectOption({ index: 1 });
  await page.getByRole("button", { name: "保存工作信息" }).click();
  await expect(page.getByRole("status")).toContainText("工作信息已保存");
  await audit(page, js);
  await leave(page);

  await join(page, server.invite(`zhao-${tag}`, "staff"));
  await page.getByRole("link", { name: "检查计划" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "检查计划" })).toBeVisible();
  await audit(page, js);
  await page.getByRole("link", { name: "新的一轮" }).click();
  await audit(page, js);
  if (isMobile) await expectNoSidewaysScroll(page, 320);

  // Nobody but this test's own expert; a wrong code first: what was typed stays.
  await page.getByLabel("这一轮的名称").fill(`年检 ${tag}`);
  await page.getByText("列出编号", { exact: true }).click();
  await page.getByLabel(/^房间编号/).fill(`${code} LG-9999`);
  const boxes = page.locator("input[name=expert]");
  for (let at = 0; at < (await boxes.count()); at++) await boxes.nth(at).uncheck();
  await page.getByLabel(new RegExp(`儿科 ${tag}`)).check();
  await page.getByRole("button", { name: "先看安排" }).click();
  await expect(page.getByRole("alert").first()).toContainText("LG-9999");
  await expect(page.getByLabel("这一轮的名称")).toHaveValue(`年检 ${tag}`);
  await page.getByLabel(/^房间编号/).fill(code);
  await page.getByRole("button", { name: "先看安排" }).click();
  await expect(page.getByRole("heading", { level: 1, name: /安排预览/ })).toBeVisible();
  await expect(page.locator("main")).toContainText(code);
  await audit(page, js);
  await page.getByRole("button", { name: /^确认/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: `年检 ${tag}` })).toBeVisible();
  await expect(page.locator("li[data-state=open]")).toHaveCount(1);
  await audit(page, js);
  if (isMobile) await expectNoSidewaysScroll(page, 320);
  const round = page.url();

  // A draw shows its seed and how to repeat it.
  await page.goto("/staff/rounds/new");
  await page.getByLabel("这一轮的名称").fill(`抽查 ${tag}`);
  await page.getByLabel("目的").selectOption("draw");
  await page.getByText("抽签", { exact: true }).click();
  await page.getByLabel("抽几间").fill("3");
  await page.getByLabel("抽签种子").fill(`seed-${tag}`);
  await page.getByRole("button", { name: "先看安排" }).click();
  await expect(page.locator("main")).toContainText(`种子“seed-${tag}”`);
  await page.getByRole("button", { name: "回去改" }).click();
  await expect(page.getByLabel("抽签种子")).toHaveValue(`seed-${tag}`);
  await leave(page);

  await signIn(page, `wang-${tag}`);
  await page.goto("/inspect?near=114.25,22.72");
  const stop = page.locator("li[data-assignment]").filter({ hasText: code });
  await expect(stop).toBeVisible();
  await audit(page, js);
  if (isMobile) await expectNoSidewaysScroll(page, 320);
  await stop.getByRole("button", { name: /开始检查/ }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(code);
  await page.goto("/inspect");
  await expect(page.locator("li[data-assignment]").filter({ hasText: code }).getByRole("link", { name: "接着填" })).toBeVisible();
  expect((await page.goto(round))!.status(), "experts do not plan").toBe(403);
});

test("two experts inspect a room, and the pair has its pages", async ({ page, server, js, watch }, info) => {
  test.slow();
  watch.allow(/status of 4(03|04|22)/);
  const tag = `pair-${info.project.name}-${process.pid}`;
  for (const login of [`qian-${tag}`, `sun-${tag}`]) {
    await join(page, server.invite(login, "expert"));
    await page.getByLabel("专业领域").fill(`护理 ${tag}`);
    await page.getByRole("button", { name: "保存工作信息" }).click();
    await leave(page);
  }
  await join(page, server.invite(`lead-${tag}`, "lead_expert"));
  await page.goto("/staff/rounds/new");
  await page.getByLabel("这一轮的名称").fill(`双查 ${tag}`);
  await page.getByText("列出编号", { exact: true }).click();
  await page.getByLabel(/^房间编号/).fill("LG-0060");
  const boxes = page.locator("input[name=expert]");
  for (let at = 0; at < (await boxes.count()); at++) await boxes.nth(at).uncheck();
  for (const box of await page.getByLabel(new RegExp(`护理 ${tag}`)).all()) await box.check();
  await page.getByLabel(/^双人检查/).check();
  await page.getByRole("button", { name: "先看安排" }).click();
  await expect(page.locator("section.panel").filter({ hasText: "LG-0060" })).toHaveCount(2);
  await page.getByRole("button", { name: /^确认/ }).click();
  await expect(page.getByText("还没有两位专家都提交的房间")).toBeVisible();
  await audit(page, js);
  await page.getByRole("link", { name: "两人一致的程度" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "两人一致的程度" })).toBeVisible();
  await audit(page, js);
  await page.goBack();

  // Cancelled with a reason.
  const first = page.locator("li[data-state=open]").first();
  await first.locator("summary").click();
  await first.getByLabel("原因").fill("房间在修");
  await first.getByRole("button", { name: "取消这项任务" }).click();
  await expect(page.locator("li[data-state=cancelled]")).toContainText("房间在修");
  await audit(page, js);
});
