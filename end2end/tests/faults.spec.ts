// When something below gives way, parents go on finding rooms.
import { execFileSync } from "node:child_process";
import { cards, count, open } from "../support/finder";
import { banner, firstVisit, isShell, openOffline } from "../support/offline";
import { ROOMS, room } from "../support/rooms";
import { Server, START } from "../support/server";
import { expect, test } from "../support/test";

const stale = "数据库暂时连不上";

/** Takes away the table by which the server sees that its data is current, and brings it back. */
function rename(database: string, from: string, to: string) {
  const script = "import sqlite3, sys; sqlite3.connect(sys.argv[1], timeout=5).execute(f'alter table {sys.argv[2]} rename to {sys.argv[3]}')";
  execFileSync("python3", ["-c", script, database, from, to]);
}

// Own servers: these tests break them.
const broken = test.extend<{ own: Server }>({
  own: [
    async ({}, use) => {
      const own = await Server.start();
      await use(own);
      await own.stop();
    },
    { timeout: START },
  ],
});

broken("with the database gone pages go on and say how old they are", { tag: ["@phone", "@nojs"] }, async ({ page, own }) => {
  await page.goto(own.url);
  await expect(page.getByText(stale)).toHaveCount(0);
  rename(own.database, "registry", "gone");
  const notice = page.getByRole("status").filter({ hasText: stale });
  await expect(async () => {
    await page.reload();
    await expect(notice).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 15_000 });
  await expect(notice).toHaveText(/下面是 \d+ 月 \d+ 日 \d+:\d\d 的数据/);
  await expect(count(page)).toHaveText(`${ROOMS.length} 间`);
  await expect(cards(page)).toHaveCount(20);
  await page.goto(`${own.url}/rooms/LG-0020`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(room("LG-0020").zh);
  await expect(notice).toBeVisible();
  rename(own.database, "gone", "registry");
  await expect(async () => {
    await page.reload();
    await expect(notice).toHaveCount(0, { timeout: 500 });
  }).toPass({ timeout: 15_000 });
});

broken.describe("with the copy on the phone", () => {
  broken.use({ serviceWorkers: "allow" });

  broken("a server that hangs is not waited for", { tag: ["@js", "@phone"] }, async ({ page, own }) => {
    test.slow();
    await firstVisit(page, own.url);
    own.pause();
    const began = Date.now();
    await openOffline(page, `${own.url}/?has=hot_water`);
    expect(Date.now() - began).toBeGreaterThan(3_000); // it was given a chance
    expect(await isShell(page)).toBe(true);
    await expect(banner(page)).toBeVisible();
    await expect(count(page)).toHaveText(`${ROOMS.filter((room) => room.has("hot_water")).length} 间`);
    await own.resume();
    await open(page, own.url, true);
    expect(await isShell(page)).toBe(false);
    await expect(banner(page)).toBeHidden();
  });

  broken("a server that is down is not missed", { tag: ["@js", "@phone"] }, async ({ page, own, watch }) => {
    watch.allow(/net::ERR_/);
    await firstVisit(page, own.url);
    await own.stop();
    await openOffline(page, `${own.url}/rooms/LG-0020`);
    await expect(page.getByRole("heading", { level: 1, name: room("LG-0020").zh })).toBeVisible();
    await expect(banner(page)).toBeVisible();
  });
});
