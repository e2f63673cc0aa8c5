// Pictures of the pages for the eye, not a test: node end2end/screenshots.mjs FOLDER [http://127.0.0.1:3000]
import { mkdirSync } from "node:fs";
import path from "node:path";
import { chromium } from "@playwright/test";

const [folder, base = "http://127.0.0.1:3000"] = process.argv.slice(2);
if (!folder) {
  console.error("usage: node end2end/screenshots.mjs FOLDER [ADDRESS of a running server]");
  process.exit(2);
}
mkdirSync(folder, { recursive: true });

const SCREENS = { phone: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }, desk: { viewport: { width: 1280, height: 800 } } };
const PAGES = {
  finder: "/", filters: "/?has=hot_water,cot&who=everyone", english: "/?lang=en", nothing: "/?q=zzzz&has=hot_water",
  mistake: "/?near=22.7,114.2", room: "/rooms/LG-0020", suspended: "/rooms/LG-0027", unplaced: "/rooms/LG-0014",
  about: "/about?lang=zh", data: "/data", privacy: "/privacy", missing: "/rooms/LG-9999", shell: "/offline?lang=zh",
};

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"],
});
for (const [screen, size] of Object.entries(SCREENS))
  for (const colorScheme of ["light", "dark"])
    for (const js of [true, false]) {
      const context = await browser.newContext({ ...size, colorScheme, locale: "zh-CN", javaScriptEnabled: js, serviceWorkers: "block" });
      for (const [name, address] of Object.entries(PAGES)) {
        await context.clearCookies();
        const page = await context.newPage();
        await page.goto(base + address, { waitUntil: "networkidle" });
        await page.waitForTimeout(js && screen === "desk" ? 1500 : 300); // the map
        const file = [name, screen, colorScheme, ...(js ? [] : ["plain"])].join("-");
        await page.screenshot({ path: path.join(folder, `${file}.png`) });
        await page.close();
      }
      if (js && screen === "phone") {
        const page = await context.newPage();
        await page.goto(base);
        await page.getByRole("button", { name: "地图", exact: true }).tap();
        await page.waitForTimeout(4000);
        await page.screenshot({ path: path.join(folder, `map-${screen}-${colorScheme}.png`) });
      }
      await context.close();
    }
await browser.close();
