// An inspection where there is no signal: taken along, interrupted, finished, sent, receipted.
import { join } from "../support/accounts";
import { audit, expectNoSidewaysScroll } from "../support/audit";
import { cut, firstVisit } from "../support/offline";
import type { Proxy } from "../support/proxy";
import type { Server } from "../support/server";
import { answerVenue, fill, open, photograph } from "../support/sheet";
import { expect, test, type Page } from "../support/test";

test.use({ serviceWorkers: "allow" });
test.beforeEach(({ watch }) => watch.allow(/Failed to load resource/, /net::ERR_/));

/** An expert signed in on a phone that has taken everything along. */
async function equipped(page: Page, server: Server, network: Proxy, login: string) {
  await firstVisit(page, network.url);
  await join(page, server.invite(login, "expert").replace(server.url, network.url));
  await page.goto(`${network.url}/inspect`);
  await page.getByRole("link", { name: "带到手机上" }).click();
  await page.getByRole("button", { name: "带到手机上" }).click();
  await expect(page.locator("[data-kit-state]")).toHaveText("带好了，没有信号也能打开这一页。");
}

async function begin(page: Page, code: string) {
  await page.getByLabel("房间编号").fill(code);
  await page.getByRole("button", { name: "开始检查" }).click();
  await expect(page.getByRole("heading", { name: "场所与门" })).toBeVisible();
}

const kept = (page: Page) => page.locator("[data-sheet]").getAttribute("data-kept").then(Number);
const sheets = (page: Page) => page.locator("li[data-inspection]");

test("a slow tap goes where it began, whatever the answer before it makes of the page", { tag: "@js" }, async ({ page, server, network }, info) => {
  await equipped(page, server, network, `chen-slow-${info.project.name}`);
  await open(page, `${network.url}/inspect/phone`);
  await begin(page, "LG-0051");
  await page.goto(page.url().replace(/venue$/, "2"));
  await page.locator("[name='2.01.value']").fill("12");
  await page.getByRole("link", { name: "下一部分" }).hover();
  await page.mouse.down();
  await expect.poll(() => kept(page)).toBeGreaterThan(0);
  await page.mouse.up();
  await expect(page).toHaveURL(/\/3$/);
});

