// The list that both web baselines show, from our own answers: node rooms.mjs BASE_URL SPRITE > rooms.json
import { readFileSync } from "node:fs";

const [base, sprite] = process.argv.slice(2);
const list = { features: [] };
for (let url = `${base}/api/v1/rooms?limit=100`; url; ) {
  const page = await (await fetch(url)).json();
  list.features.push(...page.features);
  url = page.next && new URL(page.next, base);
}

const FACTS = { hot_water: "热水", lockable: "可上锁", step_free: "无台阶", changing_table: "尿布台", basin: "洗手台", cot: "婴儿床" };
const MORE = { basin: "洗手台", changing_table: "尿布台", safety_buckle: "尿布台安全扣", nursing_seat: "哺乳座椅", cot: "婴儿床",
  curtain: "遮帘或隔断", power_socket: "插座", bottle_warmer: "温奶器", call_device: "呼叫按钮" };
const STATES = { open: "开放", closed: "9:00 开放", unknown: "开放时间不详" };
const chip = (name) => ([value, words]) => ({ name, value, icon: value, words });

const rooms = list.features.map(({ id, geometry, properties: room }) => {
  const has = Object.entries(room.facts ?? {}).flatMap(([name, fact]) => (fact.value === "yes" ? [name] : []));
  const everyone = room.entry === "everyone";
  const facts = Object.entries(FACTS).filter(([name]) => has.includes(name)).map(([icon, words]) => ({ icon, words }));
  if (everyone) facts.splice(1, 0, { icon: "everyone", words: "爸爸可进" });
  const state = STATES[room.open?.state] ? room.open.state : "unknown";
  const [lon, lat] = geometry?.coordinates ?? [null, null];
  return { code: id, name: room.name.zh, venue: room.venue.name.zh, floor: room.floor?.printed ?? "", street: room.street ?? "",
    lon, lat, everyone, has, state, words: STATES[state], facts: facts.slice(0, 4) };
});
const codes = [...new Set(rooms.map((room) => room.street))].filter(Boolean);
console.log(JSON.stringify({
  rooms,
  streets: codes.map((code) => ({ code, name: code })),
  chips: [{ name: "open", value: "now", icon: "clock", words: "现在开放" }, { name: "who", value: "everyone", icon: "everyone", words: "爸爸可进" },
    ...Object.entries(FACTS).slice(0, 3).map(chip("has"))],
  more: Object.entries(MORE).map(chip("has")),
  sprite: readFileSync(sprite, "utf8").replace(/^<svg[^>]*>|<\/svg>\s*$/g, ""),
}));
