// The audit log: who changed what.

import { get } from "../api";
import { newest } from "../audit";
import { h, show, type Child } from "../dom";
import type { AuditEntry } from "../documents";
import { fillIn, heading, loading, table, type Page } from "../page";
import { moment } from "../words";

export function auditPage(): Page {
  const place = loading();
  const verdict = h("p", { role: "status" });
  const verify = h("button", { type: "button" }, "Verify the log");
  const filter = h("input", { type: "search", placeholder: "Filter", "aria-label": "Filter the log by any word" });
  let entries: AuditEntry[] = [];

  function draw(): void {
    const word = filter.value.trim().toLowerCase();
    const shown = entries.filter((entry) =>
      `${entry.user} ${entry.what} ${entry.object} ${entry.outcome}`.toLowerCase().includes(word),
    );
    show(place, auditTable("The last entries, the newest first", shown.slice(0, 300)));
  }

  verify.addEventListener("click", () =>
    void fillIn(verdict, async () => {
      const found = await get<any>("/v1/audit/verify");
      return JSON.stringify(found).includes("broken")
        ? h("span", { class: "verdict bad" }, "The log is broken: " + (found.why ?? ""))
        : h("span", { class: "verdict good" }, "The log is whole: no entry was altered or taken out.");
    }),
  );
  filter.addEventListener("input", draw);
  void fillIn(place, async () => {
    entries = await newest(1_000);
    return null;
  }).then(() => {
    if (entries.length > 0) {
      draw();
    }
  });
  return {
    title: "Audit log",
    element: h("div", {}, heading("Audit log", h("div", { class: "tools" }, filter, verify)), verdict, place),
  };
}

export function auditTable(caption: string, entries: AuditEntry[]): HTMLElement {
  return table(
    caption,
    ["Number", "When", "Who", "What", "Object", "Outcome"],
    entries.map((entry): Child[] => [
      entry.sequence,
      moment(entry.instant),
      entry.user,
      detailed(entry),
      entry.object,
      h("span", { class: "outcome " + entry.outcome }, entry.outcome),
    ]),
  );
}

/** With what was planned, or what went wrong. */
function detailed(entry: AuditEntry): Child {
  const plan = entry.detail["plan"] as string | undefined;
  const problems = (entry.detail["problems"] ?? []) as string[];
  const text = plan ?? problems.join("\n") ?? "";
  return text === "" ? entry.what : h("details", {}, h("summary", {}, entry.what), h("pre", {}, text));
}
