// When nothing is found, and when the question is wrong.
import { ask, cardLink, cards, chip, count, open, search } from "../support/finder";
import { ROOMS } from "../support/rooms";
import { expect, test } from "../support/test";

const FACILITIES = ["basin", "changing_table", "safety_buckle", "nursing_seat", "cot", "curtain", "power_socket", "bottle_warmer"];

/** A street and two facilities that no room has together, while each two of the three find some. */
function impossible() {
  for (const street of new Set(ROOMS.map((room) => room.street)))
    for (const [index, one] of FACILITIES.entries())
      for (const other of FACILITIES.slice(index + 1)) {
        const counts = {
          all: ROOMS.filter((room) => room.street === street && room.has(one) && room.has(other)).length,
          withoutStreet: ROOMS.filter((room) => room.has(one) && room.has(other)).length,
          withoutOne: ROOMS.filter((room) => room.street === street && room.has(other)).length,
          withoutOther: ROOMS.filter((room) => room.street === street && room.has(one)).length,
        };
        if (!counts.all && counts.withoutStreet && counts.withoutOne && counts.withoutOther) return { street, one, other, counts };
      }
  throw new Error("the demonstration rooms have no such gap");
}

test("an empty answer names the filter to drop and the room that misses one", async ({ page, js }) => {
  const { street, one, other, counts } = impossible();
  await open(page, `/?street=${street}&has=${one},${other}`, js);
  await expect(count(page)).toHaveText("没有一间全都符合");
  const drops = page.getByRole("link", { name: /^不要求/ });
  await expect(drops).toHaveCount(3);
  const numbers = (await drops.allTextContents()).map((words) => +words.match(/：(\d+) 间/)![1]);
  expect(numbers.sort()).toEqual([counts.withoutOne, counts.withoutOther, counts.withoutStreet].sort());
  await expect(page.getByRole("heading", { name: "最近的一间，只差一项" })).toBeVisible();
  await expect(cards(page)).toHaveCount(1);
  await expect(cards(page)).toContainText(/没有：|不清楚是否|不符合：/);

  const words = await drops.first().innerText();
  await drops.first().click();
  await expect(count(page)).toHaveText(words.match(/\d+ 间/)![0]);
  await expect(cardLink(page)).toBeVisible();
});

test("words that nothing holds say so", async ({ page, js }) => {
  await open(page, "/", js);
  await search(page).fill("没有这样的地方");
  await ask(page, js);
  await expect(count(page)).toHaveText("没有一间全都符合");
  await page.getByRole("link", { name: `：${ROOMS.length} 间` }).first().click();
  await expect(count(page)).toHaveText(`${ROOMS.length} 间`);
  await expect(search(page)).toHaveValue("");
});

for (const [address, field, says] of [
  ["/?class=Z", "class", "A、B、C"],
  ["/?near=22.7205,114.2478", "near", "像是把纬度写在了前面"],
  ["/?page=0", "page", "1 到 50000"],
  ["/?has=hot_water,sauna", "has", "“sauna”不在可选的里面"],
  ["/?colour=red", "colour", "没有这个条件"],
]) {
  test(`a wrong question is answered with the field and all rooms: ${address}`, { tag: "@phone" }, async ({ page, js, watch }) => {
    watch.allow(/400 \(Bad Request\)/);
    const response = await open(page, address, js);
    expect(response!.status()).toBe(400);
    await expect(page.getByText(`地址里的 ${field}：`)).toContainText(says);
    await expect(count(page)).toHaveText(`${ROOMS.length} 间`);
    await chip(page, "热水").check(); // and the form goes on working
    await ask(page, js);
    await expect(count(page)).toHaveText(`${ROOMS.filter((room) => room.has("hot_water")).length} 间`);
    await expect(page).toHaveURL(/has=hot_water/);
    await expect(page.getByText(`地址里的 ${field}：`)).toBeHidden();
  });
}

for (const [address, words] of [["/rooms/LG-9999", "没有公开的母婴室"], ["/no/such/page", "不存在"]]) {
  test(`an address that leads nowhere helps on: ${address}`, async ({ page, watch }) => {
    watch.allow(/404 \(Not Found\)/);
    const response = await page.goto(address);
    expect(response!.status()).toBe(404);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("没有这一页");
    await expect(page.getByRole("main")).toContainText(words);
    await search(page).fill("医院");
    await search(page).press("Enter");
    await expect(count(page)).toContainText("名称或地点里有“医院”");
  });
}
