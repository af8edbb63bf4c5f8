// The end of the audit log, which the API gives from its beginning, a thousand entries at a time.

import { get } from "./api";
import type { AuditEntry } from "./documents";

const AT_A_TIME = 1_000;

async function after(sequence: number): Promise<AuditEntry[]> {
  return (await get<{ entries: AuditEntry[] }>("/v1/audit?after=" + sequence)).entries;
}

/** At least the last so many, the newest first. Entries are numbered from 1 without a gap. */
export async function newest(count: number): Promise<AuditEntry[]> {
  let some = await after(0);
  let there = 0;
  let beyond = AT_A_TIME;
  for (let probe = some; probe.length === AT_A_TIME; probe = await after(beyond)) {
    some = probe;
    there = probe[0]!.sequence - 1;
    beyond = (there + AT_A_TIME) * 2;
  }
  // The end is between; each look halves where it can be.
  while (some.length === AT_A_TIME && beyond - there > AT_A_TIME) {
    const middle = Math.floor((there + beyond) / 2);
    const probe = await after(middle);
    if (probe.length === 0) {
      beyond = middle;
    } else {
      there = middle;
      some = probe;
    }
  }
  const last = some.at(-1)?.sequence ?? 0;
  const entries = await after(Math.max(0, last - Math.min(count, AT_A_TIME)));
  return entries.reverse();
}