test("without a signal from beginning to end, killed on the way", { tag: ["@js", "@phone"] }, async ({ page, context, server, network }, info) => {
  test.slow();
  await equipped(page, server, network, `chen-offline-${info.project.name}`);
  await audit(page, true);
  await expectNoSidewaysScroll(page, 320);
  await cut(page, network);
  await open(page, `${network.url}/inspect/phone`);
  await begin(page, "lg-0050");
  await audit(page, true);
  await answerVenue(page);
  await page.getByRole("link", { name: "下一部分" }).click();
  await fill(page, ["1"]);
  await audit(page, true);
  await expectNoSidewaysScroll(page, 320);
  await photograph(page, "2.01");
  await fill(page, ["2", "3"]);
  await expect(page).toHaveURL(/\/4(#.*)?$/);
  const address = page.url();
  const before = await kept(page);
  await page.locator("fieldset.clause > .choices label").first().click();
  await expect.poll(() => kept(page)).toBeGreaterThan(before);
  await page.close(); // killed

  const next = await context.newPage();
  await open(next, `${network.url}/inspect/phone`);
  await sheets(next).getByRole("link").click();
  await expect(next.getByRole("heading", { name: /LG-0050/ })).toBeVisible();
  await open(next, address);
  await expect(next.locator("fieldset.clause > .choices input").first()).toBeChecked();
  await fill(next, ["4", "5", "6", "7"]);
  await expect(next.getByText("可以提交")).toBeVisible();
  await audit(next, true);
  await next.getByRole("button", { name: "查完，发送" }).click();
  await expect(sheets(next)).toContainText("等待发送");
  await expect(sheets(next)).toContainText("没有发出");
  await expect(sheets(next)).toContainText("照片 0 / 1 张");
  await audit(next, true);

  await cut(next, network, false);
  await next.getByRole("button", { name: "现在再发" }).click();
  await expect(next.getByRole("heading", { name: "服务器收到了" })).toBeVisible();
  await expect(sheets(next)).toHaveCount(0);
  await audit(next, true);
  await next.getByRole("heading", { name: /LG-0050/ }).getByRole("link").click();
  await expect(next.getByRole("heading", { name: "检查报告" })).toBeVisible();
  await expect(next.locator(".photos img")).toHaveCount(1);
});

/** Begins an inspection and answers every clause at once, behind the page's back: the rest is about sending. */
async function finished(page: Page, code: string) {
  await begin(page, code);
  const id = new URL(page.url()).pathname.split("/")[3];
  await page.evaluate(async (inspection) => {
    const result = <T>(asked: IDBRequest<T>) => new Promise<T>((done, fail) => {
      asked.onsuccess = () => done(asked.result);
      asked.onerror = () => fail(asked.error);
    });
    const db = await result(indexedDB.open("muying-inspections"));
    const tx = db.transaction(["kept", "sheets", "log"], "readwrite");
    const kit = await result(tx.objectStore("kept").get("kit"));
    const clauses: string[] = kit.standards.at(-1).clauses.map((clause: { id: string }) => clause.id);
    clauses.forEach((clause, at) => {
      const change = { answered: { clause, answer: { could_not_check: "锁着（试）" }, note: "" } };
      tx.objectStore("log").put({ inspection, seq: at + 1, entry: { at: 0, change } });
    });
    tx.objectStore("sheets").put({ inspection, next: clauses.length + 1 });
    await new Promise((done) => (tx.oncomplete = done));
    db.close();
  }, id);
  await page.goto(new URL(`/inspect/phone/${id}`, page.url()).href);
  await expect(page.getByText("可以提交")).toBeVisible();
  return id;
}

const PUT = "**/api/v1/inspections/*";

/** Answers what the phone sends with an error, until it is taken back. */
async function refuse(page: Page, status: number, kind: string) {
  const body = JSON.stringify({ type: `urn:muying:problem:${kind}`, title: kind, status, detail: `test: ${kind}` });
  await page.route(PUT, (route) =>
    route.request().method() === "PUT" ? route.fulfill({ status, contentType: "application/problem+json", body }) : route.continue());
  return () => page.unroute(PUT);
}

/** Taps "send now"; the phone's own next try may come first, and takes the button away. */
const tryAgain = (page: Page) => page.getByRole("button", { name: "现在再发" }).click({ timeout: 5_000 }).catch(() => {});

test("whatever the server answers, the sheet stays and says what to do", { tag: ["@js", "@desktop"] }, async ({ page, server, network }) => {
  test.slow();
  await equipped(page, server, network, "chen-faults");
  await finished(page, "LG-0051");
  const said: [number, string, string][] = [
    [401, "sign-in", "要先登录"], [413, "too-large", "太大"], [422, "not-acceptable", "没有接受"], [503, "timeout", "没有发出"], [500, "incident", "没有发出"],
    [400, "half-sent", "没有发出"],
  ];
  // Each answer stands before the one above it: the phone's own next try never finds the server by itself.
  await refuse(page, 401, "sign-in");
  await page.getByRole("button", { name: "查完，发送" }).click();
  for (const [status, kind, words] of said) {
    await refuse(page, status, kind);
    await tryAgain(page);
    await expect(sheets(page)).toContainText(words);
    await page.reload();
    await expect(sheets(page)).toContainText(words);
  }
  await audit(page, true);
  // A receipt for something else is none.
  await page.route(PUT, (route) => route.fulfill({ json: { inspection: "0", digest: "0".repeat(64), revision: 1, received: "2026-11-25T00:00:00Z", missing: [] } }));
  await tryAgain(page);
  await expect(sheets(page)).toContainText("没有发出");
  // The answer is lost on the way back: the same receipt comes again.
  await page.route(PUT, async (route) => { await route.fetch(); await route.abort().catch(() => {}); });
  await tryAgain(page);
  await expect(sheets(page)).toContainText("没有发出");
  await page.unroute(PUT);
  await tryAgain(page);
  await expect(page.getByRole("heading", { name: "服务器收到了" })).toBeVisible();
  await expect(sheets(page)).toHaveCount(0);
});

test("signed out, then in again as the same expert", { tag: ["@js", "@desktop"] }, async ({ page, server, network }) => {
  test.slow();
  await equipped(page, server, network, "chen-signed-out");
  await finished(page, "LG-0052");
  await page.context().clearCookies();
  await page.getByRole("button", { name: "查完，发送" }).click();
  await expect(sheets(page)).toContainText("要先登录");
  await page.getByRole("link", { name: "登录", exact: true }).click();
  await page.getByLabel("账户名").fill("chen-signed-out");
  await page.getByLabel("密码").fill("kite-lantern-42-river");
  await page.getByRole("button", { name: "登录" }).click();
  await expect(page).toHaveURL(/\/inspect\/phone$/);
  await page.getByRole("button", { name: "现在再发" }).click();
  await expect(page.getByRole("heading", { name: "服务器收到了" })).toBeVisible();
});

test("a conflict is sent as a new inspection; a file goes to another phone", { tag: ["@js", "@desktop"] }, async ({ page, browser, server, network }) => {
  test.slow();
  await equipped(page, server, network, "chen-conflict");
  await finished(page, "LG-0053");
  const again = await refuse(page, 409, "conflict");
  await page.getByRole("button", { name: "查完，发送" }).click();
  await expect(sheets(page)).toContainText("另一份");
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "保存成文件" }).click();
  const file = await (await download).path();
  await again();
  await page.getByRole("button", { name: "作为新的检查发送" }).click();
  await sheets(page).getByRole("link", { name: /LG-0053/ }).click();
  await page.getByRole("button", { name: "查完，发送" }).click();
  await expect(page.getByRole("heading", { name: "服务器收到了" })).toBeVisible();

  const other = await (await browser.newContext({ serviceWorkers: "block" })).newPage();
  await other.goto(server.url);
  await join(other, server.invite("chen-other-phone", "expert"));
  await open(other, `${server.url}/inspect/phone`);
  await other.getByRole("button", { name: "带到手机上" }).click();
  await expect(other.locator("[data-kit-state]")).toContainText("资料带上了", { timeout: 15_000 });
  await other.locator("[data-load]").setInputFiles(file);
  await expect(sheets(other)).toContainText("LG-0053");
  await other.getByRole("button", { name: "现在再发" }).click();
  await expect(sheets(other)).toContainText("没有接受"); // it is another expert's
  await other.locator("[data-load]").setInputFiles(file);
  await expect(other.locator("[data-say]")).toContainText("已经有这次检查");
  await other.locator("[data-load]").setInputFiles({ name: "x.json", mimeType: "application/json", buffer: Buffer.from("{}") });
  await expect(other.locator("[data-say]")).toContainText("不是本站保存的文件");
  await other.context().close();
});

