// WGS-84 to GCJ-02, written apart from the site's own code: as series of sines, summed from tables.
const A = 6378245;
const E2 = 0.006693421622965943;
// [factor, divisor of the argument]: factor · sin(argument · π / divisor)
const BOTH = [[20, 1 / 6], [20, 1 / 2]];
const NORTH = [[20, 1], [40, 3], [160, 12], [320, 30]];
const EAST = [[20, 1], [40, 3], [150, 12], [300, 30]];

const waves = (table: number[][], t: number) =>
  (table.reduce((sum, [factor, divisor]) => sum + factor * Math.sin((t * Math.PI) / divisor), 0) * 2) / 3;

export function gcj02([lon, lat]: [number, number]): [number, number] {
  const [x, y] = [lon - 105, lat - 35];
  const root = Math.sqrt(Math.abs(x));
  const north = -100 + 2 * x + 3 * y + 0.2 * y ** 2 + 0.1 * x * y + 0.2 * root + waves(BOTH, x) + waves(NORTH, y);
  const east = 300 + x + 2 * y + 0.1 * x ** 2 + 0.1 * x * y + 0.1 * root + waves(BOTH, x) + waves(EAST, x);
  const phi = (lat * Math.PI) / 180;
  const w2 = 1 - E2 * Math.sin(phi) ** 2;
  const metresToDegrees = 180 / Math.PI;
  return [
    lon + (east * metresToDegrees * Math.sqrt(w2)) / (A * Math.cos(phi)),
    lat + (north * metresToDegrees * w2 ** 1.5) / (A * (1 - E2)),
  ];
}

/** Stations in WGS-84 and GCJ-02, from a third converter (gcoord). */
export const STATIONS: [string, [number, number], [number, number]][] = [
  ["布吉站", [114.1165075, 22.6044178], [114.1216144, 22.6017361]],
  ["大运站", [114.222823, 22.6886005], [114.2276867, 22.6857718]],
  ["平湖站", [114.1208844, 22.6964501], [114.1259902, 22.6937833]],
  ["坂田站", [114.0650979, 22.6299949], [114.0702249, 22.6273001]],
  ["双龙站", [114.2723894, 22.7321167], [114.2772209, 22.7292957]],
];
