// The browser of sheet.sh. The page is the real one and knows nothing of this: what it shows is watched from outside, and it
// shows an answer only when IndexedDB has said that it is durable.
import { chromium } from "@playwright/test";
import { CHROMIUM, Phone, open, quantile, say } from "../phone.mjs";

const [url, link, server] = process.argv.slice(2);
const OPENINGS = 5;
const TAPS = 120;
const SECTION = "4"; // the longest

say("bytes", await transferred());
const phone = new Phone();
try {
  const sheet = await begun();
  process.kill(Number(server)); // from here on there is no server
  for (const slowed of [1, 4]) {
    const opened = [];
    for (let nth = 0; nth < OPENINGS; nth++) opened.push(await opening(sheet, slowed));
    say(`open_${slowed}`, quantile(opened.map(({ answerable }) => answerable), 0.5));
    say(`open_worst_${slowed}`, Math.max(...opened.map(({ answerable }) => answerable)));
    say(`first_kept_${slowed}`, quantile(opened.map(({ kept }) => kept), 0.5));
    const taps = await tapping(sheet, slowed);
    say(`tap_p50_${slowed}`, quantile(taps, 0.5));
    say(`tap_p95_${slowed}`, quantile(taps, 0.95));
    say(`tap_most_${slowed}`, Math.max(...taps));
  }
} finally {
  await phone.stop();
}

// Bytes over the wire for the sheet's page, nothing kept yet.
async function transferred() {
  const browser = await chromium.launch(CHROMIUM);
  const page = await browser.newPage({ serviceWorkers: "block" });
  const network = await page.context().newCDPSession(page);
  await network.send("Network.enable");
  let bytes = 0;
  network.on("Network.loadingFinished", ({ encodedDataLength }) => (bytes += encodedDataLength));
  await open(page, `${url}/inspect/phone`);
  await page.waitForLoadState("networkidle");
  await browser.close();
  return bytes;
}

// Takes everything along and begins a sheet; the address of its longest section.
async function begun() {
  const page = await phone.start();
  await page.goto(url);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await phone.join(page, link);
  await open(page, `${url}/inspect/phone`);
  await page.getByRole("button", { name: "带到手机上" }).click();
  await page.getByText("带好了，没有信号也能打开这一页。").waitFor();
  await page.getByLabel("房间编号").fill("LG-0050");
  await page.getByRole("button", { name: "开始检查" }).click();
  await page.waitForURL(/\/venue$/);
  return page.url().replace(/venue$/, SECTION);
}

async function slow(page, rate) {
  await (await page.context().newCDPSession(page)).send("Emulation.setCPUThrottlingRate", { rate });
}

// A browser just started opens the sheet; the first answer is tapped as soon as it stands on the screen.
async function opening(address, slowed) {
  const page = await phone.start();
  await slow(page, slowed);
  await page.addInitScript(() => {
    const painted = () => new Promise((done) => requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => done(performance.now());
      port2.postMessage(null);
    }));
    const until = (there, options) => new Promise((done) => {
      const observer = new MutationObserver(() => {
        const found = there();
        if (!found) return;
        observer.disconnect();
        done(found);
      });
      observer.observe(document, { subtree: true, ...options });
    });
    window.opened = (async () => {
      const input = await until(() => document.querySelector("fieldset.clause > .choices input:not(:checked)"), { childList: true });
      const answerable = painted();
      input.click();
      await until(() => document.querySelector("[data-kept]"), { attributes: true });
      return { answerable: await answerable, kept: await painted() };
    })();
  });
  await page.goto(address);
  return page.evaluate(() => window.opened);
}

// Milliseconds from a finger that lifts to the frame that shows the answer as kept.
async function tapping(address, slowed) {
  const page = await phone.start();
  await open(page, address);
  await slow(page, slowed);
  await page.evaluate(() => {
    let began;
    addEventListener("pointerup", ({ timeStamp }) => (began = timeStamp), { capture: true });
    new MutationObserver(() => requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => window.shown(performance.now() - began);
      port2.postMessage(null);
    })).observe(document.querySelector("[data-bar]"), { childList: true });
  });
  const groups = page.locator("fieldset.clause > .choices");
  const many = await groups.count();
  const taps = [];
  for (let nth = 0; nth < TAPS; nth++) {
    const label = groups.nth(nth % many).locator("label:has(input:not(:checked))").first();
    await label.scrollIntoViewIfNeeded();
    const shown = page.evaluate(() => new Promise((done) => (window.shown = done)));
    await label.tap();
    taps.push(await shown);
  }
  return taps;
}
