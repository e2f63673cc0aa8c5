// Citizen supervisors: invited, given a term and a campaign, at a room with a phone; staff see it, and the experts' result stays as it is.
import { join, leave, signIn } from "../support/accounts";
import { audit, expectNoSidewaysScroll } from "../support/audit";
import { expect, test } from "../support/test";

const QUESTIONS = ["signs", "open", "proper", "fathers", "lock", "buckle", "hot_water", "supplies", "reachable"];

/** A local day, so many days from today. */
const day = (from: number) => new Date(Date.now() + (8 * 3600 + from * 86_400) * 1000).toISOString().slice(0, 10);

test("a supervisor visits a room, and staff see what was found", { tag: ["@phone"] }, async ({ page, server, js, isMobile, watch }, info) => {
  test.slow();
  watch.allow(/status of 4(03|22)/);
  const tag = `${info.project.name}-${process.pid}-${info.retry}`;
  const [code, login, name] = ["LG-0096", `watch-${tag}`, `演示·走访 ${tag}`];
  const look = async () => {
    await audit(page, js);
    if (isMobile) await expectNoSidewaysScroll(page, 320);
  };
  const experts = () => page.locator("section[aria-labelledby=inspected]").innerText();
  await page.goto(`/rooms/${code}`);
  const before = await experts();

  // An administrator invites, as for every role.
  await join(page, server.invite(`watch-admin-${tag}`, "administrator"));
  await page.getByRole("link", { name: "账户与权限" }).click();
  await page.getByLabel("姓名").fill("周小云（虚构）");
  await page.getByLabel("账户名").fill(login);
  await page.getByLabel("身份").selectOption("supervisor");
  await page.getByRole("button", { name: "邀请并生成链接" }).click();
  const link = (await page.getByRole("status").getByRole("link").getAttribute("href"))!;
  await leave(page);
  await join(page, link);
  await page.getByRole("link", { name: "市民监督", exact: true }).click();
  await expect(page.getByRole("main")).toContainText("您现在不在任期内");
  await look();
  await leave(page);

  // Staff begin a campaign and give a term.
  const staff = `watch-staff-${tag}`;
  await join(page, server.invite(staff, "staff"));
  await page.getByRole("link", { name: "市民监督员", exact: true }).click();
  await look();
  await page.getByText("发起一次走访").click();
  await page.getByLabel("名称").fill(name);
  await page.getByLabel("最后一天").fill(day(-9));
  await page.getByRole("button", { name: "发起走访" }).click();
  await expect(page.getByRole("alert")).toContainText("不能早于第一天");
  await expect(page.getByLabel("名称")).toHaveValue(name);
  await look();
  await page.getByLabel("最后一天").fill(day(30));
  await page.getByRole("button", { name: "发起走访" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(name);
  const campaign = page.url().split("/").pop()!;
  await look();
  await page.goto("/staff/supervision");
  await page.getByRole("row", { name: new RegExp(login) }).getByRole("link").click();
  await look();
  await page.getByRole("button", { name: "设定任期" }).click();
  await expect(page.getByText("提前结束")).toBeVisible();
  await leave(page);

  // The supervisor stands before the room.
  await signIn(page, login);
  await page.goto(`/supervise?campaign=${campaign}`);
  await expect(page.getByRole("main")).toContainText("您走访了 0 间");
  await expect(page.getByRole("main").locator("ol.people a").first()).toBeVisible();
  await look();
  await page.goto(`/supervise/${code}?campaign=${campaign}`);
  await look();
  await page.waitForTimeout(2_100); // faster is taken for a program
  const choose = (question: string, reply: string) => page.locator(`label:has([name="q.${question}"][value="${reply}"])`).click();
  for (const question of QUESTIONS.slice(0, -1)) await choose(question, question === "lock" ? "no" : "yes");
  await page.getByLabel(/哪里应当改进/).fill("门锁松了");
  await page.getByRole("button", { name: "交上走访表" }).click();
  await expect(page.getByRole("alert")).toContainText("还有 1 题没有答");
  await expect(page.getByLabel(/哪里应当改进/)).toHaveValue("门锁松了");
  await look();
  await choose("reachable", "unknown");
  await page.locator('label:has([name="clean"][value="4"])').click();
  await page.getByRole("button", { name: "交上走访表" }).click();
  await expect(page.getByRole("status")).toContainText(`${code} 的走访已记下`);
  await expect(page.getByRole("main")).toContainText("您走访了 1 间");
  await look();

  // Something was wrong with it: corrected within a day.
  await page.getByRole("link", { name: new RegExp(code) }).click();
  await expect(page.locator('[name="q.lock"][value="no"]')).toBeChecked();
  await page.waitForTimeout(2_100);
  await page.getByLabel(/哪里应当改进/).fill("门锁松了，要用力才扣得上");
  await page.getByRole("button", { name: "交上走访表" }).click();
  await expect(page.getByRole("main")).toContainText("您走访了 1 间");
  await leave(page);

  await signIn(page, staff);
  await page.goto(`/staff/supervision/campaigns/${campaign}`);
  await expect(page.getByRole("main")).toContainText("已走访 1 间，共 1 次");
  await look();
  await page.getByRole("row", { name: /门锁或者帘子/ }).getByRole("link", { name: "1" }).click();
  await expect(page.getByRole("main")).toContainText("要用力才扣得上");
  await look();
  await page.getByRole("button", { name: "立为反映" }).click();
  await expect(page.getByRole("main")).toContainText(`已由 ${staff} 立为反映`);
  await look();
  await page.goto(`/rooms/${code}`);
  expect(await experts(), "the experts' result is what it was").toBe(before);
  await look();
});
