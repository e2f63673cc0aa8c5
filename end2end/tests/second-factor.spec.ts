// The second factor: set up, asked for at the next sign-in, a recovery code in its place, turned off again.
import { PASSWORD, join, leave } from "../support/accounts";
import { audit, expectNoSidewaysScroll } from "../support/audit";
import { code } from "../support/authenticator";
import { expect, test, type Page } from "../support/test";

async function signIn(page: Page, login: string) {
  await page.goto("/account");
  await page.getByLabel("账户名").fill(login);
  await page.getByLabel("密码").fill(PASSWORD);
  await page.getByRole("button", { name: "登录" }).click();
}

test("after the password a code is asked for, or a recovery code", async ({ page, server, js, isMobile, watch }, info) => {
  watch.allow(/status of 422/);
  const login = `second-${info.project.name}-${process.pid}`;
  await join(page, server.invite(login, "expert"));
  await page.getByRole("link", { name: "管理两步验证" }).click();
  await audit(page, js);
  await page.getByLabel("现在的密码").fill(PASSWORD);
  await page.getByRole("button", { name: "开始设置" }).click();
  await expect(page.getByRole("img", { name: /二维码/ })).toBeVisible();
  await audit(page, js, ["light", "dark"]);
  if (isMobile) await expectNoSidewaysScroll(page, 320);
  const secret = (await page.locator("main p code").textContent())!;
  await page.getByLabel("动态码").fill("000000");
  await page.getByRole("button", { name: "确认并开启" }).click();
  await expect(page.getByRole("alert")).toContainText("动态码不对");
  expect(await page.locator("main p code").textContent()).toBe(secret);
  await page.getByLabel("动态码").fill(code(secret));
  await page.getByRole("button", { name: "确认并开启" }).click();
  const recovery = page.getByRole("status").getByRole("listitem");
  await expect(recovery).toHaveCount(10);
  const spare = await recovery.allTextContents();
  await audit(page, js);
  if (isMobile) await expectNoSidewaysScroll(page, 320);
  await page.getByRole("link", { name: "已经抄好" }).click();
  await leave(page);

  await signIn(page, login);
  await expect(page.getByRole("heading", { name: "输入动态码" })).toBeVisible();
  await audit(page, js);
  if (isMobile) await expectNoSidewaysScroll(page, 320);
  await page.getByLabel("动态码").fill("000000");
  await page.getByRole("button", { name: "登录" }).click();
  await expect(page.getByRole("alert")).toContainText("动态码不对");
  await page.getByLabel("动态码").fill(code(secret, 1));
  await page.getByRole("button", { name: "登录" }).click();
  await expect(page.getByRole("heading", { name: "我的账户" })).toBeVisible();
  await leave(page);

  await signIn(page, login);
  await page.getByText("手机不在身边").click();
  await page.getByLabel("恢复码").fill(spare[0]!);
  await page.getByRole("button", { name: "登录" }).click();
  await page.getByRole("link", { name: "管理两步验证" }).click();
  await expect(page.getByText("还有 9 个恢复码")).toBeVisible();
  await audit(page, js);
  await page.getByLabel("现在的密码").fill(PASSWORD);
  await page.getByLabel("动态码").fill(spare[1]!);
  await page.getByRole("button", { name: "关闭两步验证" }).click();
  await expect(page.getByRole("button", { name: "开始设置" })).toBeVisible();
  await leave(page);
  await signIn(page, login);
  await expect(page.getByRole("heading", { name: "我的账户" })).toBeVisible();
});
