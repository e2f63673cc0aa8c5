// An expert's phone for the measurements: Chromium with its profile on the disk, as IndexedDB is durable only there.
import { mkdtempSync, rmSync } from "node:fs";
import path from "node:path";
import { chromium } from "@playwright/test";

export const CHROMIUM = {
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
};
const SCREEN = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, locale: "zh-CN" };
const PASSWORD = "kite-lantern-42-river";

export class Phone {
  #profile = mkdtempSync(path.resolve("target/bench/phone-"));

  // Starts the browser, anew where it runs already: what it has kept is still there.
  async start() {
    await this.context?.close();
    this.context = await chromium.launchPersistentContext(this.#profile, { ...CHROMIUM, ...SCREEN });
    return this.context.pages()[0] ?? this.context.newPage();
  }

  // Signs the expert in by the link of the invitation.
  async join(page, link) {
    await page.goto(link);
    for (const name of ["新密码", "再输一遍"]) await page.getByLabel(name).fill(PASSWORD);
    await page.getByRole("button", { name: "设置密码并登录" }).click();
    await page.waitForURL((address) => !address.href.startsWith(link));
  }

  async stop() {
    await this.context?.close();
    rmSync(this.#profile, { recursive: true, force: true });
  }
}

// Opens a page of the phone's own.
export async function open(page, address) {
  await page.goto(address);
  await page.locator("[data-sheet][data-ready]").waitFor();
}

// So much of all of them is less.
export const quantile = (values, share) => values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))];
export const say = (key, value) => console.log(`${key}=${typeof value === "number" ? +value.toFixed(2) : value}`);
