// An inspection as one file with its photographs: for a phone that breaks, or a server that will not take it.
import * as sheet from "./glue.js";
import * as db from "./db.js";

export async function save(inspection, lang) {
  const [held, log, photos] = await Promise.all([db.sheet(inspection), db.log(inspection), db.photos(inspection)]);
  const files = await Promise.all(photos.map(async ({ blob, inspection: _, ...photo }) => ({ ...photo, data: await url(blob) })));
  const paper = await opened(log, lang);
  const report = JSON.parse(paper.report()); // for people and other programs; loading does not read it
  paper.free();
  const text = JSON.stringify({ muying: "inspection", version: 1, sheet: held, log, photos: files, report });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const { code, sheet: begun } = log[0].change.begun;
  link.download = `muying-${code}-${begun.visited}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

async function opened(log, lang) {
  const standard = await db.kept(`standard:${log[0].change.begun.sheet.standard}`);
  return new sheet.Paper(lang, JSON.stringify([standard]), JSON.stringify(log));
}

const url = (blob) => new Promise((done, fail) => {
  const reader = new FileReader();
  reader.onload = () => done(reader.result);
  reader.onerror = () => fail(reader.error);
  reader.readAsDataURL(blob);
});

// Takes a saved file in; says why not, where it is none.
export async function load(file, lang, words) {
  let read;
  try {
    read = JSON.parse(await file.text());
    if (read.muying !== "inspection" || read.version !== 1) throw new Error();
    (await opened(read.log, lang)).free();
    if (read.log[0].change.begun.inspection !== read.sheet.inspection) throw new Error();
    if (read.sheet.outgoing && sheet.digest(new TextEncoder().encode(read.sheet.body)) !== read.sheet.outgoing.digest) throw new Error();
  } catch {
    return words.loaded_bad;
  }
  const photos = [];
  for (const { data, ...photo } of read.photos) {
    const bytes = Uint8Array.from(atob(data.split(",")[1]), (letter) => letter.charCodeAt(0));
    if (sheet.digest(bytes) !== photo.digest) return words.loaded_bad;
    photos.push({ ...photo, blob: new Blob([bytes], { type: "image/jpeg" }) });
  }
  try {
    await db.add(read.sheet, read.log, photos);
  } catch (error) {
    if (error.name === "ConstraintError") return words.loaded_exists;
    throw error;
  }
  return "";
}
