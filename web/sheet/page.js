// A page of a sheet: each answer goes into the log first, then onto the screen.
import * as sheet from "./glue.js";
import * as db from "./db.js";
import { save } from "./file.js";
import { edit } from "./photo.js";
import { send } from "./send.js";

const TYPING_MS = 400;
const others = new BroadcastChannel("muying-inspections");
let paper, seq, open, part, context;
let turn = Promise.resolve(); // one thing after the other
let typing;

// What a finger is about to tap must not move away under it: while one is down, nothing is written on the screen.
const FINGER_MS = 1_000; // that it was lifted is not always told, as outside the window
let lifted = Promise.resolve();
addEventListener("pointerdown", () => {
  lifted = new Promise((done) => {
    for (const up of ["pointerup", "pointercancel"]) addEventListener(up, () => setTimeout(done), { capture: true, once: true });
    setTimeout(done, FINGER_MS);
  });
}, { capture: true });

export async function page(with_, inspection, wanted) {
  await flush();
  [context, part] = [with_, wanted];
  if (open !== inspection) await read(inspection);
  render();
}

function render() {
  const { main } = context;
  const html = part === "venue" ? paper.venue() : part ? paper.section(part) : paper.overview();
  main.innerHTML = `${html ?? paper.overview()}<div class="sheet-bar" data-bar></div>`;
  document.title = paper.title();
  bar();
  pictures(main);
  main.onchange = changed;
  main.oninput = ({ target }) => {
    if (!target.matches('input:not([type="radio"], [type="checkbox"], [type="file"], [type="date"])')) return;
    clearTimeout(typing?.timer);
    const go = () => answer(target, true);
    typing = { go, timer: setTimeout(() => { typing = null; go(); }, TYPING_MS) };
  };
  main.onclick = ({ target }) => {
    const button = target.closest("button[data-do]");
    if (button) act(button);
  };
  main.onsubmit = (event) => event.preventDefault();
}

async function read(inspection) {
  const log = await db.log(inspection);
  const standard = await db.kept(`standard:${log[0].change.begun.sheet.standard}`);
  const read = new sheet.Paper(context.lang, JSON.stringify([standard]), JSON.stringify(log));
  paper?.free();
  [paper, seq, open] = [read, log.length, inspection];
}

addEventListener("pagehide", flush);
async function flush() {
  if (typing) {
    clearTimeout(typing.timer);
    typing.go();
    typing = null;
  }
  await turn;
}

// Another tab wrote: read its log; the page is written again unless somebody looks at it.
others.onmessage = ({ data }) => {
  if (data !== open) return;
  turn = turn.then(async () => {
    if (!(await db.sheet(open))) return context.show();
    await read(open);
    if (document.hidden) render();
    else bar();
  });
};

const bar = () => (context.main.querySelector("[data-bar]").innerHTML = paper.bar());

function changed({ target }) {
  if (target.matches("[data-take]")) return take(target);
  if (target.dataset.do === "visited") return told(() => paper.visited(target.value));
  clearTimeout(typing?.timer);
  typing = null;
  return answer(target, false);
}

// The fields of one clause, as a form sends them.
function fields(form, clause) {
  const pairs = [...new FormData(form)].filter(([name]) => !clause || name.startsWith(`${clause}.`));
  return new URLSearchParams(pairs).toString();
}

function answer(target, quiet) {
  const form = target.closest("form");
  if (form?.matches("[data-venue]")) return told(() => paper.tell_venue(fields(form)), { place: form, quiet });
  const place = target.closest("[data-clause]");
  const { clause } = place?.dataset ?? {};
  if (clause) return told(() => paper.answer(clause, fields(form, clause)), { place, quiet });
}

// Does something with the sheet, writes it into the log, and shows it.
function told(run, { place, quiet = false, photo } = {}) {
  const went = turn.then(() => once(run, { place, quiet, photo }));
  turn = went.catch((error) => refused(error));
  return turn;
}

async function once(run, { place, quiet, photo }) {
  const told = JSON.parse(run());
  if (told.change) {
    try {
      await keep(told.change, photo);
    } catch (error) {
      await read(open); // what is not kept is not shown as if it were
      if (!(error instanceof db.Behind)) throw error;
      context.say(context.words.other_tab);
      return once(run, { place, quiet, photo });
    }
  }
  await lifted;
  const wrong = place?.querySelector(".wrong");
  if (wrong && !(quiet && told.wrong)) {
    wrong.textContent = told.wrong ?? "";
    wrong.hidden = !told.wrong;
  }
  if (!told.wrong) show(place, told);
}

async function keep(change, photo) {
  await db.append(open, seq, { at: Date.now(), change }, photo);
  seq += 1;
  context.main.dataset.kept = seq;
  others.postMessage(open);
}

function show(place, told) {
  if (told.again && place?.isConnected && place.dataset.clause) {
    const name = document.activeElement?.name;
    const fresh = document.createRange().createContextualFragment(told.again).firstElementChild;
    place.replaceWith(fresh);
    if (name) fresh.querySelector(`[name="${CSS.escape(name)}"]`)?.focus();
    pictures(fresh);
  } else if (place?.querySelector(".came")) {
    place.querySelector(".came").innerHTML = told.came;
  } else if (!place) {
    return render();
  }
  bar();
}

function refused(error) {
  console.error(error);
  const { words } = context;
  if (error instanceof db.Closed) {
    context.say(words.closed_tab, true);
    return context.show();
  }
  context.say(error?.name === "QuotaExceededError" ? words.full : words.not_kept.replace("{why}", error?.message ?? error), true);
}

async function act(button) {
  const place = button.closest("[data-clause]");
  switch (button.dataset.do) {
    case "undo":
      await flush();
      return told(() => paper.undo());
    case "discard-photo": return told(() => paper.discarded(place.dataset.clause, button.dataset.photo), { place });
    case "save":
      await flush();
      return save(open, context.lang);
    case "discard":
      if (!confirm(context.words.discard_sure)) return;
      await db.discard(open);
      others.postMessage(open);
      return context.go("/inspect/phone");
    case "finish":
      await flush();
      turn = turn.then(finish).catch(refused);
  }
}

async function finish() {
  const { body, outgoing } = JSON.parse(paper.finish(Date.now()));
  await db.finish(open, seq, body, outgoing);
  others.postMessage(open);
  await context.go("/inspect/phone");
  send();
}

async function take(input) {
  const place = input.closest("[data-clause]");
  const { clause } = place.dataset;
  for (const file of [...input.files]) {
    let blob;
    try {
      blob = await edit(file, context.words);
    } catch (error) {
      console.warn(error);
      context.say(context.words.photo_bad, true);
      continue;
    }
    if (!blob) continue;
    const digest = sheet.digest(new Uint8Array(await blob.arrayBuffer()));
    const at = context.main.querySelector(`[data-clause="${clause}"]`);
    const restricted = paper.is_restricted(clause);
    await told(() => paper.photographed(clause, digest), { place: at, photo: { digest, clause, restricted, blob } });
  }
  input.value = "";
}

// Small pictures out of the store.
async function pictures(within) {
  for (const img of within.querySelectorAll("img[data-photo]")) {
    const held = await db.photo(open, img.dataset.photo);
    if (held) {
      img.src = URL.createObjectURL(held.blob);
      img.onload = () => URL.revokeObjectURL(img.src);
    }
  }
}
