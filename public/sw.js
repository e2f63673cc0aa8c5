// Offline copy of the finder: the last complete version of the site, and the district's pack.
// The build puts the version and the list of its files here.
const VERSION = "__VERSION__";
const FILES = "__PRECACHE__";
// The inspection sheet: kept for those who have taken one along, in one piece with the version it belongs to.
const SHEET = "__SHEET__";
const SHEET_SHELLS = ["/inspect/phone?lang=zh", "/inspect/phone?lang=en"];
const SHELLS = ["/offline?lang=zh", "/offline?lang=en", "/offline/report?lang=zh", "/offline/report?lang=en"];
const DATA = ["/pack.bin", "/geo.json"];
const VENDOR = [".mjs", "-worker.mjs", ".css"].map((end) => `/vendor/maplibre-gl/6.17.0/maplibre-gl${end}`);
const PROSE = ["/about", "/data", "/privacy"];
const CACHE = `muying-${VERSION}`;
const EXTRA = "muying-vendor";
const META = "muying-meta";
const PATIENCE_MS = 4000;
const SLOW = new Error("slow");
const copies = new Set(); // pages just answered from the copy, until they say hello
let renewed = 0;
let slow = 0; // when the network last kept a page waiting in vain
const any = { ignoreVary: true };

// All or nothing: a version that cannot be fetched whole never installs, and the old one goes on.
self.addEventListener("install", (event) => event.waitUntil(install()));
async function install() {
  const had = await caches.has(CACHE);
  try {
    await fill();
  } catch (error) {
    if (!had) await caches.delete(CACHE);
    throw error;
  }
  await self.skipWaiting(); // safe: files of every kept version are found by their own names
}
async function fill() {
  const cache = await caches.open(CACHE);
  await cache.addAll(FILES); // their names hold the version, so the browser's own cache is fine
  await refresh(cache, true);
  if (await (await caches.open(META)).match("/sheet")) await fillSheet(cache);
  renewed = Date.now();
}
async function fillSheet(cache) {
  await cache.addAll(SHEET);
  await fetchShells(cache, SHEET_SHELLS);
}
async function keepSheet() {
  await fillSheet(await caches.open(CACHE));
  await (await caches.open(META)).put("/sheet", new Response("kept"));
}

// Pages and data have no version in their names. A shell that belongs to another version
// (a roll-out half done) is refused: it would ask for files this cache does not hold.
async function refresh(cache, strict) {
  await fetchShells(cache, [...SHELLS, ...DATA]).catch((error) => {
    if (strict) throw error;
  });
}
async function fetchShells(cache, urls) {
  const fetched = await Promise.all(urls.map(async (url) => {
    const response = await fetch(url, { cache: "no-cache" });
    const mixed = !DATA.includes(url) && response.ok && !(await response.clone().text()).includes(`/pkg/${VERSION}/`);
    if (!response.ok || mixed) throw new Error(`${url}: ${mixed ? "another version" : response.status}`);
    return [url, response];
  }));
  await Promise.all(fetched.map(([url, response]) => cache.put(url, response)));
}

self.addEventListener("activate", (event) => event.waitUntil(activate()));
async function activate() {
  await self.registration.navigationPreload?.enable();
  await self.clients.claim();
  await sweep();
}

// Open pages keep their own version's files: the newest old cache stays in any case, older ones
// stay while a page runs on them; a page that does not answer (asleep) keeps them all.
async function sweep() {
  const old = (await caches.keys()).filter((key) => /^muying-/.test(key) && ![CACHE, EXTRA, META].includes(key));
  old.pop();
  if (!old.length) return;
  const pages = await Promise.all((await self.clients.matchAll({ type: "window", includeUncontrolled: true })).map(version));
  if (pages.includes(null)) return;
  await Promise.all(old.filter((key) => !pages.includes(`/pkg/${key.slice(7)}/`)).map((key) => caches.delete(key)));
}

const version = (client) =>
  new Promise((done) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => done(data);
    setTimeout(done, 1000, null);
    client.postMessage("version?", [port2]);
  });

// A page says hello once it has loaded: note its language, tell it if it is a copy, renew our data.
self.addEventListener("message", (event) => {
  if (event.data === "keep-sheet") {
    const answer = (kept) => event.ports[0]?.postMessage(kept);
    event.waitUntil(keepSheet().then(() => answer(true), (error) => answer(String(error))));
  }
  if (!event.data?.hello) return;
  if (copies.delete(event.source.id)) event.source.postMessage("from-copy");
  event.waitUntil(hello(event.data.hello));
});
async function hello(lang) {
  await (await caches.open(META)).put("/lang", new Response(lang));
  if (Date.now() - renewed > 600_000) {
    renewed = Date.now();
    await refresh(await caches.open(CACHE), false);
    await sweep();
  }
  if (!self.navigator.connection?.saveData) await vendor();
}