test("two tabs on one sheet lose nothing", { tag: ["@js", "@desktop"] }, async ({ page, context, server, network }) => {
  await equipped(page, server, network, "chen-tabs");
  await begin(page, "LG-0054");
  const at = (section: string) => page.url().replace(/venue$/, section);
  const other = await context.newPage();
  await open(page, at("2"));
  await open(other, at("2"));
  await page.getByRole("group", { name: /2\.04/ }).locator(".choices label").first().click();
  await other.getByRole("group", { name: /2\.05/ }).locator(".choices label").first().click();
  await page.getByRole("group", { name: /2\.06/ }).locator(".choices label").first().click();
  await expect.poll(() => kept(page)).toBe(4);
  await page.reload();
  for (const clause of [/2\.04/, /2\.05/, /2\.06/]) {
    await expect(page.getByRole("group", { name: clause }).locator(".choices input").first()).toBeChecked();
  }
  await page.getByRole("button", { name: "撤销" }).click();
  await expect(page.getByRole("group", { name: /2\.06/ }).locator(".choices input").first()).not.toBeChecked();
  // Thrown away in one tab, the other says so.
  other.on("dialog", (dialog) => dialog.accept());
  await open(other, other.url().replace(/\/2$/, ""));
  await other.getByRole("button", { name: "删除" }).click();
  await expect(page).toHaveURL(/\/inspect\/phone$/);
});

test("a step that the phone cannot keep is not shown as kept", { tag: ["@js", "@desktop"] }, async ({ page, server, network, watch }) => {
  watch.allow(/QuotaExceededError/);
  await equipped(page, server, network, "chen-full");
  await begin(page, "LG-0055");
  await open(page, page.url().replace(/venue$/, "2"));
  await page.evaluate(() => {
    IDBObjectStore.prototype.add = () => { throw new DOMException("full", "QuotaExceededError"); };
  });
  const group = page.getByRole("group", { name: /2\.04/ });
  await group.locator(".choices label").first().click();
  await expect(page.locator("[data-say]")).toContainText("存储空间满了");
  await expect(group.locator(".result")).toHaveCount(0);
  await expect(group.locator("input").first()).toBeChecked(); // what was tapped stays on the screen
});
