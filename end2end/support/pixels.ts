// What is to be seen in a part of the page: its colours, counted.
import type { Locator, Page } from "@playwright/test";

/** Pixels by colour ("r,g,b"), most frequent first. */
export async function colours(part: Locator): Promise<Map<string, number>> {
  const png = (await part.screenshot()).toString("base64");
  const counted = await part.page().evaluate(async (png) => {
    const image = new Image();
    image.src = `data:image/png;base64,${png}`;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height);
    const pen = canvas.getContext("2d")!;
    pen.drawImage(image, 0, 0);
    const { data } = pen.getImageData(0, 0, image.width, image.height);
    const counts: Record<string, number> = {};
    for (let i = 0; i < data.length; i += 4) {
      const colour = `${data[i]},${data[i + 1]},${data[i + 2]}`;
      counts[colour] = (counts[colour] ?? 0) + 1;
    }
    return Object.entries(counts).sort((a, b) => b[1] - a[1]);
  }, png);
  return new Map(counted);
}

/** A colour of style/tokens.css as the browser paints it. */
export function token(page: Page, name: string): Promise<string> {
  return page.evaluate((name) => {
    const pen = new OffscreenCanvas(1, 1).getContext("2d")!;
    pen.fillStyle = getComputedStyle(document.documentElement).getPropertyValue(name).trim();
    pen.fillRect(0, 0, 1, 1);
    return [...pen.getImageData(0, 0, 1, 1).data.slice(0, 3)].join(",");
  }, name);
}
