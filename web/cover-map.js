// The map of coverage: gaps, rooms, chosen sites and what they gain. The lists on the page hold the same.
import { colours, fonts, paints } from "./map-style.js";
import { base, withLibrary } from "./map.js";

const CLICKED = ["site", "gained", "gap", "room"];
const kind = (name) => ["==", ["get", "kind"], name];
// A spot is as wide on the map as the ground that it stands for, at every zoom.
const size = (least, most) => ["interpolate", ["linear"], ["get", "size"], 0, least, 1000, most];
const radius = (...stops) => ["interpolate", ["exponential", 2], ["zoom"], ...stops.flatMap(([zoom, least, most]) => [zoom, size(least, most)])];
const GAP = radius([8, 0.5, 1.5], [10, 1.5, 6], [13, 8, 40]);
const GAINED = radius([8, 1.5, 2], [10, 2.5, 4], [13, 6, 14]);

const layers = (font) => [
  { id: "gap", type: "circle", source: "cover", filter: kind("gap"), paint: { "circle-radius": GAP, "circle-opacity": 0.35, "circle-stroke-width": 0.5 } },
  { id: "gained", type: "circle", source: "cover", filter: kind("gained"), paint: { "circle-radius": GAINED, "circle-opacity": 0.6, "circle-stroke-width": 1.5 } },
  { id: "room", type: "circle", source: "cover", filter: kind("room"), paint: { "circle-radius": 3, "circle-stroke-width": 1 } },
  { id: "site", type: "circle", source: "cover", filter: kind("site"), paint: { "circle-radius": 11, "circle-stroke-width": 2 } },
  {
    id: "numbers", type: "symbol", source: "cover", filter: kind("site"),
    layout: { "text-field": ["to-string", ["get", "number"]], "text-size": 12, "text-font": font, "text-allow-overlap": true },
  },
];

const colour = (c) => [
  ["gap", "circle-color", c("--shut")],
  ["gap", "circle-stroke-color", c("--shut")],
  ["gained", "circle-color", c("--open")],
  ["gained", "circle-stroke-color", c("--open")],
  ["room", "circle-color", c("--text")],
  ["room", "circle-stroke-color", c("--card")],
  ["site", "circle-color", c("--primary")],
  ["site", "circle-stroke-color", c("--card")],
  ["numbers", "text-color", c("--on-primary")],
];

for (const container of document.querySelectorAll("[data-features]")) withLibrary(container, (maplibre, text) => draw(container, maplibre, text));

async function draw(container, maplibre, text) {
  const answer = await fetch(container.dataset.features);
  if (!answer.ok) throw new Error(`${answer.status} for the map's data`);
  const [data, map] = await Promise.all([answer.json(), base(maplibre, container, text)]);
  const ours = !!map.getLayer("land");
  const font = ours ? fonts() : map.getStyle().layers.find((l) => l.layout?.["text-font"])?.layout["text-font"] ?? fonts();
  map.addSource("cover", { type: "geojson", data });
  for (const layer of layers(font)) map.addLayer(layer);
  const paint = () => {
    const c = colours();
    for (const [layer, name, value] of [...paints(c), ...colour(c)]) if (map.getLayer(layer)) map.setPaintProperty(layer, name, value);
  };
  paint();
  for (const query of ["(prefers-color-scheme: dark)", "(prefers-contrast: more)"]) matchMedia(query).addEventListener("change", paint);
  says(maplibre, map);
  container.dataset.drawn = data.features.length;
  return map;
}

// What lies under a click or a thumb, in words.
function says(maplibre, map) {
  map.on("click", ({ point: { x, y } }) => {
    const [hit] = map.queryRenderedFeatures([[x - 12, y - 12], [x + 12, y + 12]], { layers: CLICKED });
    if (!hit) return;
    new maplibre.Popup({ closeButton: false, maxWidth: "18rem" }).setLngLat(hit.geometry.coordinates).setText(hit.properties.label).addTo(map);
  });
  for (const layer of CLICKED) {
    map.on("mouseenter", layer, () => (map.getCanvas().style.cursor = "pointer"));
    map.on("mouseleave", layer, () => (map.getCanvas().style.cursor = ""));
  }
}
