// Each page on a phone and on a desk, with and without JavaScript. Which tests run where is said by their tags:
// @js, @nojs, @phone and @desktop mean "only there"; no tag means everywhere.
import { defineConfig, devices } from "@playwright/test";

const screens = {
  phone: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
  desktop: { viewport: { width: 1280, height: 800 } },
};

function project(screen: keyof typeof screens, js: boolean) {
  const others = [screen === "phone" ? "@desktop" : "@phone", js ? "@nojs" : "@js"];
  return {
    name: `${screen}-${js ? "js" : "nojs"}`,
    grepInvert: new RegExp(`(${others.join("|")})\\b`),
    use: { ...screens[screen], javaScriptEnabled: js },
  };
}

export default defineConfig({
  testDir: "tests",
  outputDir: "test-results",
  fullyParallel: true,
  workers: 2,
  retries: 0, // a test that fails now and then is a fault of the test or of the site
  forbidOnly: !!process.env.CI,
  timeout: 60_000, // a slow machine is no fault of the site
  expect: { timeout: 10_000 },
  reporter: [["list", { printSteps: false }]],
  use: {
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
    userAgent: devices["Desktop Chrome"].userAgent,
    serviceWorkers: "block", // but in the tests about it
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: [
        "--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
        "--disable-sync", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader",
      ],
    },
  },
  projects: [project("phone", true), project("phone", false), project("desktop", true), project("desktop", false)],
});
