// The next version of the site: the same files under another name, as a roll-out brings them.
import { cpSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { SITE } from "./server";

export const version = (site = SITE): string => JSON.parse(readFileSync(path.join(site, "site.json"), "utf8")).version;

/** A copy of the built site with another version, and without the files of any earlier one. */
export function nextSite(name: string): string {
  const copy = mkdtempSync(path.join(tmpdir(), "muying-site-"));
  cpSync(SITE, copy, { recursive: true });
  const old = version();
  for (const folder of readdirSync(path.join(copy, "pkg"))) if (folder !== old) rmSync(path.join(copy, "pkg", folder), { recursive: true });
  renameSync(path.join(copy, "pkg", old), path.join(copy, "pkg", name));
  for (const file of ["sw.js", "site.json"]) {
    const text = readFileSync(path.join(copy, file), "utf8").replaceAll(old, name);
    for (const ending of ["", ".br", ".gz"]) rmSync(path.join(copy, file + ending), { force: true }); // compressed copies are of the old one
    writeFileSync(path.join(copy, file), text);
  }
  return copy;
}
