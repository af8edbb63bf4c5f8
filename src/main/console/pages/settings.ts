// A VM's settings: what is wanted, what the running VM has, and when they become the same.

import { act } from "../act";
import { get, may } from "../api";
import { h, show, type Child } from "../dom";
import type { Setting, Vm } from "../documents";
import { fillIn, loading, table } from "../page";
import { reasons } from "../problems";
import { applies } from "../words";
import type { Tab } from "./machine";

export function settingsTab(name: string): Tab {
  const place = loading();
  const editing = h("div");
  const element = h("section", { class: "content", "aria-label": "Settings" }, place, editing);
  let generation = -1;

  async function read(): Promise<void> {
    await fillIn(place, async () => settings((await get<{ settings: Setting[] }>(`/v1/vms/${name}/explain`)).settings));
    if (may("administer")) {
      await fillIn(editing, async () => {
        const vm = await get<Vm>("/v1/vms/" + name);
        if (vm.generation === generation) {
          return [...editing.childNodes];
        }
        generation = vm.generation;
        return editor(vm);
      });
    }
  }

  return { element, update: () => void read() };
}

function settings(rows: Setting[]): HTMLElement {
  return table(
    "What is wanted, and what the running VM has",
    ["Setting", "Wanted", "Running", "Applies"],
    rows.map((row): Child[] => [
      h("code", {}, row.setting),
      row.wanted,
      row.running === row.wanted ? h("span", { class: "quiet" }, row.running === "" ? "" : "the same") : row.running,
      [
        h("span", { class: "applies " + row.applies }, applies(row.applies)),
        row.why === undefined ? null : h("p", { class: "quiet" }, row.why + " " + (row.remedy ?? "")),
      ],
    ]),
  );
}

function editor(vm: Vm): HTMLElement {
  const name = vm.summary.name;
  const memory = h("input", { name: "memory", value: vm.document["memory"], pattern: "[0-9]+(MiB|GiB)", size: "10" });
  const processors = h("input", { name: "processors", type: "number", min: "1", max: "256", value: vm.document["processors"] });
  const quick = h(
    "form",
    { class: "quick" },
    h("label", {}, "Memory ", memory),
    h("label", {}, "Processors ", processors),
    h("button", { type: "submit", class: "primary" }, "Change …"),
  );
  quick.addEventListener("submit", (event) => {
    event.preventDefault();
    change({ ...vm.document, memory: memory.value, processors: Number(processors.value) });
  });
  const text = h("textarea", { rows: "18", spellcheck: "false", "aria-label": "The document of " + name }, JSON.stringify(vm.document, null, 2));
  const wrong = h("div");
  const whole = h(
    "form",
    {},
    text,
    wrong,
    h("div", { class: "buttons" }, h("button", { type: "submit", class: "primary" }, "Change …")),
  );
  whole.addEventListener("submit", (event) => {
    event.preventDefault();
    try {
      show(wrong);
      change(JSON.parse(text.value));
    } catch (cause) {
      show(wrong, reasons(cause));
    }
  });

  function change(document: unknown): void {
    void act({
      title: "Change " + name,
      method: "PUT",
      path: `/v1/vms/${name}?generation=${vm.generation}`,
      document,
      word: "Change it",
    });
  }

  return h(
    "div",
    { class: "editor" },
    h("h2", {}, "Change it"),
    h("p", { class: "quiet" }, "You see the plan before anything is done."),
    quick,
    h("details", {}, h("summary", {}, "The whole document"), whole),
  );
}
