// A revision of the management guide: drafted by staff, published by a lead expert, read, compared and checked by.
import { join, leave } from "../support/accounts";
import { audit, expectNoSidewaysScroll } from "../support/audit";
import { expect, test } from "../support/test";

test("staff draft a revision, a lead expert publishes it and confirms to have read it", async ({ page, server, js, isMobile, watch }, info) => {
  test.slow();
  watch.allow(/status of 422/);
  const tag = `${info.project.name}-${process.pid}`;
  const title = `演示·管理指引（虚构）${tag}`;

  await join(page, server.invite(`guide-${tag}`, "staff"));
  await page.getByRole("link", { name: "管理指引的起草与发布" }).click();
  await audit(page, js);
  if (isMobile) await expectNoSidewaysScroll(page, 320);
  await page.getByLabel("从哪里开始").selectOption("");
  await page.getByRole("button", { name: "开始起草" }).click();
  await expect(page.getByText("请填标题")).toBeVisible();
  await audit(page, js);
  await page.getByLabel("标题", { exact: true }).fill(title);
  await page.getByLabel(/^施行日期/).fill("2021-06-01");
  const text = page.getByLabel(/^正文/);
  await text.fill("第一章 日常（虚构）\n第一条 每日清洁。\n- [x] 台面擦净");
  await page.getByRole("button", { name: "保存草稿" }).click();
  await expect(page.getByText("第 3 行")).toBeVisible();
  await expect(page.getByLabel(/^标题/)).toHaveValue(title);
  await audit(page, js, ["light", "dark"]);
  if (isMobile) await expectNoSidewaysScroll(page, 320);
  await text.fill("第一章 日常（虚构）\n第一条 每日清洁。\n台面擦净\n## 附则\n垃圾清空");
  await page.getByRole("button", { name: "保存草稿" }).click();
  await page.getByRole("link", { name: "勾选核对项" }).click();
  await page.getByLabel("台面擦净").selectOption({ label: "运营单位每日" });
  await audit(page, js);
  if (isMobile) await expectNoSidewaysScroll(page, 320);
  await page.getByRole("button", { name: "保存草稿" }).click();
  await expect(page.getByText("其中 1 项核对")).toBeVisible();
  await expect(page.getByText("最后修改的人不能发布")).toBeVisible();
  const draft = page.url();
  await leave(page);

  await join(page, server.invite(`guide-lead-${tag}`, "lead_expert"));
  await page.goto(draft);
  await page.getByLabel("发布说明").fill("演示用，正文虚构");
  await page.getByText("我已对照印发的文件").click();
  await audit(page, js);
  await page.getByRole("button", { name: "发布这一版" }).click();
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
  await audit(page, js, ["light", "dark"]);
  if (isMobile) await expectNoSidewaysScroll(page, 320);
  const revision = page.url();
  const number = new URL(revision).pathname.split("/").pop();

  await page.getByRole("link", { name: /^核对清单/ }).click();
  await expect(page.getByRole("row", { name: /台面擦净/ })).toContainText("第一章 日常（虚构） › 第一条");
  await audit(page, js);
  if (isMobile) await expectNoSidewaysScroll(page, 320);

  await page.goto("/account");
  await page.getByRole("link", { name: "去看" }).click();
  await expect(page).toHaveURL(revision);
  await page.getByRole("button", { name: "我已阅读" }).click();
  await expect(page.getByRole("status").filter({ hasText: "确认读过这一版" })).toBeVisible();
  await audit(page, js);

  await page.goto(`/staff/guide/readers/${number}`);
  await expect(page.getByRole("heading", { level: 1, name: "谁读过" })).toBeVisible();
  await audit(page, js);
  if (isMobile) await expectNoSidewaysScroll(page, 320);

  await page.goto(`/guide/${number}/diff/${number}`);
  await expect(page.getByText("两版正文没有差别")).toBeVisible();
  await audit(page, js);
  await leave(page);
});
