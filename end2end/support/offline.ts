// The service worker's copy, and the network that goes away.
import { expect, type Page } from "@playwright/test";
import { alive, open } from "./finder";
import { drawn, map } from "./map";
import type { Proxy } from "./proxy";

const MAP_FILES = [".mjs", "-worker.mjs", ".css"].map((end) => `/vendor/maplibre-gl/6.17.0/maplibre-gl${end}`);

/** The first visit: until the worker holds a whole version and the map library, and a map beside the list is drawn. A signal lost before
 * that leaves a list without a map. */
export async function firstVisit(page: Page, address: string) {
  await open(page, address, true);
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  await expect.poll(() => caches(page)).toContainEqual(expect.stringMatching(/^muying-[0-9a-z]{6,}/));
  await expect.poll(() => page.evaluate(async () => !!(await window.caches.match("/lang")))).toBe(true); // the worker has been told the language
  await expect.poll(() => page.evaluate(async (files) => {
    const held = await Promise.all(files.map((file) => window.caches.match(file, { ignoreVary: true })));
    return held.every(Boolean);
  }, MAP_FILES)).toBe(true);
  if (await map(page).isVisible()) await drawn(page);
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
