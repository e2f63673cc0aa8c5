// The finder as a visitor sees it.
import { expect, type Page } from "@playwright/test";

/** Opens a page; with scripts, waits until its island listens. */
export async function open(page: Page, address: string, js: boolean) {
  const response = await page.goto(address);
  if (js) await alive(page);
  return response;
}

export const alive = (page: Page) => expect(page.locator("html")).toHaveClass(/\bhydrated\b/);
export const search = (page: Page) => page.getByRole("searchbox", { name: /^(搜索|Search)$/ });
export const submit = (page: Page) => page.getByRole("button", { name: /^(搜索|Search)$/ });
export const chip = (page: Page, name: string) => page.getByRole("checkbox", { name, exact: true });
/** How many, as it is announced. */
export const count = (page: Page) => page.getByRole("main").getByRole("heading", { level: 2 }).getByRole("status");
export const cards = (page: Page) => page.getByRole("main").getByRole("article");
export const cardLink = (page: Page, index = 0) => cards(page).nth(index).getByRole("link");

/** The names on the cards, from the top. */
export const names = (page: Page) => cards(page).getByRole("heading", { level: 3 }).allTextContents();

/** Asks as the project can: with scripts the list follows by itself, without them the form is sent. */
export async function ask(page: Page, js: boolean) {
  if (!js) await submit(page).click();
}
