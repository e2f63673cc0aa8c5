// The service worker's copy, and the network that goes away.
import { expect, type Page } from "@playwright/test";
import { alive, open } from "./finder";
import type { Proxy } from "./proxy";

/** The first visit: until the worker holds a whole version. */
export async function firstVisit(page: Page, address: string) {
  await open(page, address, true);
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  await expect.poll(() => caches(page)).toContainEqual(expect.stringMatching(/^muying-[0-9a-z]{6,}/));
  await expect.poll(() => page.evaluate(async () => !!(await window.caches.match("/lang")))).toBe(true); // the worker has been told the language
}

/** Until a version is whole and answers for all pages. */
export const inCharge = (page: Page, version: string) =>
  expect.poll(() => page.evaluate(async (version) => {
    const { installing, waiting, active } = (await navigator.serviceWorker.getRegistration())!;
    return !installing && !waiting && active?.state === "activated" && (await window.caches.has(`muying-${version}`));
  }, version)).toBe(true);

export const caches = (page: Page): Promise<string[]> =>
  page.evaluate(async () => (await window.caches.keys()).sort());

/** No signal: the browser knows, and so does every connection, the worker's too. */
export async function cut(page: Page, network: Proxy, off = true) {
  network.down = off;
  await page.context().setOffline(off);
}

export async function openOffline(page: Page, address: string) {
  await page.goto(address);
  await alive(page);
}

/** "Offline, data as of …" with a date and a time. */
export const banner = (page: Page) => page.getByRole("status").filter({ hasText: /离线，数据截至|Offline, data as of/ });
export const shellVersion = (page: Page) =>
  page.evaluate(() => document.querySelector<HTMLScriptElement>("script[type=module]")!.src.split("/pkg/")[1].split("/")[0]);
export const isShell = (page: Page) => page.evaluate(() => "shell" in document.documentElement.dataset);
