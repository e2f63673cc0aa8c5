// The wasm's half of scoring.sh: makes the sheets, and lets the sheet on the phone score each anew, as it does at each tap.
import { writeFileSync } from "node:fs";
import { Phone, open, say } from "../phone.mjs";
import { randomSheets } from "../../end2end/support/random-sheets.js";

const [url, link, file] = process.argv.slice(2);
const SHEETS = 10_000;
const AT_ONCE = 250;

const phone = new Phone();
try {
  const page = await phone.start();
  await phone.join(page, link);
  const { standards } = await (await page.request.get(`${url}/api/v1/inspections/kit`)).json();
  const sheets = randomSheets(standards, SHEETS, 1, "2026-11-25");
  writeFileSync(file, sheets.join("\n"));
  await open(page, `${url}/inspect/phone`);
  let took = 0;
  for (let from = -AT_ONCE; from < SHEETS; from += AT_ONCE) {
    const batch = sheets.slice(Math.max(0, from), Math.max(0, from) + AT_ONCE);
    const ms = await page.evaluate(scored, { standards, batch });
    if (from >= 0) took += ms; // the first is for the compiler
  }
  say("answer_wasm", (took * 1000) / SHEETS);
} finally {
  await phone.stop();
}

// Milliseconds for putting a day right on each of these sheets; runs in the page.
async function scored({ standards, batch }) {
  const glue = performance.getEntriesByType("resource").find(({ name }) => name.endsWith("/sheet/glue.js")).name;
  const { Paper } = await import(glue);
  const begun = {
    inspection: "01900000-0000-7000-8000-000000000000", room: "01900000-0000-7000-8000-000000000001", code: "LG-0001",
    name: { zh: "房间" }, expert: "chen", revision: 1,
  };
  const papers = batch.map((text) => {
    const sheet = JSON.parse(text);
    const version = standards.filter(({ id }) => id === sheet.standard);
    return new Paper("zh", JSON.stringify(version), JSON.stringify([{ at: 0, change: { begun: { ...begun, sheet } } }]));
  });
  const began = performance.now();
  for (const paper of papers) paper.visited("2026-11-01");
  const took = performance.now() - began;
  for (const paper of papers) paper.free();
  return took;
}
