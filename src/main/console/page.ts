// What every page is: an element that the frame shows, and what ends when one goes on.

import { h, show, type Child } from "./dom";
import { reasons } from "./problems";

export interface Page {
  title: string;
  element: HTMLElement;
  leave?: () => void;
}

export function heading(title: string, ...beside: Child[]): HTMLElement {
  return h("header", { class: "page" }, h("h1", { tabindex: "-1" }, title), ...beside);
}

/** Fills a place when its content has come, or with the reasons why it does not. */
export async function fillIn(place: Element, content: () => Promise<Child>): Promise<void> {
  try {
    show(place, await content());
  } catch (cause) {
    show(place, reasons(cause));
  }
}

export function loading(): HTMLElement {
  return h("div", { class: "content", "aria-live": "polite" }, h("p", { class: "quiet" }, "Asking the daemon …"));
}

export function table(caption: string, heads: string[], rows: Child[][]): HTMLElement {
  return h(
    "div",
    { class: "table" },
    h(
      "table",
      {},
      h("caption", {}, caption),
      h("thead", {}, h("tr", {}, heads.map((head) => h("th", { scope: "col" }, head)))),
      h("tbody", {}, rows.map((cells) => h("tr", {}, cells.map((cell) => h("td", {}, cell))))),
    ),
  );
}
