// Filling in the sheet of an inspection: the same controls online and on the phone.
import path from "node:path";
import { expect, type Page } from "@playwright/test";

export const PICTURE = path.resolve(__dirname, "../../public/icons/icon-512.png");
export const SECTIONS = ["1", "2", "3", "4", "5", "6", "7"];
const READINGS: Record<string, string> = {
  "2.01.value": "12.4 12.5", "2.02.value": "2.8", "2.03.value": "2.4", "3.06.seconds": "40", "4.03.temperature": "41", "5.01.value": "95",
  "5.03.value": "8", "5.04.value": "1600", "5.06.value": "950", "6.01.value": "90 120", "6.02.value": "27", "6.03.value": "52", "6.04.value": "44",
  "7.03.value": "2", "4.15.value": "2",
};

/** What is known of the venue and the door. */
export async function answerVenue(page: Page) {
  await page.getByRole("group", { name: "经常有母婴逗留" }).getByText("是", { exact: true }).click();
  await page.getByLabel("日客流量").fill("22000");
  await page.getByRole("group", { name: "建筑" }).getByText("改造").click();
  await page.getByRole("group", { name: "门", exact: true }).getByText("平开").click();
  await page.getByRole("group", { name: "全玻璃门" }).getByText("否").click();
  await page.getByRole("group", { name: "按哪个季节的限值" }).getByText("夏季").click();
}

/** Answers every clause of the section on the screen. */
export async function answer(page: Page, section: string) {
  const groups = page.locator("fieldset.clause > .choices");
  for (let at = 0; at < (await groups.count()); at++) await groups.nth(at).locator("label").first().click();
  const inputs = page.locator("fieldset.clause > .entry input");
  for (let at = 0; at < (await inputs.count()); at++) {
    const input = inputs.nth(at);
    const name = (await input.getAttribute("name"))!;
    const isDate = (await input.getAttribute("type")) === "date";
    await input.fill(isDate ? "2026-11-01" : (READINGS[name] ?? (name.startsWith("7.") ? "王小明（虚构）" : "1")));
  }
  if (section === "3") await page.getByRole("group", { name: /3\.03/ }).getByText("否", { exact: true }).click();
  if (section === "6") {
    for (const part of ["co2", "formaldehyde"]) await page.locator(`[name='6.06.${part}']`).fill("");
    await page.getByRole("group", { name: /6\.06/ }).locator("summary").first().click();
    await page.getByRole("group", { name: /6\.06/ }).getByText("不适用", { exact: true }).click();
    await page.getByRole("group", { name: /6\.06/ }).getByLabel("原因").fill("没有仪器");
  }
}

/** Opens a page of the phone's own, with or without a signal. */
export async function open(page: Page, address: string) {
  await page.goto(address);
  await expect(page.locator("[data-sheet][data-ready]")).toBeVisible();
}

/** Fills in these sections, one after the other. */
export async function fill(page: Page, sections: string[]) {
  for (const section of sections) {
    await expect(page).toHaveURL(new RegExp(`/${section}(#.*)?$`));
    await answer(page, section);
    if (section === "5") await page.locator("[name='5.01.value']").fill("950");
    await page.getByRole("link", { name: section === "7" ? "看结果" : "下一部分" }).click();
  }
}

/** Takes a photograph of a clause, looks at it, and uses it. */
export async function photograph(page: Page, clause: string) {
  const group = page.locator(`[data-clause="${clause}"]`);
  await group.locator("[data-take]").first().setInputFiles(PICTURE);
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.getByRole("button", { name: "用这张" }).click();
  await expect(group.locator("img[data-photo]")).toHaveCount(1);
}

/** Fills in a whole sheet by its plain forms, well enough to pass but for what `found` changes, and hands it in. */
export async function inspectOnline(page: Page, found?: (section: string) => Promise<void>) {
  await page.getByRole("link", { name: "场所与门" }).click();
  await answerVenue(page);
  await page.getByRole("button", { name: "保存，下一节" }).click();
  for (const section of SECTIONS) {
    await expect(page).toHaveURL(new RegExp(`/${section}$`));
    await answer(page, section);
    if (section === "5") await page.locator("[name='5.01.value']").fill("950");
    await found?.(section);
    await page.getByRole("button", { name: "保存，下一节" }).click();
  }
  await page.getByRole("button", { name: "提交检查" }).click();
  await expect(page.getByRole("heading", { name: "检查报告" })).toBeVisible();
}
