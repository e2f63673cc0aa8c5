// The desk: taking along, beginning, what waits, receipts.
import * as sheet from "./glue.js";
import * as db from "./db.js";
import { load, save } from "./file.js";
import { send } from "./send.js";

const WORKER_MS = 5_000;

export async function desk(context, quiet) {
  const { main, lang, words } = context;
  // What is being typed is not written over because something was sent.
  if (quiet && main.contains(document.activeElement) && document.activeElement.matches("input")) return;
  const [kit, sheets, receipts] = await Promise.all([db.kept("kit"), db.sheets(), db.receipts()]);
  const firsts = await Promise.all(sheets.map(async (held) => ({
    inspection: held.inspection, outgoing: held.outgoing ?? null, first: (await db.log(held.inspection))[0],
  })));
  const held = {
    kit: kit ?? null,
    sheets: firsts,
    receipts: receipts.sort((a, b) => b.at - a.at).slice(0, 30).map((of) => ({ ...of, at: moment(of.at, lang) })),
    today: day(),
    made: kit ? moment(Date.parse(kit.made), lang) : "",
    persisted: (await navigator.storage?.persisted?.()) ?? false,
  };
  main.innerHTML = sheet.desk(lang, JSON.stringify(held));
  document.title = words.title;
  main.onclick = (event) => {
    const button = event.target.closest("button[data-do]");
    if (button) act(context, button, kit).catch((error) => context.say(words.not_kept.replace("{why}", error.message), true));
  };
  main.onchange = async ({ target }) => {
    if (!target.matches("[data-load]") || !target.files[0]) return;
    const wrong = await load(target.files[0], lang, words);
    await context.show();
    context.say(wrong ? words.not_loaded.replace("{why}", wrong) : words.loaded, Boolean(wrong));
    send();
  };
  main.onsubmit = async (event) => {
    event.preventDefault();
    const form = event.target;
    const wrong = await begin(context, kit, form.room.value, form.visited.value);
    const line = form.querySelector(".wrong");
    line.textContent = wrong;
    line.hidden = !wrong;
  };
  main.oninput = null;
}

const day = () => {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
};
const moment = (at, lang) => new Intl.DateTimeFormat(lang === "en" ? "en" : "zh-CN", {
  month: "long", day: "numeric", hour: "numeric", minute: "2-digit", hour12: false,
}).format(new Date(at));
const random = () => crypto.getRandomValues(new Uint8Array(32));

async function act(context, button, kit) {
  const inspection = button.dataset.inspection ?? button.closest("[data-inspection]")?.dataset.inspection;
  const again = () => context.show({ quiet: true });
  switch (button.dataset.do) {
    case "take-along": return takeAlong(context, button);
    case "begin": return begin(context, kit, button.dataset.room, day());
    case "go-on": return added(context, JSON.parse(sheet.going_on(JSON.stringify(kit), inspection, Date.now())));
    case "try-again":
      await db.outgoing(inspection, (outgoing) => JSON.parse(sheet.try_again(JSON.stringify(outgoing))));
      return send();
    case "save": return save(inspection, context.lang);
    case "reopen":
      await db.outgoing(inspection, () => null);
      return context.go(`/inspect/phone/${inspection}`);
    case "as-new": {
      const [first, ...rest] = await db.log(inspection);
      const anew = JSON.parse(sheet.anew(JSON.stringify(first), Date.now(), random()));
      await db.rename(inspection, { inspection: anew.change.begun.inspection }, [anew, ...rest]);
      return again();
    }
    case "discard":
      if (!confirm(context.words.discard_sure)) return;
      await db.discard(inspection);
      return again();
  }
}

// Words, where it cannot be begun.
async function begin(context, kit, room, visited) {
  try {
    await added(context, JSON.parse(sheet.begin(context.lang, JSON.stringify(kit), room, visited, Date.now(), random())));
    return "";
  } catch (error) {
    return String(error.message ?? error);
  }
}

async function added(context, entry) {
  const { inspection } = entry.change.begun;
  await db.add({ inspection }, [entry]);
  await context.go(`/inspect/phone/${inspection}/venue`);
}

async function takeAlong(context, button) {
  const { words, main } = context;
  const state = main.querySelector("[data-kit-state]");
  button.disabled = true;
  state.textContent = words.taking;
  let said = words.taken;
  try {
    const response = await fetch("/api/v1/inspections/kit");
    if (response.status === 401 || response.status === 403) said = words.take_sign_in;
    else if (!response.ok) said = words.not_taken;
    else {
      await db.keepKit(await response.json());
      await navigator.storage?.persist?.();
      if (!(await copied())) said = words.not_copied;
    }
  } catch {
    said = words.not_taken;
  }
  await context.show({ quiet: true });
  const shown = main.querySelector("[data-kit-state]");
  shown.textContent = said;
  if (said === words.take_sign_in) {
    const link = Object.assign(document.createElement("a"), { href: "/sign-in?next=%2Finspect%2Fphone", textContent: words.sign_in });
    shown.append(" ", link);
  }
  main.querySelector('[data-do="take-along"]').focus();
}

// The service worker keeps a copy of this page and its files; whether it has.
async function copied() {
  // Where workers are not allowed, "ready" never comes.
  const ready = navigator.serviceWorker?.ready;
  const worker = (await Promise.race([ready, new Promise((done) => setTimeout(done, WORKER_MS))]))?.active;
  if (!worker) return false;
  return new Promise((done) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => done(data === true);
    setTimeout(done, 30_000, false);
    worker.postMessage("keep-sheet", [port2]);
  });
}
