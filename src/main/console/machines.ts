// The list of VMs, kept for all pages and read again when something happened to one.

import { get } from "./api";
import type { Seat, VmList, VmSummary } from "./documents";
import { listen } from "./live";

type Watcher = (list: VmList) => void;

const watchers = new Set<Watcher>();
let known: VmList | undefined;
let reading = false;
let again = false;

export function machine(name: string): VmSummary | undefined {
  return known?.vms.find((vm) => vm.name === name);
}

/** Told at once what is known, and each time it is another; until the returned function is called. */
export function watchMachines(watcher: Watcher): () => void {
  watchers.add(watcher);
  if (known !== undefined) {
    watcher(known);
  }
  void read();
  return () => watchers.delete(watcher);
}

/** Many events are one look. */
async function read(): Promise<void> {
  if (reading) {
    again = true;
    return;
  }
  reading = true;
  try {
    do {
      again = false;
      const [list, seat] = await Promise.all([get<VmList>("/v1/vms"), get<Seat>("/v1/seat")]);
      const seated = new Map(seat.vms.map((row) => [row.name, row]));
      list.vms.forEach((vm) => Object.assign(vm, { colour: seated.get(vm.name)?.colour, slot: seated.get(vm.name)?.slot }));
      known = { ...list, seat };
      watchers.forEach((watcher) => watcher(known!));
      await new Promise((wake) => setTimeout(wake, 150));
    } while (again);
  } catch {
    // The banner says what is not there; its return is an event.
  } finally {
    reading = false;
  }
}

listen((happening) => {
  if (happening.kind === "" || happening.kind.startsWith("vm-") || happening.kind.startsWith("task-") || happening.kind.startsWith("seat-")) {
    void read();
  }
});
