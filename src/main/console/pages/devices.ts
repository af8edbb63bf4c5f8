// The host's PCI functions: what they are, how they are reset, and what the host would lose.

import { get } from "../api";
import { h, type Child } from "../dom";
import type { PciFunction } from "../documents";
import { fillIn, heading, loading, table, type Page } from "../page";

const RESETS: Record<string, string> = { whole: "good", weak: "warning", "with-others": "warning", none: "bad" };

export function devicesPage(): Page {
  const place = loading();
  void fillIn(place, async () => {
    const { functions } = await get<{ functions: PciFunction[] }>("/v1/host/pci");
    return table(
      `${functions.length} PCI functions`,
      ["Address", "What", "Driver", "IOMMU group", "Reset", "The host needs it"],
      functions.map((each): Child[] => [
        h("code", {}, each.address),
        [each.kind, " ", h("span", { class: "quiet" }, each.id)],
        each.driver ?? h("span", { class: "quiet" }, "none"),
        each["iommu-group"] ?? h("span", { class: "quiet" }, "none"),
        h("span", { class: "verdict " + (RESETS[each.reset.how] ?? ""), title: each.reset.why }, each.reset.how.replaceAll("-", " ")),
        each.uses.length === 0 ? h("span", { class: "quiet" }, "no") : each.uses.map((use) => h("p", {}, use)),
      ]),
    );
  });
  return {
    title: "Devices",
    element: h(
      "div",
      {},
      heading("Devices"),
      h("p", { class: "quiet" }, "What cannot be reset whole keeps what its last owner left in it, and goes to no VM that might misuse that."),
      place,
    ),
  };
}
