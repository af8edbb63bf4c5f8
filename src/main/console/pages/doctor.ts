// What this machine is, what it lacks, and what gets it.

import { get } from "../api";
import { h, type Child } from "../dom";
import type { Finding, Host } from "../documents";
import { fillIn, heading, loading, table, type Page } from "../page";
import { mebibytes, size } from "../words";

export function doctorPage(): Page {
  const place = loading();
  void fillIn(place, async () => {
    const [found, host] = await Promise.all([
      get<{ findings: Finding[] }>("/v1/doctor"),
      get<Host>("/v1/host"),
    ]);
    return [findings(found.findings), h("h2", {}, "This machine"), machine(host), features(host)];
  });
  return { title: "Doctor", element: h("div", {}, heading("Doctor"), place) };
}

export function findings(found: Finding[]): HTMLElement {
  return h(
    "ul",
    { class: "findings" },
    found.map((finding) =>
      h(
        "li",
        { class: finding.verdict },
        h("span", { class: "verdict " + finding.verdict }, finding.verdict),
        h("div", {}, h("strong", {}, finding.check), h("p", {}, finding.what), finding.remedy ? h("p", { class: "remedy" }, finding.remedy) : null),
      ),
    ),
  );
}

function machine(host: Host): HTMLElement {
  const rows: [string, string][] = [
    ["Name", host.name],
    ["oxt", host.version],
    ["Engine", host.engine],
    ["Kernel", host.kernel],
    ["Processors", `${host.processors} of ${host.processor}`],
    ["Memory", `${size(mebibytes(host.memory))}, of which ${size(mebibytes(host["free-memory"]))} are free for VMs`],
    ...host.accelerators.map((each): [string, string] => ["Accelerator " + each.name, each.use + ": " + each.why]),
  ];
  return h("dl", { class: "facts wide" }, rows.flatMap(([word, value]) => [h("dt", {}, word), h("dd", {}, value)]));
}

function features(host: Host): Child {
  return table(
    "What the engine can do here",
    ["Feature", "Here", "Why not, and what would bring it"],
    host.features.map((each): Child[] => [
      each.feature,
      h("span", { class: "verdict " + (each.why === undefined ? "good" : "") }, each.why === undefined ? "yes" : "no"),
      each.why === undefined ? "" : each.why + " " + (each.remedy ?? ""),
    ]),
  );
}
