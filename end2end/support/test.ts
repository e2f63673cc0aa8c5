// Every test watches the page: no error on the console, nothing that the security policy stops, no request to anyone else.
import { test as base, expect, type Page } from "@playwright/test";
import { Proxy } from "./proxy";
import { Server, START } from "./server";

export { expect };
export type { Page };

export interface Watch {
  problems: string[];
  /** What this test provokes on purpose. */
  allow(...patterns: RegExp[]): void;
}

// Said by the test's own tools, not by the site: software rendering, blocked workers.
const NOISE = [/GL Driver Message/, /Service Worker registration blocked by Playwright/];

interface Fixtures {
  watch: Watch;
  network: Proxy;
  /** Whether scripts run in this project. */
  js: boolean;
}

export const test = base.extend<Fixtures, { server: Server }>({
  server: [
    async ({}, use) => {
      const server = await Server.start();
      await use(server);
      await server.stop();
    },
    { scope: "worker", timeout: START },
  ],
  baseURL: async ({ server }, use) => use(server.url),
  js: async ({ javaScriptEnabled }, use) => use(javaScriptEnabled !== false),
  network: async ({ server }, use) => {
    const proxy = await Proxy.before(server.url);
    await use(proxy);
    await proxy.stop();
  },
  watch: [
    async ({ context }, use) => {
      const allowed = [...NOISE];
      const watch: Watch = { problems: [], allow: (...patterns) => void allowed.push(...patterns) };
      context.on("console", (message) => {
        if (["error", "warning"].includes(message.type())) watch.problems.push(`${message.text()} (${message.location().url})`);
      });
      context.on("weberror", (error) => watch.problems.push(String(error.error())));
      context.on("request", (request) => {
        const { protocol, hostname } = new URL(request.url());
        if (protocol.startsWith("http") && hostname !== "127.0.0.1") watch.problems.push(`asked ${request.url()}`);
      });
      await use(watch);
      const unexpected = watch.problems.filter((problem) => !allowed.some((pattern) => pattern.test(problem)));
      expect(unexpected, "console, policy and third parties").toEqual([]);
    },
    { auto: true },
  ],
});
