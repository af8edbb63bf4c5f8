// All VMs as tiles.

import { h, say, show } from "../dom";
import type { VmList, VmSummary } from "../documents";
import { watchMachines } from "../machines";
import type { Page } from "../page";
import { heading } from "../page";
import { thumbnail, type Thumbnail } from "../thumbnail";
import { colour, mebibytes, role, size, state } from "../words";

interface Tile {
  element: HTMLElement;
  link: HTMLAnchorElement;
  state: HTMLElement;
  facts: HTMLElement;
  picture: Thumbnail;
}

const SHOWN: Record<string, (vm: VmSummary) => boolean> = {
  all: () => true,
  running: (vm) => vm.state === "running",
  off: (vm) => vm.state === "off",
  other: (vm) => vm.state !== "running" && vm.state !== "off",
};

export function listPage(): Page {
  const tiles = new Map<string, Tile>();
  const grid = h("div", { class: "tiles", role: "list", "aria-label": "Virtual machines" });
  const count = h("p", { class: "quiet", role: "status" });
  const foreign = h("div");
  const search = h("input", { type: "search", placeholder: "Find a VM   ( / )", "aria-label": "Find a VM by its name" });
  let shown = "all";
  let list: VmList = { vms: [], foreign: [] };

  const filters = h(
    "div",
    { class: "filters", role: "group", "aria-label": "Which VMs to show" },
    Object.keys(SHOWN).map((word) =>
      h("button", { type: "button", "aria-pressed": String(word === shown), on: { click: () => choose(word) } }, word),
    ),
  );

  function choose(word: string): void {
    shown = word;
    filters.querySelectorAll("button").forEach((button) =>
      button.setAttribute("aria-pressed", String(button.textContent === word)),
    );
    draw();
  }

  function draw(): void {
    const wanted = search.value.trim().toLowerCase();
    const visible = list.vms.filter((vm) => vm.name.includes(wanted) && SHOWN[shown]!(vm));
    const names = new Set(visible.map((vm) => vm.name));
    for (const [name, tile] of tiles) {
      if (!names.has(name)) {
        tile.element.remove();
        tiles.delete(name);
      }
    }
    visible.forEach((vm, index) => {
      const tile = tiles.get(vm.name) ?? makeTile(vm);
      tiles.set(vm.name, tile);
      update(tile, vm, list.seat?.vm);
      if (grid.children[index] !== tile.element) {
        grid.insertBefore(tile.element, grid.children[index] ?? null);
      }
    });
    const running = list.vms.filter((vm) => vm.state === "running");
    const memory = running.reduce((sum, vm) => sum + mebibytes(vm.memory), 0);
    say(
      count,
      `${visible.length} of ${list.vms.length} VMs shown; ${running.length} running, with ${size(memory)} of memory.` +
        (list.seat?.vm === undefined ? "" : ` Keys go to ${list.seat.vm}.`),
    );
    show(
      foreign,
      list.foreign.length === 0
        ? null
        : h(
            "section",
            {},
            h("h2", {}, "Not oxt's"),
            h("p", { class: "quiet" }, "Somebody else made these; oxt leaves them alone: " + list.foreign.map((vm) => vm.name).join(", ")),
          ),
    );
  }

  search.addEventListener("input", draw);
  grid.addEventListener("keydown", (event) => walk(grid, event));
  function find(event: KeyboardEvent): void {
    if (event.key === "/" && !(event.target instanceof HTMLInputElement)) {
      event.preventDefault();
      search.focus();
    }
  }
  document.addEventListener("keydown", find);
  const forget = watchMachines((now) => {
    list = now;
    draw();
  });
  return {
    title: "Virtual machines",
    element: h(
      "div",
      {},
      heading("Virtual machines", h("div", { class: "tools" }, search, filters)),
      count,
      grid,
      foreign,
    ),
    leave: () => {
      forget();
      document.removeEventListener("keydown", find);
    },
  };
}

function makeTile(vm: VmSummary): Tile {
  const picture = thumbnail(vm.name, vm.name.charAt(0));
  const name = h("span", { class: "state" });
  const facts = h("span", { class: "facts" });
  const link = h(
    "a",
    { class: "tile", href: "#/vms/" + vm.name },
    picture.element,
    h("span", { class: "name" }, vm.name, vm.slot === undefined ? null : h("kbd", { title: "Its number" }, vm.slot)),
    name,
    facts,
  );
  link.style.setProperty("--colour", colour(vm));
  return { element: h("div", { role: "listitem" }, link), link, state: name, facts, picture };
}

function update(tile: Tile, vm: VmSummary, focused: string | undefined): void {
  const words = state(vm);
  say(tile.state, words);
  tile.state.className = "state " + (vm.activity === "" ? vm.state : "busy");
  const kind = role(vm);
  const network = vm.networks.length === 0 ? "" : " · by " + vm.networks.join(", ");
  say(tile.facts, `${size(mebibytes(vm.memory))} · ${vm.processors} CPU${vm.processors === 1 ? "" : "s"}` + (kind === "" ? network : " · " + kind.replace(/^(network|storage) /, "")));
  tile.link.style.setProperty("--colour", colour(vm));
  tile.link.classList.toggle("focused", focused === vm.name);
  tile.picture.running(vm.state === "running");
}

/** The arrow keys go from tile to tile. */
function walk(grid: HTMLElement, event: KeyboardEvent): void {
  const links = [...grid.querySelectorAll<HTMLAnchorElement>("a.tile")];
  const at = links.indexOf(document.activeElement as HTMLAnchorElement);
  if (at < 0) {
    return;
  }
  const top = links[0]!.offsetTop;
  const columns = Math.max(1, links.findIndex((link) => link.offsetTop > top + 2));
  const steps: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns };
  const step = steps[event.key];
  if (step !== undefined && links[at + step] !== undefined) {
    event.preventDefault();
    links[at + step]!.focus();
  }
}
