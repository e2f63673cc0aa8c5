// What the phone says of a sheet is what the server says, to the letter.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { join } from "../support/accounts";
import { randomSheets } from "../support/random-sheets.js";
import { BINARY } from "../support/server";
import { expect, test, type Page } from "../support/test";

const SHEETS = 10_000;
const AT_ONCE = 500;
// Recorded, so that a difference can be looked at again; another one may be given.
const SEED = Number(process.env.SHEETS_SEED ?? 20_261_125);

/** The reports by `muying score`, a line each. */
function natively(sheets: string[]): string[] {
  const folder = mkdtempSync(path.join(tmpdir(), "muying-sheets-"));
  const file = path.join(folder, "sheets.jsonl");
  writeFileSync(file, sheets.join("\n"));
  try {
    return execFileSync(BINARY, ["score", file], { maxBuffer: 1 << 30 }).toString().trimEnd().split("\n");
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The reports by the wasm that the page has loaded. */
const inTheBrowser = (page: Page, standards: unknown[], sheets: string[]): Promise<string[]> =>
  page.evaluate(async ([standards, sheets]) => {
    const glue = performance.getEntriesByType("resource").find(({ name }) => name.endsWith("/sheet/glue.js"))!.name;
    const { Paper } = await import(glue);
    const begun = {
      inspection: "01900000-0000-7000-8000-000000000000", room: "01900000-0000-7000-8000-000000000001", code: "LG-0001",
      name: { zh: "房间", en: null }, expert: "chen", revision: 1,
    };
    return sheets.map((sheet) => {
      const log = `[{"at":0,"change":{"begun":{${JSON.stringify(begun).slice(1, -1)},"sheet":${sheet}}}}]`;
      const version = JSON.stringify(standards.filter(({ id }) => sheet.startsWith(`{"standard":"${id}"`)));
      const paper = new Paper("zh", version, log);
      const report = paper.report();
      paper.free();
      return report;
    });
  }, [standards as { id: string }[], sheets] as const);

test("10,000 sheets by chance come to the same on the phone and on the server, byte for byte", { tag: ["@js", "@desktop"] }, async ({ page, server }) => {
  test.setTimeout(240_000);
  await page.goto("/");
  await join(page, server.invite("chen-same", "expert"));
  const { standards } = await (await page.request.get("/api/v1/inspections/kit")).json();
  expect(standards).toHaveLength(2);
  await page.goto("/inspect/phone");
  await expect(page.locator("[data-sheet][data-ready]")).toBeVisible();

  const sheets = randomSheets(standards, SHEETS, SEED, "2026-11-25");
  const ours = natively(sheets);
  expect(ours, "every sheet is one that is scored").toHaveLength(SHEETS);
  const met = new Set(ours.flatMap((report) => report.match(/"outcome":"\w+"|"why":"\w+"/g)!));
  for (let from = 0; from < SHEETS; from += AT_ONCE) {
    const theirs = await inTheBrowser(page, standards, sheets.slice(from, from + AT_ONCE));
    for (const [at, report] of theirs.entries()) {
      if (report !== ours[from + at]) expect(report, `sheet ${from + at} of seed ${SEED}: ${sheets[from + at]}`).toBe(ours[from + at]);
    }
  }
  // Chance has been everywhere.
  expect([...met].filter((word) => word.startsWith('"outcome"'))).toHaveLength(9);
  expect([...met].filter((word) => word.startsWith('"why"'))).toHaveLength(10);
});
