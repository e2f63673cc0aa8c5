// What the browser is told, and that it finds nothing to object to. Console errors, policy violations and requests to
// others fail every test here and elsewhere (support/test.ts).
import { alive } from "../support/finder";
import { PAGES } from "../support/pages";
import { expect, test } from "../support/test";

test.describe("with the service worker on", () => {
  test.use({ serviceWorkers: "allow" });
  for (const address of ["/", "/rooms/LG-0020", "/data", "/offline?lang=zh"]) {
    test(`${address}: no complaint, no stranger`, { tag: ["@js", "@desktop"] }, async ({ page }) => {
      await page.goto(address);
      await page.evaluate(async () => void (await navigator.serviceWorker.ready));
      await page.waitForLoadState("networkidle");
    });
  }
});

test("the watch does notice", { tag: ["@js", "@phone"] }, async ({ page, watch }) => {
  await page.goto("/about");
  watch.allow(/./);
  await page.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "window.injected = true";
    document.body.append(script);
    const image = document.createElement("img");
    image.src = "https://stranger.example/pixel.png";
    document.body.append(image);
  });
  await expect.poll(() => watch.problems.join("\n")).toMatch(/Content Security Policy.*script|script.*Content Security Policy/s);
  await expect.poll(() => watch.problems.join("\n")).toMatch(/stranger\.example/);
  expect(await page.evaluate(() => "injected" in window)).toBe(false);
});

test("every page has its headers and a nonce of its own", { tag: ["@nojs", "@phone"] }, async ({ request }) => {
  const nonces = new Set<string>();
  for (const { address, status = 200 } of PAGES) {
    const response = await request.get(address, { headers: { cookie: "" } }); // an English page would stay English
    expect(response.status(), address).toBe(status);
    const headers = response.headers();
    const policy = headers["content-security-policy"];
    expect(policy, address).toMatch(/default-src 'self'/);
    for (const rule of ["object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"]) expect(policy).toContain(rule);
    expect(policy).not.toMatch(/'unsafe-inline'|'unsafe-eval'|https?:|\*/);
    expect(headers).toMatchObject({
      "x-content-type-options": "nosniff",
      "referrer-policy": "same-origin",
      "cross-origin-opener-policy": "same-origin",
      "permissions-policy": expect.stringContaining("geolocation=(self)"),
      "content-language": /lang=en/.test(address) ? "en" : "zh-CN",
    });
    const nonce = policy.match(/'nonce-([^']{22,})'/)![1];
    nonces.add(nonce);
    const scripts = [...(await response.text()).matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag);
    expect(scripts.length).toBeGreaterThan(0);
    for (const tag of scripts) expect(tag.includes(`nonce="${nonce}"`) || tag.includes("application/ld+json"), `${address}: ${tag}`).toBe(true);
  }
  expect(nonces.size).toBe(PAGES.length);
});

test("no page holds inline styles, handlers or scripts", { tag: ["@nojs", "@phone"] }, async ({ request }) => {
  for (const { address } of PAGES) {
    const html = await (await request.get(address)).text();
    expect(html, address).not.toMatch(/<[^>]+\s(style|on[a-z]+)=/);
    expect(html, address).not.toMatch(/<style|javascript:/);
  }
});

test("nothing is kept on the device but the language", { tag: ["@js", "@phone"] }, async ({ page, context, baseURL }) => {
  await page.goto("/?has=hot_water");
  await alive(page);
  expect(await context.cookies()).toEqual([]);
  await page.goto("/?lang=en");
  expect((await context.cookies(baseURL!)).map(({ name, value }) => `${name}=${value}`)).toEqual(["lang=en"]);
  expect(await page.evaluate(() => ({ ...localStorage, ...sessionStorage }))).toEqual({});
});
