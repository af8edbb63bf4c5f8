// How things are called on a page.

import type { VmSummary } from "./documents";

const PALETTE = [
  "#2f6fed", "#c2410c", "#15803d", "#7c3aed", "#b91c5c",
  "#0e7490", "#a16207", "#4d7c0f", "#9333ea", "#be123c",
];

/** Its own where it has one, else one that is always the same for it. */
export function colour(vm: { id: string; colour?: string }): string {
  if (vm.colour !== undefined && /^#[0-9a-f]{6}$/i.test(vm.colour)) {
    return vm.colour;
  }
  let sum = 0;
  for (const letter of vm.id) {
    sum = (sum * 31 + letter.charCodeAt(0)) >>> 0;
  }
  return PALETTE[sum % PALETTE.length]!;
}

const DOING: Record<string, string> = {
  start: "starting", stop: "stopping", kill: "ending", reboot: "rebooting", save: "saving",
  change: "changing", create: "being created", remove: "being removed", pause: "pausing",
  resume: "resuming", revert: "reverting",
};

export function state(vm: VmSummary): string {
  return vm.activity === "" ? vm.state : (DOING[vm.activity] ?? vm.activity);
}

export function role(vm: VmSummary): string {
  switch (vm.role) {
    case "network":
      return "network driver domain";
    case "storage":
      return "storage driver domain";
    default:
      return vm["disposable-of"] === "" ? "" : "disposable of " + vm["disposable-of"];
  }
}

export function moment(instant: string): string {
  return new Date(instant).toLocaleString(undefined, {
    year: "numeric", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", second: "2-digit",
  });
}

const UNITS: Record<string, number> = { B: 0, KiB: 1, MiB: 2, GiB: 3, TiB: 4 };

/** In MiB. */
export function mebibytes(size: string): number {
  const parts = /^([0-9]+)([A-Za-z]+)$/.exec(size);
  return parts === null ? 0 : Number(parts[1]) * 1024 ** ((UNITS[parts[2]!] ?? 0) - 2);
}

export function size(mebi: number): string {
  if (mebi >= 1024 * 1024) {
    return round(mebi / 1024 / 1024) + " TiB";
  }
  return mebi >= 1024 ? round(mebi / 1024) + " GiB" : round(mebi) + " MiB";
}

function round(number: number): string {
  return number >= 100 ? number.toFixed(0) : String(Math.round(number * 10) / 10);
}

export function applies(word: string): string {
  switch (word) {
    case "running":
    case "now":
      return "running";
    case "next-start":
      return "at the next start";
    case "when-started":
      return "when it is started";
    case "not-here":
      return "not here";
    default:
      return word.replaceAll("-", " ");
  }
}
