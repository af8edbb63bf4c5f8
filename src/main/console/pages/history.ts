// What was done to one VM, and by whom.

import { newest } from "../audit";
import { h } from "../dom";
import { listen } from "../live";
import { fillIn, loading } from "../page";
import { auditTable } from "./audit";
import type { Tab } from "./machine";

export function historyTab(name: string): Tab {
  const place = loading();
  const read = () =>
    fillIn(place, async () => {
      const entries = (await newest(1_000)).filter((entry) => entry.object === name);
      return entries.length === 0
        ? h("p", { class: "empty" }, "Nothing in the last thousand entries of the audit log is about " + name + ".")
        : auditTable("What was done to " + name + ", the newest first", entries);
    });
  void read();
  const forget = listen((happening) => {
    if (happening.kind === "" || happening.object === name) {
      void read();
    }
  });
  return { element: h("section", { class: "content", "aria-label": "History" }, place), leave: forget };
}
