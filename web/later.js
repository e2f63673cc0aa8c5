// A report made where there is no signal is kept on this phone, photographs and all, and sent once there is one. One stamp of
// the server goes with every try, so that a report whose answer was lost is still one report.
import { canvas, jpeg } from "./picture.js";

const FLAG = "muying-reports"; // tells the other pages that something waits
const DAY_MS = 23 * 3600_000; // a stamp holds for a day
const SETTLE_MS = 2500; // a form that comes back within two seconds is taken for a program's

export async function start(form) {
  if (form) {
    form.addEventListener("change", ({ target }) => target.type === "file" && lighten(target).catch(console.warn));
    form.addEventListener("submit", (event) => submit(event, form));
  }
  addEventListener("online", deliver);
  if (navigator.onLine) await deliver();
}

// Photographs go as small as they are kept; where that fails they go as they are.
async function lighten(input) {
  const light = new DataTransfer();
  for (const file of input.files) {
    const small = await canvas(file).then(jpeg).catch(() => null);
    light.items.add(small && small.size < file.size ? new File([small], "photo.jpg", { type: "image/jpeg" }) : file);
  }
  input.files = light.files;
}

// Where there is a signal the browser sends the form as it is.
async function submit(event, form) {
  const shell = "shell" in document.documentElement.dataset;
  if (!shell && navigator.onLine) return;
  event.preventDefault();
  if (form.dataset.busy) return;
  const words = wordsOf(document);
  const data = new FormData(form);
  const silent = !String(data.get("words")).trim() && form.querySelector(":checked[data-words]");
  if (silent) return say([note(words.dataset.silent, "wrong")]);
  const [, door, mark, room] = location.pathname.match(/^\/(?:d\/([^/]+)\/([^/]+)|rooms\/([^/]+)\/report)$/) ?? [];
  const made = Date.now();
  form.dataset.busy = "yes";
  const fields = [...data].filter(([name, value]) => !["stamp", "mark"].includes(name) && (typeof value === "string" || value.size));
  try {
    await put({ id: crypto.randomUUID(), code: (door ?? room).toUpperCase(), mark: mark ?? data.get("mark") ?? "", fields, made, stamp: data.get("stamp") });
  } catch (error) {
    console.warn("reports:", error);
    return say([note(words.dataset.full, "wrong")]);
  } finally {
    delete form.dataset.busy;
  }
  form.reset();
  say([note(words.dataset.kept, "done")]);
  if (navigator.onLine) await deliver();
}

// One tab at a time.
const deliver = () => navigator.locks.request(FLAG, sendAll).catch((error) => console.warn("reports:", error));

async function sendAll() {
  const waiting = await all();
  if (!waiting.length) return localStorage.removeItem(FLAG);
  const words = wordsOf(await page("/offline/report"));
  const notes = [];
  for (const report of waiting) notes.push(...(await send(report, words).catch((error) => (console.warn("reports:", error), []))));
  if (!(await all()).length) localStorage.removeItem(FLAG);
  say(notes);
}

async function send(report, words) {
  const form = `/rooms/${report.code}/report`;
  if (!report.stamp || Date.now() - report.stamped > DAY_MS || !report.stamped) {
    const stamp = (await page(form))?.querySelector("form[data-report] [name=stamp]")?.value;
    if (!stamp) return [refused(report, words, words.dataset.gone)];
    // Once, so that every try says the same.
    if (!report.stamped) report.fields = report.fields.map(([name, value]) => [name, name === "words" ? dated(value, report.made, words) : value]);
    Object.assign(report, { stamp, stamped: Date.now() });
    await put(report);
    await new Promise((done) => setTimeout(done, SETTLE_MS));
  }
  const body = new FormData();
  body.append("stamp", report.stamp);
  body.append("mark", report.mark);
  for (const [name, value] of report.fields) body.append(name, value);
  const answer = await fetch(form, { method: "POST", body });
  const follow = new URL(answer.url).pathname;
  if (answer.ok && follow.startsWith("/reports/")) {
    await drop(report);
    const sent = note(words.dataset.sent.replace("{code}", report.code), "done");
    sent.append(" ", Object.assign(document.createElement("a"), { href: follow, textContent: words.dataset.follow }));
    return [sent];
  }
  if (answer.status === 429 || answer.status >= 500) throw new Error(answer.status);
  const why = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("p.wrong span")?.textContent;
  return [refused(report, words, why ?? String(answer.status))];
}

// Nothing is thrown away but by whoever wrote it.
function refused(report, words, why) {
  const line = note(words.dataset.refused.replace("{code}", report.code) + why, "wrong");
  const button = Object.assign(document.createElement("button"), { type: "button", className: "button", textContent: words.dataset.discard });
  button.onclick = () => drop(report).then(() => line.remove(), console.warn);
  line.append(" ", button);
  return line;
}

// Staff should know that it was some time ago.
function dated(text, made, words) {
  const when = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short", timeZone: "Asia/Shanghai" }).format(made);
  const line = words.dataset.made.replace("{when}", when);
  return text.length + line.length < 490 ? `${text}\n${line}`.trim() : text;
}

const wordsOf = (page) => page.querySelector("[data-later]");

async function page(address) {
  const answer = await fetch(address, { headers: { accept: "text/html" } });
  if (answer.status >= 500 || answer.status === 429) throw new Error(answer.status);
  return answer.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
}

function note(text, kind) {
  const line = document.createElement("p");
  line.className = kind;
  line.append(Object.assign(document.createElement("span"), { textContent: text }));
  return line;
}

function say(notes) {
  if (!notes.length) return;
  document.querySelector(".kept-reports")?.remove();
  const box = Object.assign(document.createElement("div"), { className: "kept-reports" });
  box.setAttribute("role", "status");
  document.querySelector("main").prepend(box);
  box.append(...notes);
  box.scrollIntoView({ block: "nearest" });
}

const opened = () => new Promise((done, fail) => {
  const asked = indexedDB.open(FLAG, 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore("waiting", { keyPath: "id" });
  asked.onsuccess = () => done(asked.result);
  asked.onerror = () => fail(asked.error);
});

async function store(mode, run) {
  const db = await opened();
  const tx = db.transaction("waiting", mode, { durability: "strict" });
  const asked = run(tx.objectStore("waiting"));
  await new Promise((done, fail) => {
    tx.oncomplete = done;
    tx.onabort = tx.onerror = () => fail(tx.error);
  });
  db.close();
  return asked.result;
}

async function put(report) {
  await store("readwrite", (waiting) => waiting.put(report));
  localStorage.setItem(FLAG, "1");
}
const drop = (report) => store("readwrite", (waiting) => waiting.delete(report.id));
const all = () => store("readonly", (waiting) => waiting.getAll());
