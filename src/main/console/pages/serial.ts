// A VM's serial console: what it has printed, what it prints, and what one types.

import { ask, may } from "../api";
import { h, show } from "../dom";
import type { VmSummary } from "../documents";
import { reasons } from "../problems";
import { sent, Terminal } from "../terminal";
import type { Tab } from "./machine";

export function serialTab(name: string): Tab {
  const place = h("pre", { class: "terminal", tabindex: "0", role: "log", "aria-label": "Serial console of " + name });
  const note = h("div");
  const hint = h(
    "p",
    { class: "quiet" },
    may("operate")
      ? "Click into it, or go there with Tab, and type. Shift+Tab leaves it."
      : "You may see it; to type takes the role operate.",
  );
  let isRunning = false;
  let talk: AbortController | undefined;
  let queue: Promise<unknown> = Promise.resolve();

  async function follow(): Promise<void> {
    const ending = new AbortController();
    talk = ending;
    const terminal = new Terminal(place);
    try {
      const log = await ask("GET", `/api/v1/vms/${name}/log`, { signal: ending.signal });
      terminal.write(await log.text());
      const response = await ask("GET", `/api/v1/vms/${name}/console`, { signal: ending.signal });
      show(note);
      const reader = response.body!.getReader();
      const decoder = new TextDecoder();
      for (let part = await reader.read(); !part.done; part = await reader.read()) {
        terminal.write(decoder.decode(part.value, { stream: true }));
      }
      terminal.write("\n[The console has ended.]\n");
    } catch (cause) {
      if (!ending.signal.aborted) {
        show(note, reasons(cause));
      }
    }
  }

  /** One after the other, so that no letter overtakes another. */
  function type(keys: string): void {
    queue = queue
      .then(() =>
        ask("POST", `/api/v1/vms/${name}/console`, {
          body: new TextEncoder().encode(keys),
          headers: { "Content-Type": "application/octet-stream" },
        }),
      )
      .catch((cause) => show(note, reasons(cause)));
  }

  place.addEventListener("keydown", (event) => {
    if (event.key === "Tab" && event.shiftKey) {
      return;
    }
    const keys = may("operate") ? sent(event) : "";
    if (keys !== "") {
      event.preventDefault();
      type(keys);
    }
  });
  place.addEventListener("paste", (event) => {
    event.preventDefault();
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (may("operate") && text !== "") {
      type(text.slice(0, 4096));
    }
  });
  return {
    element: h("section", { class: "content", "aria-label": "Serial console" }, note, place, hint),
    leave: () => talk?.abort(),
    update(vm: VmSummary): void {
      const now = vm.state === "running" || vm.state === "paused";
      if (now && !isRunning) {
        void follow();
      } else if (!now) {
        talk?.abort();
        show(note, h("p", { class: "empty" }, `${name} is ${vm.state}: there is no console to see.`));
      }
      isRunning = now;
    },
  };
}
