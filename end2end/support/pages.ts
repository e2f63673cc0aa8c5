// Every kind of page there is.
export const PAGES: { name: string; address: string; status?: number }[] = [
  { name: "finder", address: "/" },
  { name: "finder with filters", address: "/?has=hot_water,cot&who=everyone&near=114.24,22.72" },
  { name: "finder in English", address: "/?lang=en&q=park" },
  { name: "nothing found", address: "/?q=zzzz&has=hot_water" },
  { name: "wrong question", address: "/?near=22.7,114.2", status: 400 },
  { name: "room", address: "/rooms/LG-0020" },
  { name: "room in English", address: "/rooms/LG-0005?lang=en" },
  { name: "suspended room", address: "/rooms/LG-0027" },
  { name: "room without position", address: "/rooms/LG-0014" },
  { name: "about", address: "/about" },
  { name: "data", address: "/data" },
  { name: "privacy", address: "/privacy" },
  { name: "no such room", address: "/rooms/LG-9999", status: 404 },
  { name: "no such page", address: "/no/such/page", status: 404 },
  { name: "shell", address: "/offline?lang=zh" },
];