// The map library is large: fetched after everything else, and not for those who save data.
async function vendor() {
  const cache = await caches.open(EXTRA);
  for (const url of VENDOR) if (!(await cache.match(url, any))) await cache.add(url).catch(() => {});
  for (const { url } of await cache.keys()) if (!VENDOR.includes(new URL(url).pathname)) await cache.delete(url);
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate") {
    if (url.pathname.startsWith("/inspect")) event.respondWith(inspect(event, url));
    else event.respondWith(ours(url.pathname) ? page(event, url) : fromNetwork(event));
  } else if (url.pathname.startsWith("/pkg/")) event.respondWith(copyFirst(request));
  else if (url.pathname.startsWith("/vendor/")) event.respondWith(copyFirst(request, EXTRA));
  else if (DATA.includes(url.pathname) && !url.search) event.respondWith(data(event));
});

// The form at a room's door, come to by its page or by the code there.
const door = (path) => /^\/(d\/[^/]+\/[^/]+|rooms\/[^/]+\/report)$/.test(path);
const ours = (path) => path === "/" || path.startsWith("/rooms/") || door(path) || PROSE.includes(path);

// Our own version before any other: `caches.match` alone would answer with the oldest.
async function copy(request, how = any) {
  return (await (await caches.open(CACHE)).match(request, how)) ?? caches.match(request, how);
}

// The version is in the path; MapLibre adds a query to its worker's name.
async function copyFirst(request, keep) {
  const held = await copy(request, { ...any, ignoreSearch: true });
  if (held) return held;
  const response = await fetch(request);
  if (keep && response.ok) await (await caches.open(keep)).put(request, response.clone());
  return response;
}

async function data(event) {
  const fresh = fetch(event.request).then(async (response) => {
    if (!response.ok) throw new Error(response.status);
    await (await caches.open(CACHE)).put(event.request.url, response.clone());
    return response;
  });
  event.waitUntil(fresh.catch(() => {}));
  // A page that has just waited in vain asks for these; it is not made to wait twice.
  const held = Date.now() - slow < 10_000 && (await copy(event.request));
  return held || ((await soon(fresh).catch(() => copy(event.request))) ?? fresh);
}

// Pages come from the network; without it, or when it is too slow, from the copy.
async function page(event, url) {
  const fresh = fromNetwork(event);
  event.waitUntil(fresh.catch(() => {}));
  try {
    const response = await soon(fresh);
    const gone = response.status >= 502 && response.status <= 504;
    if (!gone) return await keepProse(event, url, response);
  } catch (error) {
    if (error === SLOW) slow = Date.now();
  }
  const held = (PROSE.includes(url.pathname) && (await copy(event.request))) || (await copy(`${door(url.pathname) ? "/offline/report" : "/offline"}?lang=${await language(url)}`));
  if (!held) return fresh;
  copies.add(event.resultingClientId);
  return held;
}

// The sheet opens from the copy at once, with or without a signal; without one it stands in for the expert's desk too.
async function inspect(event, url) {
  const held = async () => copy(`/inspect/phone?lang=${await language(url)}`);
  const phone = /^\/inspect\/phone(\/|$)/.test(url.pathname);
  if (phone) {
    const found = await held();
    if (found) return found;
  }
  try {
    return await fromNetwork(event);
  } catch (error) {
    const found = await held();
    if (!found) throw error;
    return found;
  }
}

const fromNetwork = async (event) => (await event.preloadResponse) ?? fetch(event.request);

async function keepProse(event, url, response) {
  if (PROSE.includes(url.pathname) && response.ok && !response.redirected) {
    const twin = response.clone();
    event.waitUntil(caches.open(CACHE).then((cache) => cache.put(event.request, twin)));
  }
  return response;
}

async function language(url) {
  const asked = url.searchParams.get("lang");
  if (asked) return asked.startsWith("en") ? "en" : "zh";
  return (await (await caches.match("/lang", { cacheName: META }))?.text()) ?? "zh";
}

const soon = (promise) => Promise.race([promise, new Promise((_, fail) => setTimeout(fail, PATIENCE_MS, SLOW))]);
