// The inspection sheet on a phone: which page is shown, and what a tap does.
import init, * as sheet from "./glue.js";
import * as db from "./db.js";
import { desk } from "./desk.js";
import { page } from "./page.js";
import { watch } from "./send.js";

const main = document.querySelector("[data-sheet]");
const lang = document.documentElement.lang.startsWith("en") ? "en" : "zh";
const ROOT = "/inspect/phone";

try {
  await init({ module_or_path: new URL("./glue_bg.wasm", import.meta.url) });
} catch (error) {
  failed(error);
  throw error;
}
const words = JSON.parse(sheet.words(lang));
const context = { main, lang, words, go: (address) => show({ address }), show, say };

main.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  const address = link && new URL(link.href);
  const plain = !event.defaultPrevented && event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey);
  if (!address || !plain || address.origin !== location.origin || !address.pathname.startsWith(ROOT)) return;
  event.preventDefault();
  show({ address: address.pathname + address.hash });
});
addEventListener("popstate", () => show());
watch(() => {
  if (!where(location.pathname)[0]) show({ quiet: true });
});
await show();
main.dataset.ready = "";

function where(path) {
  return (path.startsWith(ROOT) ? path.slice(ROOT.length) : "").split("/").filter(Boolean);
}

// Shows the page of an address. Quietly: something changed underneath, and the reader's place stays.
async function show({ quiet = false, address } = {}) {
  try {
    const to = new URL(address ?? location.href, location.href);
    const [inspection, part] = where(to.pathname);
    const held = inspection && (await db.sheet(inspection));
    if (inspection && (!held || held.outgoing)) {
      if (!address) history.replaceState(null, "", ROOT);
      return await show({ address: address && ROOT });
    }
    await (inspection ? page(context, inspection, part) : desk(context, quiet));
    if (address) history.pushState(null, "", address);
    if (quiet) return;
    const at = to.hash && document.getElementById(to.hash.slice(1));
    if (at) at.scrollIntoView();
    else scrollTo(0, 0);
    main.focus({ preventScroll: true });
  } catch (error) {
    failed(error);
    throw error;
  }
}

// One line at the foot of the window, for what just happened.
function say(text, wrong = false) {
  const line = document.querySelector("[data-say]");
  line.textContent = text;
  line.className = wrong ? "say wrong" : "say done";
  line.hidden = !text;
}

function failed(error) {
  console.error(error);
  const line = document.createElement("p");
  line.className = "wrong";
  line.setAttribute("role", "alert");
  line.textContent = main.dataset.failed.replace("{why}", String(error?.message ?? error));
  main.prepend(line);
}
