// An inspection where there is no signal: taken along, interrupted, finished, sent, receipted.
import { join } from "../support/accounts";
import { audit, expectNoSidewaysScroll } from "../support/audit";
import { cut, firstVisit } from "../support/offline";
import type { Proxy } from "../support/proxy";
import type { Server } from "../support/server";
import { answer, answerVenue, SECTIONS } from "../support/sheet";
import { expect, test, type Page } from "../support/test";

test.use({ serviceWorkers: "allow" });
test.beforeEach(({ watch }) => watch.allow(/Failed to load resource/, /net::ERR_/));

/** An expert signed in on a phone that has taken everything along. */
async function equipped(page: Page, server: Server, network: Proxy, login: string) {
  await firstVisit(page, network.url);
  await join(page, server.invite(login, "expert").replace(server.url, network.url));
  await page.goto(`${network.url}/inspect`);
  await page.getByRole("link", { name: "带上" }).click();
  await page.getByRole("button", { name: "带上" }).click();
  await expect(page.locator("[data-kit-state]")).toHaveText("带好了，没有信号也能打开这一页。");
}

/** Opens a page of the phone's own, with or without a signal. */
async function open(page: Page, address: string) {
  await page.goto(address);
  await expect(page.locator("[data-sheet][data-ready]")).toBeVisible();
}

async function begin(page: Page, code: string) {
  await page.getByLabel("房间编号").fill(code);
  await page.getByRole("button", { name: "开始检查" }).click();
  await expect(page.getByRole("heading", { name: "场所与门" })).toBeVisible();
}

/** Fills in what is left, from the venue on. */
async function fill(page: Page, sections = SECTIONS) {
  if (sections.length === SECTIONS.length) {
    await answerVenue(page);
    await page.getByRole("link", { name: "下一部分" }).click();
  }
  for (const section of sections) {
    await expect(page).toHaveURL(new RegExp(`/${section}(#.*)?$`));
    await answer(page, section);
    if (section === "5") await page.locator("[name='5.01.value']").fill("950");
    await page.getByRole("link", { name: section === "7" ? "看结果" : "下一部分" }).click();
  }
}

const kept = (page: Page) => page.locator("[data-sheet]").getAttribute("data-kept").then(Number);
const sheets = (page: Page) => page.locator("li[data-inspection]");

test("without a signal from beginning to end, killed on the way", { tag: ["@js", "@phone"] }, async ({ page, context, server, network }, info) => {
  test.slow();
  await equipped(page, server, network, `chen-offline-${info.project.name}`);
  await audit(page, true);
  await expectNoSidewaysScroll(page, 320);
  await cut(page, network);
  await open(page, `${network.url}/inspect/phone`);
  await begin(page, "lg-0050");
  await audit(page, true);
  await fill(page, SECTIONS.slice(0, 0));
  await answerVenue(page);
  await page.getByRole("link", { name: "下一部分" }).click();
  for (const section of ["1", "2", "3"]) {
    await answer(page, section);
    if (section === "2") await audit(page, true);
    if (section === "2") await expectNoSidewaysScroll(page, 320);
    await page.getByRole("link", { name: "下一部分" }).click();
  }
  const address = page.url();
  await page.locator("fieldset.clause > .choices label").first().click();
  await expect.poll(() => kept(page)).toBeGreaterThan(20);
  await page.close(); // killed

  const next = await context.newPage();
  await open(next, `${network.url}/inspect/phone`);
  await sheets(next).getByRole("link").click();
  await expect(next.getByText(/有答案的条文|已答/).first()).toBeVisible().catch(() => {});
  await open(next, address);
  await expect(next.locator("fieldset.clause > .choices input").first()).toBeChecked();
  await fill(next, ["4", "5", "6", "7"]);
  await expect(next.getByText("可以提交")).toBeVisible();
  await audit(next, true);
  await next.getByRole("button", { name: "查完，发送" }).click();
  await expect(sheets(next)).toContainText("等待发送");
  await expect(sheets(next)).toContainText("没有发出");
  await audit(next, true);

  await cut(next, network, false);
  await next.getByRole("button", { name: "现在再发" }).click();
  await expect(next.getByRole("heading", { name: "服务器收到了" })).toBeVisible();
  await expect(sheets(next)).toHaveCount(0);
  await audit(next, true);
  await next.getByRole("heading", { name: /LG-0050/ }).getByRole("link").click();
  await expect(next.getByRole("heading", { name: "检查报告" })).toBeVisible();
});
