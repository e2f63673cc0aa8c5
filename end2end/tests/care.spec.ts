// The cleaner's card: made by an operator, scanned without an account, seen by everybody, renewed.
import { join, leave, signIn } from "../support/accounts";
import { audit, expectNoSidewaysScroll } from "../support/audit";
import { expect, test } from "../support/test";

test("who cleans scans a card, parents see it, and an old card is refused", { tag: ["@phone"] }, async ({ page, server, js, isMobile, watch }, info) => {
  test.slow();
  watch.allow(/status of 4(03|22)/);
  const tag = `${info.project.name}-${process.pid}`;
  const code = js ? "LG-0090" : "LG-0091";
  const look = async () => {
    await audit(page, js);
    if (isMobile) await expectNoSidewaysScroll(page, 320);
  };
  const operator = `care-${tag}`;
  const link = server.invite(operator, "operator");
  await join(page, server.invite(`care-staff-${tag}`, "staff"));
  await page.goto("/staff/operators");
  await page.getByRole("main").locator("select[name=person]").selectOption({ label: await page.locator("option", { hasText: operator }).innerText() });
  await page.getByLabel(/^房间编号/).fill(code);
  await page.locator("main form.entries button").click();
  await expect(page.getByRole("main")).toContainText(code);
  await page.goto("/staff/care");
  await look();
  await leave(page);

  await join(page, link);
  await page.getByRole("link", { name: "清洁记录" }).click();
  await look();
  await page.getByRole("link", { name: new RegExp(code) }).first().click();
  await page.getByRole("button", { name: "做一张保洁卡" }).click();
  await look();
  const card = (await page.getByRole("link", { name: "打开看看" }).getAttribute("href"))!;
  await leave(page);

  await page.goto(card);
  await look();
  await page.waitForTimeout(2_100); // faster is taken for a program
  await page.getByRole("button", { name: "记好" }).click();
  await expect(page.getByRole("alert")).toContainText("请至少点一样");
  await page.getByText("打扫干净了").click();
  await page.getByText("通风了").click();
  await page.getByRole("button", { name: "记好" }).click();
  await expect(page.getByText("记好了，谢谢。")).toBeVisible();
  await look();
  await page.goto(`/rooms/${code}`);
  await expect(page.getByText(/今天 \d+:\d\d 已清洁并记录/)).toBeVisible();
  await look();

  await signIn(page, operator);
  await page.goto(`/care/${code}`);
  await look();
  await page.getByRole("button", { name: "换一张" }).click();
  await leave(page);
  await page.goto(card);
  await expect(page.getByRole("main")).toContainText("这张卡不能用");
  await look();
});
