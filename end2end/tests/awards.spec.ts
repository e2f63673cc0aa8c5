// An award by plain forms: a scheme entered from a document, a room that passed nominated by one person and given stars by
// another, shown to parents, taken away, and gone.
import { join, leave } from "../support/accounts";
import { audit, expectNoSidewaysScroll } from "../support/audit";
import { expect, test } from "../support/test";

test("a room is nominated, given its stars by a second person, shown, and loses them", async ({ page, server, js, isMobile, watch }, info) => {
  test.slow();
  watch.allow(/status of 422/);
  const tag = `${info.project.name}-${process.pid}`;
  const name = `演示评星 ${tag}`;
  const look = async () => {
    await audit(page, js);
    if (isMobile) await expectNoSidewaysScroll(page, 320);
  };
  const today = new Date(Date.now() + 8 * 3600_000).toISOString().slice(0, 10);
  const line = `四星 · ${today.slice(0, 4)} · 演示单位 ${tag}（虚构，仅供演示）`;

  await join(page, server.invite(`names-${tag}`, "staff"));
  await page.getByRole("link", { name: "示范点和星级" }).click();
  await look();
  await page.getByRole("link", { name: "评定办法", exact: true }).click();
  await look();
  await page.getByRole("link", { name: "录入评定办法" }).click();
  await page.getByLabel("评定名称", { exact: true }).fill(name);
  await page.getByLabel("颁发单位", { exact: true }).fill(`演示单位 ${tag}`);
  await page.getByLabel(/^依据文件/).fill("虚构文件 1 号");
  await page.getByLabel("这是虚构的，仅供演示").check();
  await page.getByText("星级", { exact: true }).click();
  await page.getByLabel(/^最低几星/).fill("5");
  await page.getByLabel("最高几星").fill("3");
  await page.getByLabel("有效几个月").fill("24");
  await look();
  await page.getByRole("button", { name: "保存" }).click();
  await expect(page.getByRole("alert")).toContainText("星级没填对");
  await expect(page.getByLabel("评定名称", { exact: true })).toHaveValue(name);
  await page.getByLabel(/^最低几星/).fill("3");
  await page.getByLabel("最高几星").fill("5");
  await page.getByRole("button", { name: "保存" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("（虚构，仅供演示）");
  await look();
  await page.getByRole("link", { name: "提名房间" }).click();
  await look();
  const first = page.getByRole("main").getByRole("listitem").filter({ has: page.getByRole("heading", { level: 3 }) }).first();
  const code = (await first.getByRole("heading", { level: 3 }).innerText()).split(" ")[0];
  await first.locator("summary").click();
  await first.getByLabel("理由或说明").fill("管得好");
  await first.getByRole("button", { name: /^提名/ }).click();
  await expect(page.getByText("已提名，等决定")).toBeVisible();
  await expect(page.getByText("自己提名的，要由另一个人决定")).toBeVisible();
  await look();
  const award = new URL(page.url()).pathname;
  await leave(page);

  await join(page, server.invite(`gives-${tag}`, "lead_expert"));
  await page.goto(award);
  await page.getByText("记为授予", { exact: true }).click();
  await page.getByLabel("级别").selectOption({ label: "四星" });
  await look();
  await page.getByRole("button", { name: "记下这一步" }).click();
  await expect(page.getByText("四星").first()).toBeVisible();
  // The snapshot follows within seconds.
  await expect(async () => {
    await page.goto(`/rooms/${code}`);
    await expect(page.getByText(line)).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 20_000 });
  await look();

  await page.goto(award);
  await page.getByText("撤销", { exact: true }).click();
  await page.getByRole("button", { name: "记下这一步" }).click();
  await expect(page.getByRole("alert")).toContainText("请写明理由");
  await page.getByLabel(/^理由或说明/).fill("改作他用");
  await page.getByRole("button", { name: "记下这一步" }).click();
  await expect(page.getByText("已撤销")).toBeVisible();
  await look();
  await expect(async () => {
    await page.goto(`/rooms/${code}`);
    await expect(page.getByText(line)).toHaveCount(0, { timeout: 500 });
  }).toPass({ timeout: 20_000 });
});
