// Elements in one expression. Text is always text: nothing here ever reads HTML.

export type Child = Node | string | number | null | undefined | false | Child[];

type Properties = {
  on?: Record<string, (event: any) => void>;
  [attribute: string]: unknown;
};

export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties?: Properties,
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  return fill(document.createElement(tag), properties, children);
}

export function svg(tag: string, properties?: Properties, ...children: Child[]): SVGElement {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", tag), properties, children);
}

function fill<E extends Element>(element: E, properties: Properties | undefined, children: Child[]): E {
  for (const [name, value] of Object.entries(properties ?? {})) {
    if (name === "on") {
      for (const [event, act] of Object.entries(value as Record<string, (e: Event) => void>)) {
        element.addEventListener(event, act);
      }
    } else if (value === true) {
      element.setAttribute(name, "");
    } else if (value !== false && value !== undefined && value !== null) {
      element.setAttribute(name, String(value));
    }
  }
  add(element, children);
  return element;
}

function add(element: Element, children: Child[]): void {
  for (const child of children) {
    if (Array.isArray(child)) {
      add(element, child);
    } else if (child !== null && child !== undefined && child !== false) {
      element.append(typeof child === "number" ? String(child) : child);
    }
  }
}

export function show(element: Element, ...children: Child[]): void {
  element.replaceChildren();
  add(element, children);
}

/** Sets a text only where it is another: a screen reader is not told what has not changed. */
export function say(element: Element, text: string): void {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}
