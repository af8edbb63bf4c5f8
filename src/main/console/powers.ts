// What can be done with a VM in the state it is in.

import { act, type Change } from "./act";
import { may } from "./api";
import { h } from "./dom";
import type { VmSummary } from "./documents";

interface Power {
  word: string;
  label: string;
  in: string[];
  harsh?: boolean;
}

const POWERS: Power[] = [
  { word: "start", label: "Start", in: ["off", "saved"] },
  { word: "stop", label: "Stop", in: ["running"] },
  { word: "reboot", label: "Reboot", in: ["running"] },
  { word: "pause", label: "Pause", in: ["running"] },
  { word: "resume", label: "Resume", in: ["paused"] },
  { word: "save", label: "Save", in: ["running", "paused"] },
  { word: "discard", label: "Discard what was saved", in: ["saved"], harsh: true },
  { word: "kill", label: "Kill", in: ["running", "paused", "created", "unreachable"], harsh: true },
];

export function powers(vm: VmSummary): HTMLElement[] {
  if (!may("operate")) {
    return [];
  }
  const buttons = POWERS.filter((power) => power.in.includes(vm.state)).map((power, index) =>
    h(
      "button",
      {
        type: "button",
        class: power.harsh ? "harsh" : index === 0 ? "primary" : "",
        "data-power": power.word,
        on: { click: () => void act(change(power, vm.name)) },
      },
      power.label,
    ),
  );
  if (may("administer") && vm.state === "off") {
    buttons.push(
      h("button", { type: "button", class: "harsh", on: { click: () => void act(removal(vm.name)) } }, "Remove"),
    );
  }
  return buttons;
}

function change(power: Power, name: string): Change {
  return {
    title: power.label + " " + name,
    method: "POST",
    path: `/v1/vms/${name}/${power.word}`,
    word: power.label,
    harsh: power.harsh,
  };
}

function removal(name: string): Change {
  return { title: `Remove ${name} and its disks`, method: "DELETE", path: `/v1/vms/${name}`, word: "Remove", harsh: true };
}
