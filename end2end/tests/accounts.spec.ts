// From a link to an account, and on to inviting somebody: with and without scripts, each page ending in an audit.
import { PASSWORD, join, leave } from "../support/accounts";
import { audit, expectNoSidewaysScroll } from "../support/audit";
import { expect, test, type Page } from "../support/test";

let count = 0;
const login = (name: string) => `${name}-${process.pid}-${++count}`;

const arrived = (page: Page) => expect(page.getByRole("heading", { name: "我的账户" })).toBeVisible();

test("an administrator invites an expert, who signs in and out", async ({ page, server, js, isMobile, watch }) => {
  watch.allow(/status of 422/);
  const admin = login("admin");
  const expertLogin = login("chen");
  await page.goto(server.invite(admin, "administrator"));
  await audit(page, js);
  await page.getByLabel("新密码").fill("password1234");
  await page.getByLabel("再输一遍").fill("password1234");
  await page.getByRole("button", { name: "设置密码并登录" }).click();
  await expect(page.getByRole("alert")).toContainText("太容易猜到");
  await audit(page, js);
  await join(page, page.url());
  await arrived(page);
  await audit(page, js);

  await page.getByRole("link", { name: "账户与权限" }).click();
  await page.getByLabel("姓名").fill("陈小红（虚构）");
  await page.getByLabel("账户名").fill(expertLogin);
  await page.getByLabel("身份").selectOption("expert");
  await page.getByRole("button", { name: "邀请并生成链接" }).click();
  const link = page.getByRole("status").getByRole("link");
  await expect(link).toContainText(`${server.url}/join/`);
  await audit(page, js);
  if (isMobile) await expectNoSidewaysScroll(page, 320);
  const path = (await link.getAttribute("href"))!;

  await page.goto(`/staff/audit?subject=${expertLogin}`);
  await expect(page.getByRole("row")).toHaveCount(3);
  await page.getByRole("link", { name: "检查记录是否完整" }).click();
  await expect(page.getByRole("status")).toContainText("记录完整");
  await audit(page, js);
  if (isMobile) await expectNoSidewaysScroll(page, 320);

  await leave(page);
  await join(page, path);
  await arrived(page);
  await expect(page.getByRole("link", { name: "账户与权限" })).toHaveCount(0);
  await page.getByRole("button", { name: "退出", exact: true }).click();

  await page.goto("/account");
  await page.getByLabel("账户名").fill(expertLogin);
  await page.getByLabel("密码").fill("wrong");
  await page.getByRole("button", { name: "登录" }).click();
  await expect(page.getByRole("alert")).toContainText("账户名或密码不对");
  await expect(page.getByLabel("账户名")).toHaveValue(expertLogin);
  await page.getByLabel("密码").fill(PASSWORD);
  await page.getByRole("button", { name: "登录" }).click();
  await arrived(page);
});

test("by keyboard alone", { tag: "@desktop" }, async ({ page, server }) => {
  await page.goto(server.invite(login("staff"), "staff"));
  await page.getByLabel("新密码").focus();
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press("Tab");
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press("Enter");
  await arrived(page);
});
