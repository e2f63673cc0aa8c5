// The first script of every page. Nothing the reader needs waits for it: it adds the islands,
// the map and the offline copy to a page that already works.

const root = document.documentElement;
const here = import.meta.url;
const offline = document.querySelector("[data-offline]");

root.classList.add("js");
if (document.querySelector(".finder .map")) import("./finder-map.js").catch(console.warn);
if (document.querySelector("[data-features]")) import("./cover-map.js").catch(console.warn);
for (const link of document.querySelectorAll(".share")) import("./share.js").then((m) => m.share(link), console.warn);
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
if (document.querySelector("[data-sheet]")) import("./sheet/main.js").catch(console.warn);
const report = document.querySelector("form[data-report]");
if (report || flagged()) import("./later.js").then((m) => m.start(report), console.warn);
if (document.querySelector("leptos-island")) idle(islands);
worker();
addEventListener("offline", () => sayOffline(true));
addEventListener("online", () => sayOffline(false));
if (!navigator.onLine || ("shell" in root.dataset && !document.querySelector("[data-sheet]"))) sayOffline(true);

// Whether a report waits on this phone; a browser may forbid the question.
function flagged() {
  try {
    return "muying-reports" in localStorage;
  } catch {
    return false;
  }
}

function idle(task) {
  if ("requestIdleCallback" in window) requestIdleCallback(task, { timeout: 2000 });
  else setTimeout(task);
}

// As leptos 0.8.23's island_script.js does (without its router), from a file instead of an inline script.
async function islands() {
  try {
    const mod = await import("./muying.js");
    await mod.default({ module_or_path: new URL("./muying_bg.wasm", here) });
    mod.hydrate();
    await hydrate(document.body, mod, []);
    root.classList.add("hydrated");
  } catch (error) {
    console.warn("islands:", error); // links and forms still work
  }
}

async function hydrate(node, mod, slots) {
  const island = node.localName === "leptos-island";
  const children = node.localName === "leptos-children";
  if (island) await hydrateIsland(node, mod, slots);
  if (children) slots.push(node.$$on_hydrate);
  for (const child of node.children) await hydrate(child, mod, slots);
  if (children) slots.pop();
}

async function hydrateIsland(el, mod, slots) {
  const start = mod[el.dataset.component];
  if (!start) return console.warn(`no island ${el.dataset.component}`);
  slots.at(-1)?.();
  await start(el);
}

// The worker learns the page's language (a worker cannot read cookies), answers whether this page
// came from its copy, and asks which version a page runs before it deletes an old one.
function worker() {
  const sw = navigator.serviceWorker;
  if (!sw) return;
  sw.addEventListener("message", ({ data, ports }) => {
    if (data === "version?") ports[0].postMessage(new URL("./", here).pathname);
    if (data === "from-copy") sayOffline(true);
  });
  sw.startMessages?.();
  const hello = { hello: root.lang.startsWith("en") ? "en" : "zh" };
  sw.controller?.postMessage(hello);
  const register = async () => {
    await sw.register("/sw.js");
    if (!sw.controller) (await sw.ready).active.postMessage(hello);
  };
  const start = () => idle(() => register().catch((error) => console.warn("worker:", error)));
  if (document.readyState === "complete") start();
  else addEventListener("load", start, { once: true });
}

async function sayOffline(on) {
  if (!offline) return;
  const time = offline.querySelector("time");
  if (on && time && !time.dateTime) {
    const pack = await caches.match("/pack.bin", { ignoreVary: true }).catch(() => null);
    const asOf = pack?.headers.get("last-modified");
    if (asOf) {
      time.dateTime = new Date(asOf).toISOString();
      time.textContent = new Intl.DateTimeFormat(root.lang, {
        month: "long", day: "numeric", hour: "numeric", minute: "2-digit", hour12: false, timeZone: "Asia/Shanghai",
      }).format(new Date(asOf));
    }
  }
  offline.hidden = !on;
}
