// Joining by a link, and leaving.
import type { Page } from "@playwright/test";

export const PASSWORD = "kite-lantern-42-river";

export async function join(page: Page, link: string) {
  await page.goto(link);
  await page.getByLabel("新密码").fill(PASSWORD);
  await page.getByLabel("再输一遍").fill(PASSWORD);
  await page.getByRole("button", { name: "设置密码并登录" }).click();
}

export async function leave(page: Page) {
  await page.goto("/account");
  await page.getByRole("button", { name: "退出", exact: true }).click();
}

export async function signIn(page: Page, login: string, at = "") {
  await page.goto(`${at}/sign-in`);
  await page.getByLabel("账户名").fill(login);
  await page.getByLabel("密码").fill(PASSWORD);
  await page.getByRole("button", { name: "登录", exact: true }).click();
}
