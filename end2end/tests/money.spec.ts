// From a programme to a paid reward, by plain forms: entered by one person and opened by another, proposed by one and
// approved by the other, paid once, and taken back by a line of its own.
import { join, leave, signIn } from "../support/accounts";
import { audit, expectNoSidewaysScroll } from "../support/audit";
import { expect, test } from "../support/test";

test("a programme is opened by a second person, and a room that passed is paid once", async ({ page, server, js, isMobile, watch }, info) => {
  test.slow();
  watch.allow(/status of 422/);
  const tag = `${info.project.name}-${process.pid}`;
  const title = `演示奖补 ${tag}`;
  const look = async () => {
    await audit(page, js);
    if (isMobile) await expectNoSidewaysScroll(page, 320);
  };
  const today = new Date(Date.now() + 8 * 3600_000).toISOString().slice(0, 10);

  await join(page, server.invite(`pays-${tag}`, "staff"));
  await page.getByRole("link", { name: "奖补资金" }).click();
  await look();
  await page.getByRole("link", { name: "录入奖补办法" }).click();
  await look();
  await page.getByLabel("名称", { exact: true }).fill(title);
  await page.getByLabel(/^依据文件/).fill("虚构文件 1 号");
  await page.getByLabel("这是虚构的，仅供演示").check();
  await page.getByLabel("从哪天起").fill("2020-01-01");
  await page.getByLabel("到哪天止").fill("2030-12-31");
  await page.getByLabel("预算（元）").fill("很多");
  const first = page.getByRole("group", { name: "第 1 条" });
  await first.getByLabel(/^奖补项目/).selectOption({ label: "专家检查合格" });
  await first.getByLabel("金额（元）").fill("1000");
  await page.getByRole("button", { name: "保存" }).click();
  await expect(page.getByRole("alert")).toContainText("预算不是一个金额");
  await expect(page.getByLabel("名称", { exact: true })).toHaveValue(title);
  await page.getByLabel("预算（元）").fill("1,500");
  await page.getByRole("button", { name: "保存" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("（虚构，仅供演示）");
  await expect(page.getByText("要由另一个人核对启用")).toBeVisible();
  await look();
  const programme = new URL(page.url()).pathname;
  await leave(page);

  await join(page, server.invite(`agrees-${tag}`, "staff"));
  await page.goto(programme);
  await page.getByRole("button", { name: "核对无误，启用" }).click();
  await page.getByRole("link", { name: "哪些房间够格" }).click();
  await look();
  await page.getByText(/^还不够格的/).click();
  await expect(page.getByText("还没有确认过的检查").first()).toBeVisible();
  await page.getByRole("button", { name: /^提出付款/ }).first().click();
  await expect(page.getByText("已提出，等批准")).toBeVisible();
  await expect(page.getByText("自己提出的，要由另一个人批准")).toBeVisible();
  await look();
  const payment = new URL(page.url()).pathname;
  await leave(page);

  await signIn(page, `pays-${tag}`);
  await page.goto(payment);
  await page.getByText("批准", { exact: true }).click();
  await page.getByRole("button", { name: "记下这一步" }).click();
  await page.getByText("记为已付").click();
  await page.getByLabel(/^哪一天付的/).fill(today);
  await page.getByRole("button", { name: "记下这一步" }).click();
  await expect(page.getByRole("alert")).toContainText("请填凭证号");
  await page.getByLabel(/^凭证号/).fill("凭 7");
  await page.getByRole("button", { name: "记下这一步" }).click();
  await look();
  await page.goto(programme);
  await expect(page.getByRole("region", { name: "账目" }).getByRole("row", { name: /凭 7/ })).toContainText("1,000.00");
  await look();
});
