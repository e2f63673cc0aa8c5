// One room through the district's year, by plain forms: proposed, funded, built, accepted, opened, rewarded once and told of
// in the yearly report; then a parent finds it locked, and follows the report until an inspection closes it.
import { join, leave, signIn } from "../support/accounts";
import { inspectOnline } from "../support/sheet";
import { expect, test, type Page } from "../support/test";

const today = () => new Date(Date.now() + 8 * 3600_000).toISOString().slice(0, 10);

/** Records a step of the room whose page is open. */
async function step(page: Page, name: string) {
  await page.getByText(name, { exact: true }).first().click();
  await page.getByLabel("哪一天做的").fill(today());
  await page.getByRole("button", { name: "记下这一步" }).click();
  await expect(page.locator("ol.lines > li").first()).toContainText(name);
}

/** Gives the rooms of a form of a round to one expert. */
async function giveTo(page: Page, expert: string) {
  const boxes = page.locator("input[name=expert]");
  for (let at = 0; at < (await boxes.count()); at++) await boxes.nth(at).setChecked(false);
  await page.getByLabel(new RegExp(expert)).check();
  await page.getByRole("button", { name: "先看安排" }).click();
  await page.getByRole("button", { name: /^确认/ }).click();
  await expect(page.locator("li[data-state=open]")).toHaveCount(1);
}

async function inspects(page: Page, expert: string, code: string) {
  await signIn(page, expert);
  await page.goto("/inspect");
  await page.locator("li[data-assignment]").filter({ hasText: code }).getByRole("button", { name: /开始检查/ }).click();
  await inspectOnline(page);
  await leave(page);
}

async function confirms(page: Page, staff: string, code: string) {
  await signIn(page, staff);
  await page.getByRole("link", { name: "待确认的检查" }).click();
  await page.getByRole("link", { name: new RegExp(code) }).click();
  await page.getByRole("button", { name: "确认并公开" }).click();
  await expect(page.getByText("公开的一版")).toBeVisible();
}

test("a room from proposal to reward and report, and a complaint that an inspection closes", { tag: ["@desktop"] }, async ({ page, server, watch }, info) => {
  test.slow();
  watch.allow(/status of 4(03|04|22)/);
  const tag = `${info.project.name}-${process.pid}`;
  const [staff, second, expert] = [`year-plans-${tag}`, `year-checks-${tag}`, `year-looks-${tag}`];
  for (const [login, role] of [[second, "staff"], [expert, "expert"]] as const) {
    await join(page, server.invite(login, role));
    await leave(page);
  }

  // Proposed, approved, funded, built, and sent to acceptance.
  await join(page, server.invite(staff, "staff"));
  await page.goto("/staff/build/new");
  await page.getByLabel("名称", { exact: true }).fill(`演示·全程母婴室 ${tag}`);
  await page.getByLabel(/^所在场所/).fill("演示·全程大厦");
  await page.getByLabel(/^街道/).selectOption({ index: 1 });
  await page.getByRole("button", { name: "提议", exact: true }).click();
  const room = new URL(page.url()).pathname;
  const code = room.split("/").pop()!;
  for (const name of ["批准", "落实资金", "开工", "完工，请专家验收"]) await step(page, name);
  await page.goto("/staff/rounds/new");
  await page.getByLabel("这一轮的名称").fill(`验收 ${tag}`);
  await page.getByLabel("目的").selectOption("acceptance");
  await page.getByText("列出编号", { exact: true }).click();
  await page.getByLabel(/^房间编号/).fill(code);
  await giveTo(page, expert);
  await leave(page);

  // Opened after the expert's pass.
  await inspects(page, expert, code);
  await confirms(page, second, code);
  await page.goto(room);
  await expect(page.getByText("可以开放")).toBeVisible();
  await step(page, "开放");
  await leave(page);
  await page.goto(`/rooms/${code}`);
  await expect(page.getByRole("heading", { name: "专家检查" })).toBeVisible();

  // Its reward, paid once.
  await signIn(page, staff);
  await page.goto("/staff/money");
  await page.getByRole("link", { name: "录入奖补办法" }).click();
  await page.getByLabel("名称", { exact: true }).fill(`演示奖补 ${tag}`);
  await page.getByLabel(/^依据文件/).fill("虚构文件 2 号");
  await page.getByLabel("这是虚构的，仅供演示").check();
  await page.getByLabel("从哪天起").fill("2020-01-01");
  await page.getByLabel("到哪天止").fill("2030-12-31");
  await page.getByLabel("预算（元）").fill("1,000,000");
  const line = page.getByRole("group", { name: "第 1 条" });
  await line.getByLabel(/^奖补项目/).selectOption({ label: "专家检查合格" });
  await line.getByLabel("金额（元）").fill("1000");
  await page.getByRole("button", { name: "保存" }).click();
  const programme = new URL(page.url()).pathname;
  await leave(page);
  await signIn(page, second);
  await page.goto(programme);
  await page.getByRole("button", { name: "核对无误，启用" }).click();
  await page.getByRole("link", { name: "哪些房间够格" }).click();
  await page.getByRole("button", { name: `提出付款 ${code}` }).click();
  await expect(page.getByText("已提出，等批准")).toBeVisible();
  const payment = new URL(page.url()).pathname;
  await leave(page);
  await signIn(page, staff);
  await page.goto(payment);
  await page.getByText("批准", { exact: true }).click();
  await page.getByRole("button", { name: "记下这一步" }).click();
  await page.getByText("记为已付").click();
  await page.getByLabel(/^哪一天付的/).fill(today());
  await page.getByLabel(/^凭证号/).fill("凭 8");
  await page.getByRole("button", { name: "记下这一步" }).click();
  await page.goto(`${programme}/rooms`);
  await expect(page.getByRole("button", { name: `提出付款 ${code}` }), "it is paid once").toHaveCount(0);

  // The yearly report leads to it, and last year's end is as it stood: without it.
  const year = Number(today().slice(0, 4));
  for (const figure of ["开放的房间", "其中合格", "付出的奖励（元）"]) {
    await page.goto(`/staff/figures/year/${year}`);
    const row = page.getByRole("row").filter({ has: page.getByRole("rowheader", { name: figure, exact: true }) }).first();
    await row.getByRole("link").last().click();
    await expect(page.locator("tbody tr").filter({ hasText: code })).not.toHaveCount(0);
  }
  await page.goto(`/staff/build?on=${year - 1}-12-31&q=${code}`);
  await expect(page.getByRole("link", { name: new RegExp(code) })).toHaveCount(0);
  await leave(page);

  // A parent finds it locked; staff send an expert; the inspection closes the report.
  await page.goto(`/rooms/${code}`);
  await page.getByRole("link", { name: "报告问题" }).click();
  await page.getByText("开放时间锁着").click();
  await page.waitForTimeout(2100); // nobody reads a form faster
  await page.getByRole("button", { name: "发送" }).click();
  const follow = new URL(page.url()).pathname;
  await signIn(page, staff);
  await page.goto("/staff/reports");
  await page.getByRole("row", { name: new RegExp(code) }).getByRole("link").first().click();
  await page.getByText("核实属实，公开并处理").click();
  await page.getByRole("button", { name: "记下这一步" }).click();
  await page.getByRole("link", { name: "安排专家检查" }).click();
  await giveTo(page, expert);
  await leave(page);
  await inspects(page, expert, code);
  await confirms(page, second, code);
  await leave(page);
  await page.goto(follow);
  await expect(page.getByText("这件事已经结束")).toBeVisible();
});
