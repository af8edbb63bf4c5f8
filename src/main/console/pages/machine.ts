// One VM: what it does, and behind four tabs its screen, serial console, settings and history.

import { get } from "../api";
import { h, say, show } from "../dom";
import type { Seat, Vm, VmSummary } from "../documents";
import { watchMachines } from "../machines";
import { heading, type Page } from "../page";
import { powers } from "../powers";
import { reasons } from "../problems";
import { colour, mebibytes, role, size, state } from "../words";
import { historyTab } from "./history";
import { screenTab } from "./screen";
import { serialTab } from "./serial";
import { settingsTab } from "./settings";

export interface Tab {
  element: HTMLElement;
  leave?: () => void;
  /** The VM's summary is another, or the focus is elsewhere. */
  update?: (vm: VmSummary, seat: Seat | undefined) => void;
}

const TABS: Record<string, (name: string) => Tab> = {
  screen: screenTab,
  serial: serialTab,
  settings: settingsTab,
  history: historyTab,
};

export function machinePage(name: string, chosen = "screen"): Page {
  const summary = h("p", { class: "summary" });
  const buttons = h("div", { class: "buttons", role: "group", "aria-label": "What to do with " + name });
  const facts = h("dl", { class: "facts" });
  const words = h("span", { class: "state", role: "status" });
  const tab = (TABS[chosen] ?? screenTab)(name);
  const missing = h("div");
  const page = h(
    "div",
    { class: "machine" },
    heading(name, words, buttons),
    summary,
    missing,
    h(
      "nav",
      { class: "tabs", "aria-label": "Of " + name },
      Object.keys(TABS).map((word) =>
        h("a", { href: `#/vms/${name}/${word}`, "aria-current": word === chosen ? "page" : undefined }, word),
      ),
    ),
    h("div", { class: "columns" }, tab.element, facts),
  );
  let known = "";
  let seat = "";

  async function readFacts(vm: VmSummary): Promise<void> {
    const whole = await get<Vm>("/v1/vms/" + vm.name);
    show(facts, details(whole));
  }

  const forget = watchMachines((list) => {
    const vm = list.vms.find((each) => each.name === name);
    if (vm === undefined) {
      show(missing, h("p", { class: "notice" }, "There is no VM named " + name + ". ", h("a", { href: "#/" }, "See which there are.")));
      show(buttons);
      say(words, "");
      return;
    }
    const now = JSON.stringify(vm);
    const seated = JSON.stringify([list.seat?.vm, list.seat?.lock]);
    if (now === known) {
      if (seated !== seat) {
        seat = seated;
        tab.update?.(vm, list.seat);
      }
      return;
    }
    seat = seated;
    known = now;
    show(missing);
    page.style.setProperty("--colour", colour(vm));
    say(words, state(vm));
    words.className = "state " + (vm.activity === "" ? vm.state : "busy");
    say(summary, role(vm));
    const focused = buttons.contains(document.activeElement);
    show(buttons, powers(vm));
    if (focused) {
      buttons.querySelector("button")?.focus();
    }
    tab.update?.(vm, list.seat);
    readFacts(vm).catch((cause) => show(facts, reasons(cause)));
  });
  return {
    title: name,
    element: page,
    leave: () => {
      forget();
      tab.leave?.();
    },
  };
}

function details(vm: Vm): HTMLElement[] {
  const rows: [string, string][] = [
    ["Memory", size(mebibytes(vm.summary.memory))],
    ["Processors", String(vm.summary.processors)],
    ["Boots from", [vm.document["boot"]?.["firmware"], vm.document["boot"]?.["image"]].filter(Boolean).join(", ")],
    ...((vm.document["disks"] ?? []) as any[]).map((disk): [string, string] => [
      "Disk " + disk.name,
      [disk.blank ?? disk.image ?? disk.device ?? "", disk.mode].filter(Boolean).join(", "),
    ]),
    ...vm.nics.map((nic): [string, string] => ["NIC " + nic.name, `${nic.address} by ${nic.backend}, ${nic.link}`]),
    ["Autostart", typeof vm.document["autostart"] === "string" ? vm.document["autostart"] : "on"],
    ["Changed", new Date(vm.changed).toLocaleString()],
  ];
  return rows.flatMap(([word, value]) => [h("dt", {}, word), h("dd", {}, value)]);
}
