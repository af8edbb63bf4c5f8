// Driver domains as a picture: who reaches the outside through whom.

import { get } from "../api";
import { h, show, svg } from "../dom";
import type { Vm, VmList, VmSummary } from "../documents";
import { watchMachines } from "../machines";
import { heading, type Page } from "../page";
import { colour } from "../words";

/** Of one domain; more are a number. */
const CLIENTS = 14;

const ROW = 40;
const WIDTH = 860;

export function domainsPage(): Page {
  const place = h("div", { class: "content" });
  const uplinks = new Map<string, string>();
  let drawn = "";

  async function readUplinks(list: VmList): Promise<void> {
    for (const vm of list.vms.filter((each) => each.role === "network" && !uplinks.has(each.name))) {
      const whole = await get<Vm>("/v1/vms/" + vm.name);
      const uplink = whole.document["uplink"];
      uplinks.set(vm.name, typeof uplink === "string" ? uplink : Object.keys(uplink ?? {}).join(" "));
    }
    draw(list);
  }

  function draw(list: VmList): void {
    const now = JSON.stringify([list.vms.map((vm) => [vm.name, vm.state, vm.networks]), [...uplinks]]);
    if (now !== drawn) {
      drawn = now;
      show(place, picture(list.vms, uplinks), inWords(list.vms, uplinks));
    }
  }

  const forget = watchMachines((list) => {
    draw(list);
    readUplinks(list).catch(() => {});
  });
  return {
    title: "Driver domains",
    element: h(
      "div",
      {},
      heading("Driver domains"),
      h("p", { class: "quiet" }, "Who reaches the outside, and through whom. Nothing else connects one VM with another."),
      place,
    ),
    leave: forget,
  };
}

function clientsOf(domain: VmSummary, vms: VmSummary[]): VmSummary[] {
  return vms.filter((vm) => vm.networks.includes(domain.name));
}

function picture(vms: VmSummary[], uplinks: Map<string, string>): SVGElement {
  const parts: SVGElement[] = [];
  let y = 10;
  for (const domain of vms.filter((vm) => vm.role === "network")) {
    const clients = clientsOf(domain, vms);
    const shown = clients.length > CLIENTS ? clients.slice(0, CLIENTS - 1) : clients;
    const rows = Math.max(1, shown.length + (shown.length < clients.length ? 1 : 0));
    const middle = y + ((rows - 1) * ROW) / 2;
    shown.forEach((client, index) => {
      const top = y + index * ROW;
      parts.push(wire(230, top + 15, 340, middle + 15, client.state === "running" && domain.state === "running"));
      parts.push(box(10, top, 220, client.name, client));
    });
    if (shown.length < clients.length) {
      const top = y + shown.length * ROW;
      parts.push(wire(230, top + 15, 340, middle + 15, false));
      parts.push(plain(10, top, 220, `and ${clients.length - shown.length} more`));
    }
    const uplink = uplinks.get(domain.name) ?? "";
    if (uplink !== "" && uplink !== "none") {
      parts.push(wire(560, middle + 15, 660, middle + 15, domain.state === "running"));
      parts.push(plain(660, middle, 190, "outside, by " + uplink));
    }
    parts.push(box(340, middle, 220, domain.name, domain));
    y += rows * ROW + 24;
  }
  const alone = vms.filter((vm) => vm.role !== "network" && vm.networks.length === 0);
  if (alone.length > 0) {
    parts.push(plain(10, y, 220, alone.length === 1 ? alone[0]!.name + ": no network" : `${alone.length} VMs without a network`));
    y += ROW;
  }
  return svg(
    "svg",
    { class: "domains", viewBox: `0 0 ${WIDTH} ${Math.max(y, 60)}`, role: "img", "aria-label": "Driver domains and their VMs; the list below says the same" },
    parts,
  );
}

function box(x: number, y: number, width: number, name: string, vm: VmSummary): SVGElement {
  return svg(
    "a",
    { href: "#/vms/" + name, tabindex: "-1" },
    svg("rect", { x, y, width, height: 30, rx: 6, class: "box " + vm.state }),
    svg("rect", { x, y, width: 6, height: 30, rx: 3, fill: colour(vm) }),
    svg("text", { x: x + 16, y: y + 20 }, name),
    svg("text", { x: x + width - 10, y: y + 20, "text-anchor": "end", class: "faint" }, vm.state),
  );
}

function plain(x: number, y: number, width: number, text: string): SVGElement {
  return svg(
    "g",
    {},
    svg("rect", { x, y, width, height: 30, rx: 15, class: "outside" }),
    svg("text", { x: x + width / 2, y: y + 20, "text-anchor": "middle", class: "faint" }, text),
  );
}

function wire(x1: number, y1: number, x2: number, y2: number, isUp: boolean): SVGElement {
  const bend = (x1 + x2) / 2;
  return svg("path", { d: `M${x1} ${y1} C${bend} ${y1} ${bend} ${y2} ${x2} ${y2}`, class: isUp ? "wire up" : "wire" });
}

function inWords(vms: VmSummary[], uplinks: Map<string, string>): HTMLElement {
  return h(
    "ul",
    { class: "words" },
    vms
      .filter((vm) => vm.role === "network")
      .map((domain) => {
        const clients = clientsOf(domain, vms);
        return h(
          "li",
          {},
          h("a", { href: "#/vms/" + domain.name }, domain.name),
          ` (${domain.state}, uplink ${uplinks.get(domain.name) ?? "not known"}) serves ${clients.length === 0 ? "nobody" : clients.length === 1 ? clients[0]!.name : clients.length + " VMs"}.`,
        );
      }),
  );
}
