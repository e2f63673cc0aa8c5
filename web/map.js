// The map beside the list. It shows what the list shows and nothing more.
import { STATES, builtin, colours, fonts, paints, roomLayers, roomSources, stateImage } from "./map-style.js";

const VENDOR = "/vendor/maplibre-gl/6.17.0/maplibre-gl";
const RATIO = 3;
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const collection = (features) => ({ type: "FeatureCollection", features });

export const openMap = (container, options = {}) =>
  withLibrary(container, (maplibre, text) => draw(maplibre, container, text, options));

// Fetches the library and draws; where that cannot be, the page says so.
export async function withLibrary(container, draw) {
  const text = (name) => container.dataset[`text${name}`] ?? "";
  const note = say(container, text("Loading"));
  try {
    if (!document.createElement("canvas").getContext("webgl2")) throw new Error("no WebGL2");
    const [maplibre] = await Promise.all([import(`${VENDOR}.mjs`), stylesheet(`${VENDOR}.css`)]);
    const map = await draw(maplibre, text);
    note.remove();
    return map;
  } catch (error) {
    console.warn("map:", error);
    note.textContent = text("Fail");
    return null;
  }
}

function say(container, words) {
  const p = container.querySelector(".map-note") ?? container.appendChild(document.createElement("p"));
  p.className = "map-note";
  p.setAttribute("role", "status");
  p.textContent = words;
  return p;
}

const stylesheet = (href) =>
  new Promise((done, fail) => {
    const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href, onload: done, onerror: fail });
    document.head.prepend(link); // ours comes later and wins
  });

async function draw(maplibre, container, text, options) {
  const first = fromList();
  const map = await base(maplibre, container, text, { bounds: extent(first), ...options });
  dress(map, first, !!map.getLayer("land"));
  const lit = highlights(map);
  clicks(map, lit);
  const moved = areaButton(map, container, text("Area"));
  document.addEventListener("muying:results", ({ detail = {} }) => {
    const data = detail.features ?? fromList();
    map.getSource("rooms").setData(data);
    map.getSource("here").setData(collection(detail.origin ? [feature(detail.origin, {})] : []));
    lit(null);
    const box = extent(data);
    if (box && !moved.ours()) map.fitBounds(box, { padding: 56, maxZoom: 15 });
    moved.hide();
  });
  return map;
}

