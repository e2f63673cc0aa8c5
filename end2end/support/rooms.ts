// The demonstration rooms, read from their file: what the pages must show is worked out here a second time.
import { readFileSync } from "node:fs";
import path from "node:path";

export interface Room {
  code: string;
  zh: string;
  en: string;
  venue: string;
  street: string;
  at: [number, number] | null;
  floor: string;
  way: string[];
  hours: string;
  area: number;
  stage: string;
  note: string;
  who: string;
  has(facility: string): boolean;
}

const text = readFileSync(path.resolve(__dirname, "../../data/demo/rooms.csv"), "utf8");
const [head, ...lines] = text.trim().split("\n").map(cells);

export const ROOMS: Room[] = lines.map((line) => {
  const get = (name: string) => line[head.indexOf(name)] ?? "";
  return {
    code: get("code"), zh: get("name_zh"), en: get("name_en"), venue: get("venue_zh"), street: get("street"), floor: get("floor"),
    at: get("lon") ? [+get("lon"), +get("lat")] : null,
    way: get("way_zh").split(" > ").filter(Boolean),
    hours: get("hours"), area: +get("area_m2"), stage: get("stage"), note: get("stage_note"), who: get("who"),
    has: (facility) => get(facility).startsWith("yes"),
  };
});

export function room(code: string): Room {
  const found = ROOMS.find((room) => room.code === code);
  if (!found) throw new Error(`no demonstration room ${code}`);
  return found;
}

/** Nearest first, on a sphere: the order is the same as on the ellipsoid but for ties. */
export function nearest(rooms: Room[], from: [number, number]): Room[] {
  return rooms.filter((room) => room.at).sort((a, b) => metres(a.at!, from) - metres(b.at!, from));
}

export function metres([lon1, lat1]: [number, number], [lon2, lat2]: [number, number]): number {
  const rad = Math.PI / 180;
  const h = (1 - Math.cos((lat2 - lat1) * rad)) / 2 + (Math.cos(lat1 * rad) * Math.cos(lat2 * rad) * (1 - Math.cos((lon2 - lon1) * rad))) / 2;
  return 2 * 6_371_008.8 * Math.asin(Math.sqrt(h));
}

function cells(line: string): string[] {
  const found = line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g);
  return [...found].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain);
}
