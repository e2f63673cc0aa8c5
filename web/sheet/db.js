// What the phone holds, in IndexedDB. An answer is written before the screen says so, and nothing is deleted but what the
// server has receipted or a person has thrown away.

const NAME = "muying-inspections";
let opened;

export class Behind extends Error {} // another tab has written since the log was read
export class Closed extends Error {} // the sheet was finished or thrown away

function open() {
  opened ??= new Promise((done, fail) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => {
      const db = asked.result;
      db.createObjectStore("kept");
      db.createObjectStore("sheets", { keyPath: "inspection" });
      db.createObjectStore("log", { keyPath: ["inspection", "seq"] });
      db.createObjectStore("photos", { keyPath: ["inspection", "digest"] });
      db.createObjectStore("receipts", { keyPath: ["inspection", "revision"] });
    };
    asked.onsuccess = () => {
      asked.result.onversionchange = () => asked.result.close();
      asked.result.onclose = () => (opened = null);
      done(asked.result);
    };
    asked.onerror = () => fail(asked.error);
    asked.onblocked = () => fail(new Error("blocked"));
  }).catch((error) => {
    opened = null;
    throw error;
  });
  return opened;
}

const all = (inspection) => IDBKeyRange.bound([inspection], [inspection, []]);
const result = (request) => new Promise((done, fail) => {
  request.onsuccess = () => done(request.result);
  request.onerror = () => fail(request.error);
});

async function read(store, how) {
  const db = await open();
  return result(how(db.transaction(store).objectStore(store)));
}

// Runs within one transaction; what `run` returns is the answer once it is on the disk.
async function write(stores, run) {
  const db = await open();
  const tx = db.transaction(stores, "readwrite", { durability: "strict" });
  const done = new Promise((fulfil, fail) => {
    tx.oncomplete = fulfil;
    tx.onabort = () => fail(tx.error ?? new Error("aborted"));
  });
  let answer, why;
  try {
    answer = await run((name) => tx.objectStore(name));
  } catch (error) {
    why = error;
    try {
      tx.abort();
    } catch { /* it is over already */ }
  }
  await done.catch((error) => {
    throw why ?? error;
  });
  return answer;
}

export const kept = (key) => read("kept", (store) => store.get(key));
export const sheets = () => read("sheets", (store) => store.getAll());
export const sheet = (inspection) => read("sheets", (store) => store.get(inspection));
export const receipts = () => read("receipts", (store) => store.getAll());
export const photos = (inspection) => read("photos", (store) => store.getAll(all(inspection)));
export const photo = (inspection, digest) => read("photos", (store) => store.get([inspection, digest]));
export const log = async (inspection) => (await read("log", (store) => store.getAll(all(inspection)))).map(({ entry }) => entry);

// The kit, and its versions of the standard: those stay, for the sheets that were begun by them.
export function keepKit(kit) {
  return write(["kept"], (store) => {
    store("kept").put(kit, "kit");
    for (const standard of kit.standards) store("kept").put(standard, `standard:${standard.id}`);
  });
}

// A new sheet with all that is known of it. Fails where there is one of its id already.
export function add(sheet, entries, photos = []) {
  return write(["sheets", "log", "photos"], (store) => {
    const { inspection } = sheet;
    store("sheets").add({ ...sheet, next: entries.length });
    entries.forEach((entry, seq) => store("log").add({ inspection, seq, entry }));
    for (const photo of photos) store("photos").put({ ...photo, inspection });
  });
}

// One more entry, at its place; with a photograph, both or neither.
export function append(inspection, seq, entry, photo) {
  return write(["sheets", "log", "photos"], async (store) => {
    const sheet = await result(store("sheets").get(inspection));
    if (!sheet || sheet.outgoing) throw new Closed();
    if (sheet.next !== seq) throw new Behind();
    store("sheets").put({ ...sheet, next: seq + 1 });
    store("log").add({ inspection, seq, entry });
    if (photo) store("photos").put({ ...photo, inspection });
  });
}

// From now on the body stays as it is. Fails where the log has grown meanwhile.
export function finish(inspection, seq, body, outgoing) {
  return write(["sheets"], async (store) => {
    const sheet = await result(store("sheets").get(inspection));
    if (!sheet || sheet.outgoing) throw new Closed();
    if (sheet.next !== seq) throw new Behind();
    store("sheets").put({ ...sheet, body, outgoing });
  });
}

// Changes what is going out; `change` gives the new state, or nothing to open the sheet again.
export function outgoing(inspection, change) {
  return write(["sheets"], async (store) => {
    const sheet = await result(store("sheets").get(inspection));
    if (!sheet?.outgoing) throw new Closed();
    const { body, outgoing, ...open } = sheet;
    const changed = change(outgoing);
    store("sheets").put(changed ? { ...open, body, outgoing: changed } : open);
    return changed;
  });
}

function remove(store, inspection) {
  store("sheets").delete(inspection);
  store("log").delete(all(inspection));
  store("photos").delete(all(inspection));
}
const EVERYTHING = ["sheets", "log", "photos", "receipts"];

// The server has all of it: the receipt takes its place.
export const forget = (inspection, receipt) => write(EVERYTHING, (store) => {
  store("receipts").put(receipt);
  remove(store, inspection);
});

// The person throws it away.
export const discard = (inspection) => write(EVERYTHING, (store) => remove(store, inspection));

// The same sheet under another id takes the place of the one that the server will not have.
export async function rename(inspection, sheet, entries) {
  const taken = await photos(inspection);
  return write(EVERYTHING, (store) => {
    remove(store, inspection);
    store("sheets").add({ ...sheet, next: entries.length });
    entries.forEach((entry, seq) => store("log").add({ inspection: sheet.inspection, seq, entry }));
    for (const photo of taken) store("photos").put({ ...photo, inspection: sheet.inspection });
  });
}
