// A VM's screen as a small picture: asked for only while somebody can see it, and not often.

import { ask, Refused } from "./api";
import { h } from "./dom";

const EVERY_MILLIS = 10_000;

export interface Thumbnail {
  element: HTMLElement;
  running(isRunning: boolean): void;
}

const seen = new WeakMap<Element, (isSeen: boolean) => void>();
const observer = new IntersectionObserver((entries) =>
  entries.forEach((entry) => seen.get(entry.target)?.(entry.isIntersecting)),
);

export function thumbnail(name: string, letter: string): Thumbnail {
  const picture = h("img", { alt: "", hidden: true });
  const element = h("div", { class: "thumbnail" }, h("span", { "aria-hidden": "true" }, letter), picture);
  let isSeen = false;
  let isRunning = false;
  let hasNone = false;
  let timer = 0;
  let shown = "";

  async function look(): Promise<void> {
    timer = 0;
    if (!isSeen || !isRunning || hasNone || !element.isConnected || document.hidden) {
      return;
    }
    try {
      const response = await ask("GET", `/api/v1/vms/${name}/screenshot?no-older-than-millis=5000`);
      const next = URL.createObjectURL(await response.blob());
      picture.src = next;
      picture.hidden = false;
      URL.revokeObjectURL(shown);
      shown = next;
    } catch (cause) {
      hasNone = cause instanceof Refused && (cause.has("vm-is-simulated") || cause.has("vm-has-no-display") || cause.has("engine-cannot"));
      picture.hidden = true;
    }
    later(EVERY_MILLIS);
  }

  function later(millis: number): void {
    if (timer === 0) {
      timer = window.setTimeout(() => void look(), millis);
    }
  }

  seen.set(element, (now) => {
    isSeen = now;
    if (now) {
      later(50);
    }
  });
  observer.observe(element);
  return {
    element,
    running(now: boolean): void {
      if (now !== isRunning) {
        isRunning = now;
        picture.hidden = picture.hidden || !now;
        if (now) {
          later(500);
        }
      }
    },
  };
}
