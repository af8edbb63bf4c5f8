// A VM's screen, in a frame of the VM's colour that no guest can draw.

import { ask, Refused } from "../api";
import { h, say, show } from "../dom";
import type { VmSummary } from "../documents";
import { reasons } from "../problems";
import type { Tab } from "./machine";

const EVERY_MILLIS = 2_000;

export function screenTab(name: string): Tab {
  const picture = h("img", { alt: "The screen of " + name, hidden: true });
  const age = h("p", { class: "quiet" });
  const note = h("div");
  const place = h("div", { class: "screen" }, h("div", { class: "bar" }, name), picture, note);
  let isOver = false;
  let isRunning = false;
  let shown = "";
  let timer = 0;

  async function look(): Promise<void> {
    if (isOver || !isRunning) {
      return;
    }
    try {
      const response = await ask("GET", `/api/v1/vms/${name}/screenshot`);
      const next = URL.createObjectURL(await response.blob());
      picture.src = next;
      picture.hidden = false;
      URL.revokeObjectURL(shown);
      shown = next;
      show(note);
      say(age, "A picture of " + new Date().toLocaleTimeString() + "; it is taken anew every two seconds.");
    } catch (cause) {
      picture.hidden = true;
      say(age, "");
      show(note, reasons(cause));
      if (cause instanceof Refused && cause.status === 409) {
        return;
      }
    }
    timer = window.setTimeout(() => void look(), EVERY_MILLIS);
  }

  return {
    element: h("section", { class: "content", "aria-label": "Screen" }, place, age),
    leave: () => {
      isOver = true;
      clearTimeout(timer);
      URL.revokeObjectURL(shown);
    },
    update(vm: VmSummary): void {
      const before = isRunning;
      isRunning = vm.state === "running" || vm.state === "paused";
      if (!isRunning) {
        picture.hidden = true;
        say(age, "");
        show(note, h("p", { class: "empty" }, `${name} is ${vm.state}: there is no screen to see.`));
      } else if (!before) {
        show(note);
        clearTimeout(timer);
        void look();
      }
    },
  };
}
