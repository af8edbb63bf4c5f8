// The API's documents, as far as the pages use them; docs/reference/openapi.json has all.

import type { Problem } from "./api";

export interface VmSummary {
  id: string;
  name: string;
  role: "user" | "network" | "storage";
  state: string;
  activity: string;
  memory: string;
  processors: number;
  networks: string[];
  "disposable-of": string;
  colour?: string;
  label?: string;
  slot?: number;
}

export interface Seat {
  focus: "console" | "vm";
  vm?: string;
  lock: "open" | "locked";
  unlock: "free" | "password";
  attention: string;
  console: string;
  slots: string;
  vms: { name: string; slot?: number; colour: string; label: string; state: string }[];
}

export interface VmList {
  seat?: Seat;
  vms: VmSummary[];
  foreign: { name: string; engine?: string; state?: string }[];
}

export interface Vm {
  summary: VmSummary;
  generation: number;
  created: string;
  changed: string;
  document: Record<string, any>;
  nics: { name: string; backend: string; mac: string; address: string; gateway: string; link: string }[];
}

export interface Setting {
  setting: string;
  wanted: string;
  running: string;
  applies: string;
  why?: string;
  remedy?: string;
}

export type Plan =
  | { kind: "step"; text: string; progress: string }
  | { kind: "in-order" | "together"; title: string; parts: Plan[] };

export interface Task {
  id: string;
  object: string;
  action: string;
  state: string;
  version: number;
  plan?: Plan;
  told?: string[];
  before: { id: string; object: string; action: string }[];
  problems: Problem[];
}

export interface Finding {
  check: string;
  verdict: "good" | "warning" | "bad";
  what: string;
  remedy?: string;
}

export interface AuditEntry {
  sequence: number;
  instant: string;
  user: string;
  what: string;
  object: string;
  detail: Record<string, any>;
  outcome: string;
}

export interface PciFunction {
  address: string;
  kind: string;
  id: string;
  driver?: string;
  "iommu-group"?: number;
  reset: { how: string; why: string };
  uses: string[];
}

export interface Launch {
  measurer: string;
  "secure-boot": string;
  bank: string;
  registers: { pcr: number; holds: string; value: string; standing: string }[];
  findings: Finding[];
}

export interface Host {
  name: string;
  version: string;
  engine: string;
  kernel: string;
  processor: string;
  processors: number;
  memory: string;
  "free-memory": string;
  accelerators: { name: string; use: string; why: string }[];
  features: { feature: string; why?: string; remedy?: string }[];
}