// The district with its controls, and nothing of ours on it yet; `bounds` where the page names none.
export async function base(maplibre, container, text, { bounds: other, ...options } = {}) {
  const { geo, style, lang = "zh", bounds } = container.dataset;
  const canvas = container.appendChild(document.createElement("div"));
  canvas.className = "map-canvas";
  const ours = builtin(new URL(geo, location.href).href, lang);
  const map = new maplibre.Map({
    container: canvas,
    style: style || ours,
    bounds: bounds ? bounds.split(",").map(Number) : other ?? [113.95, 22.55, 114.45, 22.85],
    fitBoundsOptions: { padding: 56, maxZoom: 15 },
    minZoom: 3, maxZoom: 19,
    dragRotate: false, pitchWithRotate: false, touchPitch: false, rollEnabled: false,
    fadeDuration: calm.matches ? 0 : 200,
    attributionControl: { compact: false },
    locale: {
      "Map.Title": text("Canvas"), "NavigationControl.ZoomIn": text("ZoomIn"), "NavigationControl.ZoomOut": text("ZoomOut"),
    },
    ...options,
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new maplibre.NavigationControl({ showCompass: false }), "top-right");
  map.addControl(new maplibre.ScaleControl({ maxWidth: 96 }), "bottom-left");
  await new Promise((done, fail) => {
    map.once("style.load", done);
    map.once("error", ({ error }) => (style ? map.setStyle(ours) : fail(error))); // an operator's style may be out of reach
  });
  return map;
}

// Sources, layers, images and colours of the rooms; done again when the scheme changes.
function dress(map, data, ownStyle) {
  const font = ownStyle ? fonts() : map.getStyle().layers.find((l) => l.layout?.["text-font"])?.layout["text-font"] ?? fonts();
  for (const [id, source] of Object.entries(roomSources(data))) map.addSource(id, source);
  const paint = () => {
    const c = colours();
    for (const state of STATES) {
      const id = `state-${state}`;
      const image = stateImage(state, c, RATIO);
      if (map.hasImage(id)) map.updateImage(id, image);
      else map.addImage(id, image, { pixelRatio: RATIO });
    }
    for (const [layer, name, value] of paints(c)) if (map.getLayer(layer)) map.setPaintProperty(layer, name, value);
  };
  for (const layer of roomLayers(font)) map.addLayer(layer);
  paint();
  for (const query of ["(prefers-color-scheme: dark)", "(prefers-contrast: more)"]) matchMedia(query).addEventListener("change", paint);
}

// A card under the pointer or with the focus lights its point, even inside a cluster.
function highlights(map) {
  let current = null;
  const lit = (card) => {
    if (card === current) return;
    current?.classList.remove("is-lit");
    current = card;
    map.getSource("lit").setData(collection(card?.dataset.lon ? [fromCard(card)] : []));
  };
  const results = document.querySelector(".results");
  const over = (event) => {
    const card = event.target.closest?.("li.card") ?? null;
    lit(card);
    if (event.type !== "focusin" || !card?.dataset.lon) return;
    const at = place(card);
    if (!map.getBounds().contains(at)) map.easeTo({ center: at });
  };
  for (const type of ["pointerover", "focusin"]) results?.addEventListener(type, over);
  results?.addEventListener("pointerleave", () => lit(null));
  return lit;
}

// A thumb is wide: whatever lies within 16 px of the tap counts.
function clicks(map, lit) {
  map.on("click", ({ point: { x, y } }) => {
    const box = [[x - 16, y - 16], [x + 16, y + 16]];
    const [hit] = map.queryRenderedFeatures(box, { layers: ["lit", "rooms", "clusters"] });
    if (hit?.properties.cluster) enter(map, hit);
    else if (hit) show(hit.properties.code, lit);
  });
  for (const layer of ["rooms", "clusters"]) {
    map.on("mouseenter", layer, () => (map.getCanvas().style.cursor = "pointer"));
    map.on("mouseleave", layer, () => (map.getCanvas().style.cursor = ""));
  }
}

async function enter(map, { properties, geometry }) {
  const zoom = await map.getSource("rooms").getClusterExpansionZoom(properties.cluster_id);
  map.easeTo({ center: geometry.coordinates, zoom: zoom + 0.3 });
}

function show(code, lit) {
  const card = document.querySelector(`li.card[data-code="${CSS.escape(code)}"]`);
  if (!card) return location.assign(`/rooms/${encodeURIComponent(code)}`); // on another page of the list
  card.querySelector("a")?.focus({ preventScroll: true });
  lit(card);
  card.classList.add("is-lit");
  card.scrollIntoView({ block: "nearest", behavior: calm.matches ? "auto" : "smooth" });
}

// Offered only after the visitor has moved the map; the page decides what to do with it.
function areaButton(map, container, words) {
  const button = container.appendChild(document.createElement("button"));
  Object.assign(button, { type: "button", className: "button map-area", textContent: words, hidden: true });
  let asked = false;
  map.on("moveend", (event) => {
    if (event.originalEvent) button.hidden = false;
  });
  button.addEventListener("click", () => {
    map.stop(); // a move still under way would end after this, and offer the button again
    asked = true;
    button.hidden = true;
    map.getCanvas().focus();
    const bbox = map.getBounds().toArray().flat().map((n) => +n.toFixed(5));
    document.dispatchEvent(new CustomEvent("muying:area", { detail: { bbox } }));
  });
  return {
    ours: () => asked && !(asked = false), // results of our own question leave the view alone
    hide: () => (button.hidden = true),
  };
}

const feature = (coordinates, properties) => ({ type: "Feature", geometry: { type: "Point", coordinates }, properties });
const place = ({ dataset }) => [+dataset.lon, +dataset.lat];
const fromCard = (card) =>
  feature(place(card), { code: card.dataset.code, state: card.dataset.state, name: card.querySelector("a")?.textContent });
const fromList = () => collection([...document.querySelectorAll("li.card[data-lon]")].map(fromCard));

function extent({ features }) {
  const at = features.flatMap((f) => (f.geometry ? [f.geometry.coordinates] : []));
  if (!at.length) return null;
  const [lon, lat] = [0, 1].map((axis) => at.map((p) => p[axis]));
  return [Math.min(...lon), Math.min(...lat), Math.max(...lon), Math.max(...lat)];
}
