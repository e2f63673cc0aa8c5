// All three groups on one room: from the link a new installation prints to a defect that is mended.
import { join, leave, signIn } from "../support/accounts";
import { cut, firstVisit } from "../support/offline";
import { answer, answerVenue, fill, open, photograph, PICTURE } from "../support/sheet";
import { expect, test, type Page } from "../support/test";

const CODE = "LG-0055";

test.use({ serviceWorkers: "allow" });

/** Invites somebody in the app; the link for them. */
async function invite(page: Page, name: string, login: string, role: string) {
  await page.goto("/account");
  await page.getByRole("link", { name: "账户与权限" }).click();
  await page.getByLabel("姓名").fill(name);
  await page.getByLabel("账户名").fill(login);
  await page.getByLabel("身份").selectOption(role);
  await page.getByRole("button", { name: "邀请并生成链接" }).click();
  return (await page.getByRole("status").getByRole("link").getAttribute("href"))!;
}

test("from the printed link to a mended lock", { tag: ["@js", "@phone"] }, async ({ page, context, server, network, watch }) => {
  test.slow();
  watch.allow(/Failed to load resource/, /net::ERR_/);
  await join(page, server.first);
  const links: Record<string, string> = {};
  for (const [name, login, role] of [
    ["陈小红（虚构）", "story-expert", "expert"],
    ["刘某（虚构）", "story-staff", "staff"],
    ["王某（虚构）", "story-operator", "operator"],
  ]) links[role] = await invite(page, name, login, role);
  await leave(page);
  for (const role of ["expert", "operator"]) {
    await join(page, links[role]);
    await leave(page);
  }

  // Staff plan a round of one room.
  await join(page, links.staff);
  await page.getByRole("link", { name: "检查计划" }).click();
  await page.getByRole("link", { name: "新的一轮" }).click();
  await page.getByLabel("这一轮的名称").fill("年检（试）");
  await page.getByText("列出编号", { exact: true }).click();
  await page.getByLabel(/^房间编号/).fill(CODE);
  const boxes = page.locator("input[name=expert]");
  for (let at = 0; at < (await boxes.count()); at++) await boxes.nth(at).setChecked(false);
  await page.getByLabel(/story-expert/).check();
  await page.getByRole("button", { name: "先看安排" }).click();
  await page.getByRole("button", { name: /^确认/ }).click();
  await expect(page.locator("li[data-state=open]")).toHaveCount(1);
  await leave(page);

  // The expert takes it along, loses the signal, inspects, is killed, goes on, and sends.
  await firstVisit(page, network.url);
  await signIn(page, "story-expert", network.url);
  await page.goto(`${network.url}/inspect`);
  await page.getByRole("link", { name: "带到手机上" }).click();
  await page.getByRole("button", { name: "带到手机上" }).click();
  await expect(page.locator("[data-kit-state]")).toHaveText("带好了，没有信号也能打开这一页。");
  await cut(page, network);
  await open(page, `${network.url}/inspect/phone`);
  await page.locator("li").filter({ hasText: CODE }).getByRole("button", { name: /开始检查/ }).click();
  await answerVenue(page);
  await page.getByRole("link", { name: "下一部分" }).click();
  await fill(page, ["1", "2"]);
  await answer(page, "3");
  await page.getByRole("group", { name: /3\.01/ }).locator(".choices").getByText("有但坏了").click();
  await photograph(page, "3.01");
  const address = page.url();
  await page.close(); // killed

  const phone = await context.newPage();
  await open(phone, address);
  await expect(phone.getByRole("group", { name: /3\.01/ }).getByLabel("有但坏了")).toBeChecked();
  await phone.getByRole("link", { name: "下一部分" }).click();
  await fill(phone, ["4", "5", "6", "7"]);
  await phone.getByRole("button", { name: "查完，发送" }).click();
  await expect(phone.locator("li[data-inspection]")).toContainText("没有发出");
  await cut(phone, network, false);
  await phone.getByRole("button", { name: "现在再发" }).click();
  await expect(phone.getByRole("heading", { name: "服务器收到了" })).toBeVisible();
  await phone.goto(`${network.url}/account`);
  await phone.getByRole("button", { name: "退出", exact: true }).click();

  // Staff confirm it, and say who answers for the room.
  await signIn(phone, "story-staff");
  await phone.getByRole("link", { name: "待确认的检查" }).click();
  await phone.getByRole("link", { name: new RegExp(CODE) }).click();
  await expect(phone.locator(".photos img")).toHaveCount(1);
  await phone.getByRole("button", { name: "确认并公开" }).click();
  await expect(phone.getByText("公开的一版")).toBeVisible();
  await phone.goto("/staff/operators");
  await phone.getByLabel("场所联系人").selectOption({ label: "王某（虚构） (story-operator)" });
  await phone.getByLabel("房间编号").fill(CODE);
  await phone.getByRole("button", { name: "归其负责" }).click();
  await leave(phone);

  // A parent reads it on the card, and why.
  await phone.goto(`/rooms/${CODE}`);
  const card = phone.locator("section").filter({ has: phone.getByRole("heading", { name: "专家检查" }) });
  await expect(card).toContainText("不合格");
  await expect(card).toContainText("可上锁的门");
  await card.getByRole("link", { name: /逐条看/ }).click();
  await expect(phone.locator("[data-outcome=fail]").filter({ hasText: "3.01" })).toContainText("坏了");

  // The operator mends the lock and shows it, an expert checks it, and the card says so.
  await signIn(phone, "story-operator");
  await phone.getByRole("link", { name: "整改", exact: true }).click();
  await phone.getByRole("link", { name: /^3\.01/ }).click();
  const item = new URL(phone.url()).pathname;
  await phone.getByLabel("做了什么").fill("换了新锁");
  await phone.locator("input[name=file]").last().setInputFiles(PICTURE);
  await phone.getByRole("button", { name: "提交回复" }).click();
  await expect(phone.getByText("已回复，待复查")).toBeVisible();
  await leave(phone);
  await signIn(phone, "story-expert");
  await phone.goto(`${item}/recheck`);
  await phone.getByRole("group", { name: /3\.01/ }).getByText("有且可用", { exact: true }).click();
  await phone.getByLabel("怎么查的，看到什么").fill("锁了三次，都锁得上");
  await phone.getByLabel("我在现场查的").check();
  await phone.getByRole("button", { name: "提交复查结果" }).click();
  await expect(phone.getByRole("heading", { name: "复查通过" })).toBeVisible();
  await leave(phone);
  await phone.goto(`/rooms/${CODE}`);
  await expect(card).toContainText("复查：3.01");
  await expect(card).not.toContainText("不合格");

  // What happened is written down, line by line.
  await signIn(phone, "story-staff");
  await phone.goto("/staff/audit?check");
  await expect(phone.getByRole("status")).toContainText("记录完整");
});
