// When the map is opened: beside the list as soon as the page is idle, on a phone by the button.
const WIDE = "(scripting: enabled) and (min-width: 1024px) and (min-height: 560px)"; // as in style/map.css

const finder = document.querySelector(".finder");
const section = finder?.querySelector(".map");
const toggle = finder?.querySelector(".map-toggle");
let opened;
const open = () => (opened ??= import("./map.js").then((m) => m.openMap(section)));

if (section) {
  const wide = matchMedia(WIDE);
  const beside = () => wide.matches && open();
  wide.addEventListener("change", beside);
  const idle = () => ("requestIdleCallback" in window ? requestIdleCallback(beside, { timeout: 3000 }) : setTimeout(beside, 200));
  if (document.readyState === "complete") idle();
  else addEventListener("load", idle, { once: true });
}

if (section && toggle) {
  const words = toggle.querySelector("span");
  const icon = toggle.querySelector("use");
  toggle.hidden = false;
  toggle.addEventListener("click", () => {
    const on = finder.classList.toggle("map-open");
    words.textContent = on ? toggle.dataset.textList : toggle.dataset.textMap;
    icon?.setAttribute("href", on ? "#i-list" : "#i-map");
    if (on) open();
    (on ? section : finder.querySelector(".results")).scrollIntoView({ block: "start" });
  });
}
